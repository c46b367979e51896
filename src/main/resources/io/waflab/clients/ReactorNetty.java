import io.netty.handler.codec.http.HttpMethod;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.util.retry.Retry;

/** Reactor Netty's HttpClient, as Spring's WebClient has it. */
final class ReactorNetty implements Application.Client {

    private static final int CONNECTIONS = 16;

    private final HttpClient client;
    private final long again;

    private ReactorNetty(Application.Settings settings) {
        var pool = ConnectionProvider.builder("application").maxConnections(CONNECTIONS);
        settings.time("evict-idle").ifPresent(time -> {
            if (time >= 0) {
                pool.maxIdleTime(Duration.ofMillis(time));
            }
        });
        settings.time("max-age").ifPresent(time -> pool.maxLifeTime(Duration.ofMillis(time)));
        var made = HttpClient.create(pool.build())
                .resolver(DefaultAddressResolverGroup.INSTANCE)
                .keepAlive(!settings.is("keep-alive", "off"));
        if (settings.has("retry")) {
            made = made.disableRetry(settings.is("retry", "off"));
        }
        if (settings.time("response-timeout").orElse(-1) >= 0) {
            made = made.responseTimeout(Duration.ofMillis(settings.time("response-timeout").getAsLong()));
        }
        client = made;
        again = settings.is("retry", "on") ? 1 : 0;
    }

    public static void main(String[] args) throws Exception {
        var settings = new Application.Settings(args);
        Application.run("Reactor Netty " + version(), new ReactorNetty(settings));
    }

    private static String version() {
        var packaged = HttpClient.class.getPackage().getImplementationVersion();
        return packaged == null ? "" : packaged;
    }

    @Override
    public Application.Answer exchange(String method, URI uri) throws Exception {
        try {
            var sender = client.request(HttpMethod.valueOf(method)).uri(uri);
            var body = method.equals("POST") ? ByteBufFlux.fromString(Mono.just("hello")) : ByteBufFlux.fromString(Mono.empty());
            return sender.send(body)
                    .responseSingle((response, bytes) -> bytes.asByteArray()
                            .defaultIfEmpty(new byte[0])
                            .map(all -> new Application.Answer(
                                    response.status().code(), response.version().text(), all.length)))
                    .retryWhen(Retry.max(again).filter(IOException.class::isInstance))
                    .block();
        } catch (RuntimeException wrapped) {
            // block() wraps what is checked; a subscriber would be given what is inside.
            var inside = Exceptions.unwrap(wrapped);
            if (Exceptions.isRetryExhausted(inside) && inside.getCause() instanceof Exception last) {
                throw last;
            }
            throw inside instanceof Exception failure ? failure : wrapped;
        }
    }
}
