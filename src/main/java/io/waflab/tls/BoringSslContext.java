package io.waflab.tls;

import io.netty.handler.ssl.OpenSslServerContext;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;

/** What nginx sets on its SSL_CTX and Netty's builder has no word for, set on BoringSSL's. */
final class BoringSslContext {

    private final OpenSslServerContext context;

    BoringSslContext(OpenSslServerContext context) {
        this.context = context;
    }

    void apply(ServerTlsSettings settings) {
        long pointer = pointer();
        if (!settings.serverOrder()) {
            SSLContext.clearOptions(pointer, SSL.SSL_OP_CIPHER_SERVER_PREFERENCE);
        }
        settings.keyLog().ifPresent(log -> SSLContext.setKeyLogCallback(pointer, log));
        var resumption = settings.resumption();
        context.sessionContext().setSessionCacheEnabled(resumption.cached() > 0);
        if (resumption.tickets()) {
            SSLContext.clearOptions(pointer, SSL.SSL_OP_NO_TICKET);
        } else {
            // Netty turns tickets on again for each TLS 1.3 connection; none to send is what stays.
            SSLContext.setNumTickets(pointer, 0);
        }
    }

    /** Deprecated because it is unsafe once the context is released; this one lives as long as the proxy's settings. */
    @SuppressWarnings("deprecation")
    private long pointer() {
        return context.sslCtxPointer();
    }
}
