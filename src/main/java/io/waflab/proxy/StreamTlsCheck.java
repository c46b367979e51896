package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.tls.CertificateFault;
import java.util.Optional;

/** What nginx's stream holds against a client's certificate (ngx_stream_ssl_handler). */
final class StreamTlsCheck {

    private StreamTlsCheck() {}

    /** In the words of nginx's log; empty for a client that may come. */
    static Optional<String> fault(StreamSite site, ConnectionFacts facts) {
        var mode = site.settings().text(Directive.SSL_VERIFY_CLIENT);
        if (mode.equals("off")) {
            return Optional.empty();
        }
        var shown = facts.handshake().flatMap(tls -> tls.certificate());
        var fault = shown.map(certificate -> certificate.fault()).orElse(CertificateFault.NONE);
        boolean passes = mode.equals("optional_no_ca") && fault.isAboutTrust();
        if (fault != CertificateFault.NONE && !passes) {
            return Optional.of("client SSL certificate verify error: (" + fault.code() + ":" + fault.words() + ")");
        }
        return mode.equals("on") && shown.isEmpty()
                ? Optional.of("client sent no required SSL certificate")
                : Optional.empty();
    }
}
