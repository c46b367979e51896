package io.waflab.tls;

import io.netty.handler.ssl.OpenSslServerContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import java.lang.invoke.MethodHandles;

/** What nginx sets on its SSL_CTX and Netty's builder has no word for, set on BoringSSL. */
final class BoringSslContext {

    private BoringSslContext() {}

    static void apply(ServerTlsSettings settings, OpenSslServerContext context) {
        context.sessionContext().setSessionCacheEnabled(settings.resumption().cached() > 0);
        if (settings.resumption().tickets()) {
            // Without keys of ours BoringSSL makes its own and changes them every two days.
            context.sessionContext().setTicketKeys();
        }
        settings.keyLog().ifPresent(log -> SSLContext.setKeyLogCallback(pointer(context), log));
    }

    /** Netty sets these two for each connection, whatever the context says. */
    static void apply(ServerTlsSettings settings, ReferenceCountedOpenSslEngine connection) {
        if (!settings.serverOrder()) {
            SSL.clearOptions(connection.sslPointer(), SSL.SSL_OP_CIPHER_SERVER_PREFERENCE);
        }
        if (!settings.resumption().tickets()) {
            SSL.setOptions(connection.sslPointer(), SSL.SSL_OP_NO_TICKET);
        }
    }

    /** tcnative's own structure around SSL_CTX. Netty has a public method only for what is inside of it. */
    private static long pointer(OpenSslServerContext context) {
        try {
            var lookup = MethodHandles.privateLookupIn(ReferenceCountedOpenSslContext.class, MethodHandles.lookup());
            return (long) lookup.findVarHandle(ReferenceCountedOpenSslContext.class, "ctx", long.class)
                    .get(context);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("this version of Netty hides what a key log needs", changed);
        }
    }
}
