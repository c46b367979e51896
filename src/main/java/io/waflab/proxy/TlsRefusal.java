package io.waflab.proxy;

import io.waflab.config.Directive;

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
                || asked.equals(negotiated)
                || exchange.server()
                        .settings()
                        .text(Directive.SSL_VERIFY_CLIENT)
                        .equals("off")
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
        return ofCertificate(exchange);
    }

    private static int ofCertificate(Exchange exchange) {
        var fault = ClientCertificateCheck.fault(
                exchange.server().settings(), exchange.connection().facts());
        if (fault.isEmpty()) {
            return 0;
        }
        exchange.log("info", fault.get().words() + " while reading client request headers");
        return fault.get().status();
    }
}
