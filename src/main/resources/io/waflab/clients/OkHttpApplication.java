import java.net.URI;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttp;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

/** OkHttp. */
final class OkHttpApplication implements Application.Client {

    private static final int IDLE_CONNECTIONS = 5;

    private final OkHttpClient client;

    private OkHttpApplication(Application.Settings settings) {
        var builder = new OkHttpClient.Builder();
        settings.time("evict-idle")
                .ifPresent(time -> builder.connectionPool(
                        new ConnectionPool(IDLE_CONNECTIONS, time < 0 ? Long.MAX_VALUE / 1_000_000 : time, TimeUnit.MILLISECONDS)));
        // 0 is for ever.
        settings.time("response-timeout")
                .ifPresent(time -> builder.readTimeout(Math.max(0, time), TimeUnit.MILLISECONDS));
        if (settings.is("keep-alive", "off")) {
            builder.connectionPool(new ConnectionPool(0, 1, TimeUnit.MILLISECONDS));
        }
        if (settings.has("retry")) {
            builder.retryOnConnectionFailure(settings.is("retry", "on"));
        }
        client = builder.build();
    }

    public static void main(String[] args) throws Exception {
        Application.run("OkHttp " + OkHttp.VERSION, new OkHttpApplication(new Application.Settings(args)));
    }

    @Override
    public Application.Answer exchange(String method, URI uri) throws Exception {
        var body = method.equals("POST") ? RequestBody.create("hello".getBytes(), MediaType.get("text/plain")) : null;
        var request = new Request.Builder().url(uri.toURL()).method(method, body).build();
        try (var response = client.newCall(request).execute()) {
            long bytes = response.body().bytes().length;
            return new Application.Answer(response.code(), response.protocol().toString(), bytes);
        }
    }
}
