import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.apache.hc.core5.util.VersionInfo;

/** Apache HttpClient 5, the classic API with its pool. */
final class ApacheHttpClient5 implements Application.Client {

    private final CloseableHttpClient client;

    private ApacheHttpClient5(Application.Settings settings) {
        var connection = ConnectionConfig.custom();
        settings.time("evict-idle")
                .ifPresent(time -> connection.setIdleTimeout(time < 0 ? null : Timeout.ofMilliseconds(time)));
        settings.time("validate-after-inactivity")
                .ifPresent(time -> connection.setValidateAfterInactivity(
                        time < 0 ? TimeValue.NEG_ONE_MILLISECOND : TimeValue.ofMilliseconds(time)));
        settings.time("max-age").ifPresent(time -> connection.setTimeToLive(TimeValue.ofMilliseconds(time)));
        var request = RequestConfig.custom();
        // 0 is for ever.
        settings.time("response-timeout")
                .ifPresent(time -> request.setResponseTimeout(Timeout.ofMilliseconds(Math.max(0, time))));
        var builder = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(connection.build())
                        .build())
                .setDefaultRequestConfig(request.build());
        if (settings.is("retry", "off")) {
            builder.disableAutomaticRetries();
        }
        if (settings.is("retry", "on")) {
            builder.setRetryStrategy(new AnyMethod());
        }
        if (settings.is("keep-alive", "off")) {
            builder.setConnectionReuseStrategy((sent, received, context) -> false);
        }
        client = builder.build();
    }

    /** One more time, as the default strategy, whatever the method. */
    private static final class AnyMethod extends DefaultHttpRequestRetryStrategy {
        @Override
        protected boolean handleAsIdempotent(HttpRequest request) {
            return true;
        }
    }

    public static void main(String[] args) throws Exception {
        var version = VersionInfo.loadVersionInfo("org.apache.hc.client5", ApacheHttpClient5.class.getClassLoader());
        Application.run(
                "Apache HttpClient " + version.getRelease(),
                new ApacheHttpClient5(new Application.Settings(args)));
    }

    @Override
    public Application.Answer exchange(String method, URI uri) throws Exception {
        var request = new HttpUriRequestBase(method, uri);
        if (method.equals("POST")) {
            request.setEntity(new ByteArrayEntity("hello".getBytes(), null));
        }
        return client.execute(request, response -> {
            var body = EntityUtils.toByteArray(response.getEntity());
            return new Application.Answer(
                    response.getCode(),
                    String.valueOf(response.getVersion()),
                    body == null ? 0 : body.length);
        });
    }
}
