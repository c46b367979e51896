package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.tls.CertificateFault;

/**
 * What nginx holds against a request for the TLS that it came in, or did not come in (ngx_http_process_request and
 * ngx_http_set_virtual_server in src/http/ngx_http_request.c). Says it in the log.
 */
final class TlsRefusal {

    private TlsRefusal() {}

    /**
     * 421 for a name that was not negotiated, 495 and 496 for a certificate that is wrong or missing, 497 for plain HTTP on
     * a TLS port; 0 for none.
     */
    static int of(Exchange exchange) {
        int misdirected = ofName(exchange);
        return misdirected != 0 ? misdirected : ofTls(exchange);
    }

    /** Only where the server of the name looks at certificates. */
    private static int ofName(Exchange exchange) {
        var connection = exchange.connection();
        var negotiated = connection.facts().serverNamed();
        var asked = exchange.head().host();
        if (negotiated.isEmpty()
                || asked.isEmpty()
                || asked.equals(negotiated)
                || mode(exchange).equals("off")
                || !connection.listener().knows(connection.channel(), negotiated)) {
            return 0;
        }
        exchange.log(
                "info",
                "client attempted to request the server name different from the one that was negotiated while reading"
                        + " client request headers");
        return 421;
    }

    private static int ofTls(Exchange exchange) {
        var connection = exchange.connection();
        if (!connection.listener().isTls()) {
            return 0;
        }
        if (!connection.facts().isTls()) {
            exchange.log("info", "client sent plain HTTP request to HTTPS port while reading client request headers");
            return 497;
        }
        return mode(exchange).equals("off") ? 0 : ofCertificate(exchange);
    }

    private static int ofCertificate(Exchange exchange) {
        var mode = mode(exchange);
        var shown = exchange.connection().facts().handshake().flatMap(tls -> tls.certificate());
        var fault = shown.map(certificate -> certificate.fault()).orElse(CertificateFault.NONE);
        boolean passes = mode.equals("optional_no_ca") && fault.isAboutTrust();
        if (fault != CertificateFault.NONE && !passes) {
            exchange.log(
                    "info",
                    "client SSL certificate verify error: (" + fault.code() + ":" + fault.words()
                            + ") while reading client request headers");
            return 495;
        }
        if (mode.equals("on") && shown.isEmpty()) {
            exchange.log("info", "client sent no required SSL certificate while reading client request headers");
            return 496;
        }
        return 0;
    }

    private static String mode(Exchange exchange) {
        return exchange.server().settings().text(Directive.SSL_VERIFY_CLIENT);
    }
}
