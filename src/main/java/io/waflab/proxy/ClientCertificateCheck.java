package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.config.Settings;
import io.waflab.tls.CertificateFault;
import java.util.Optional;

/**
 * What nginx holds against the certificate that a client showed, or did not show (ngx_http_process_request in
 * src/http/ngx_http_request.c, ngx_stream_ssl_handler in src/stream/ngx_stream_ssl_module.c).
 */
final class ClientCertificateCheck {

    /**
     * @param status of HTTP
     * @param words of nginx's log
     */
    record Fault(int status, String words) {}

    private static final Optional<Fault> MISSING =
            Optional.of(new Fault(496, "client sent no required SSL certificate"));

    private ClientCertificateCheck() {}

    /**
     * @param settings of the server
     * @param facts of a connection whose handshake is done
     * @return empty for a client that may come
     */
    static Optional<Fault> fault(Settings settings, ConnectionFacts facts) {
        var mode = settings.text(Directive.SSL_VERIFY_CLIENT);
        if (mode.equals("off")) {
            return Optional.empty();
        }
        var shown = facts.handshake().flatMap(tls -> tls.certificate());
        var fault = shown.map(certificate -> certificate.fault()).orElse(CertificateFault.NONE);
        boolean passes = mode.equals("optional_no_ca") && fault.isAboutTrust();
        if (fault != CertificateFault.NONE && !passes) {
            return Optional.of(new Fault(
                    495, "client SSL certificate verify error: (" + fault.code() + ":" + fault.words() + ")"));
        }
        return mode.equals("on") && shown.isEmpty() ? MISSING : Optional.empty();
    }
}
