import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** java.net.http: URL HTTP_VERSION TIMEOUT_SECONDS STAY_SECONDS. Asks once and then stays, so that its pool decides. */
public final class JdkClient {
    public static void main(String[] words) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.valueOf("HTTP_" + words[1]))
                .connectTimeout(Duration.ofSeconds(Long.parseLong(words[2])))
                .build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(words[0]))
                .timeout(Duration.ofSeconds(Long.parseLong(words[2])))
                .build();
        try {
            System.out.println(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
        } catch (Exception e) {
            System.out.println(e);
        }
        Thread.sleep(Long.parseLong(words[3]) * 1000);
    }

    private JdkClient() {}
}
