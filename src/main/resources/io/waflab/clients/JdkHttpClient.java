import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** java.net.http. What it has as settings are properties of the whole JVM, read once. */
final class JdkHttpClient implements Application.Client {

    private final HttpClient client = HttpClient.newHttpClient();
    private final Application.Settings settings;

    private JdkHttpClient(Application.Settings settings) {
        this.settings = settings;
    }

    public static void main(String[] args) throws Exception {
        var settings = new Application.Settings(args);
        settings.time("evict-idle").ifPresent(time -> {
            // Whole seconds.
            System.setProperty("jdk.httpclient.keepalive.timeout", String.valueOf(Math.max(1, (time + 500) / 1000)));
        });
        if (settings.is("retry", "off")) {
            System.setProperty("jdk.httpclient.redirects.retrylimit", "1");
        }
        if (settings.is("retry", "on")) {
            System.setProperty("jdk.httpclient.enableAllMethodRetry", "true");
        }
        if (settings.is("keep-alive", "off")) {
            System.setProperty("jdk.httpclient.connectionPoolSize", "1");
            System.setProperty("jdk.httpclient.allowRestrictedHeaders", "connection");
        }
        Application.run("java.net.http.HttpClient", new JdkHttpClient(settings));
    }

    @Override
    public Application.Answer exchange(String method, URI uri) throws Exception {
        var request = HttpRequest.newBuilder(uri)
                .method(method, method.equals("POST") ? BodyPublishers.ofString("hello") : BodyPublishers.noBody());
        settings.time("response-timeout").ifPresent(time -> {
            if (time > 0) {
                request.timeout(Duration.ofMillis(time));
            }
        });
        if (settings.is("keep-alive", "off")) {
            request.header("Connection", "close");
        }
        var response = client.send(request.build(), BodyHandlers.ofByteArray());
        return new Application.Answer(
                response.statusCode(), response.version().name(), response.body().length);
    }
}
