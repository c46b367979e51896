package io.waflab.proxy;

import io.waflab.config.ConfigException;
import io.waflab.http.LogEscape;
import io.waflab.tls.UpstreamTls;
import io.waflab.tls.UpstreamTls.OwnCertificate;
import java.util.List;
import java.util.function.Consumer;

/** Reads a certificate that variables of proxy_ssl_certificate named, away from the event loop that waits for it. */
final class OwnCertificateReading {

    private final Worker worker;
    private final UpstreamTls tls;

    OwnCertificateReading(Worker worker, UpstreamTls tls) {
        this.worker = worker;
        this.tls = tls;
    }

    /**
     * One of the two is told, on the event loop.
     *
     * @param names of the certificate and its key
     * @param unusable is told why it cannot be used
     */
    void read(List<String> names, Consumer<OwnCertificate> then, Consumer<String> unusable) {
        worker.away(
                worker.server().files(),
                () -> tls.read(names.get(0), names.get(1)),
                then,
                failure -> unusable.accept(why(failure)));
    }

    private static String why(Throwable failure) {
        return failure instanceof ConfigException refused
                ? refused.problems().get(0).message()
                : "internal error: " + LogEscape.line(failure.toString());
    }
}
