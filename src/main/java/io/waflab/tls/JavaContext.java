package io.waflab.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/**
 * TLS contexts of the engines in Java. Netty's builder tries a key store, a trust manager and other providers first, which
 * takes longer than all else of a start; and without a trust manager the JDK reads its own authorities.
 */
final class JavaContext {

    private JavaContext() {}

    /**
     * ALPN is each connection's: {@link ServerTlsSettings#applyTo}.
     *
     * @param keys what is shown
     */
    static JdkSslContext server(ServerTlsSettings settings, KeyManager keys) throws SSLException {
        var verification = settings.verification();
        var context = of(settings.engine(), new KeyManager[] {keys}, new AnyClientTrust(verification.named()));
        var sessions = context.getServerSessionContext();
        sessions.setSessionCacheSize(Math.max(1, settings.resumption().cached()));
        sessions.setSessionTimeout((int)
                Math.min(Integer.MAX_VALUE, settings.resumption().timeout().toSeconds()));
        boolean asks = verification.mode() != ClientVerification.Mode.OFF;
        return new JdkSslContext(
                context,
                false,
                settings.suites(),
                SupportedCipherSuiteFilter.INSTANCE,
                ApplicationProtocolConfig.DISABLED,
                asks ? ClientAuth.OPTIONAL : ClientAuth.NONE,
                settings.versions().toArray(String[]::new),
                false);
    }

    /** The IANA names of the suites that the engine has. */
    static Set<String> suites(TlsEngine engine) {
        try {
            var context = of(engine, new KeyManager[0], new AnyClientTrust(List.of()));
            return Set.of(context.getSupportedSSLParameters().getCipherSuites());
        } catch (SSLException broken) {
            throw new IllegalStateException(engine.word() + " has no TLS", broken);
        }
    }

    private static SSLContext of(TlsEngine engine, KeyManager[] keys, TrustManager trust) throws SSLException {
        try {
            var context = SSLContext.getInstance("TLS", engine.provider());
            context.init(keys, new TrustManager[] {trust}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException refused) {
            throw new SSLException(refused.getMessage(), refused);
        }
    }
}
