package io.waflab.tls;

import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Lets every client's certificate pass and names the authorities that are asked for. nginx does the same: a handshake does
 * not fail for a certificate, the request is answered with 400.
 */
final class AnyClientTrust extends X509ExtendedTrustManager {

    private final X509Certificate[] named;

    /** @param named to clients; each once */
    AnyClientTrust(List<X509Certificate> named) {
        this.named = new LinkedHashSet<>(named).toArray(X509Certificate[]::new);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return named.clone();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {
        throw new UnsupportedOperationException("of servers");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {
        throw new UnsupportedOperationException("of servers");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {
        throw new UnsupportedOperationException("of servers");
    }
}
