import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** OkHttp: URL POOL_SECONDS READ_TIMEOUT_SECONDS STAY_SECONDS. Asks once and then stays, so that its pool decides. */
public final class OkHttpPool {
    public static void main(String[] words) throws Exception {
        OkHttpClient client = new OkHttpClient.Builder()
                .connectionPool(new ConnectionPool(5, Long.parseLong(words[1]), TimeUnit.SECONDS))
                .readTimeout(Duration.ofSeconds(Long.parseLong(words[2])))
                .retryOnConnectionFailure(false)
                .build();
        try (Response response = client.newCall(new Request.Builder().url(words[0]).build()).execute()) {
            System.out.println(response.code() + " " + response.body().string().length());
        } catch (Exception e) {
            System.out.println(e);
        }
        Thread.sleep(Long.parseLong(words[3]) * 1000);
    }

    private OkHttpPool() {}
}
