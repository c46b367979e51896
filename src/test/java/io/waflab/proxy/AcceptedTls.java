package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.tls.Authority;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** TLS 1.2 over a connection of the proxy's that a test has accepted as its origin. */
final class AcceptedTls {

    private static final Authority ORIGIN = Authority.selfSigned("CN=origin", Authority.Says.NOTHING);

    /** The JDK closes a socket that nobody holds any more, and says close_notify. */
    private static final List<SSLSocket> HELD = new CopyOnWriteArrayList<>();

    private AcceptedTls() {}

    /**
     * The proxy's connection with the handshake done.
     *
     * @param closes whether the socket is closed with it; without, its close_notify has no FIN behind it
     */
    static SSLSocket over(Socket accepted, boolean closes) throws Exception {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", ORIGIN.pair.getPrivate(), new char[0], new X509Certificate[] {ORIGIN.certificate});
        managers.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        var socket = (SSLSocket) context.getSocketFactory().createSocket(accepted, null, accepted.getPort(), closes);
        socket.setUseClientMode(false);
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
        socket.startHandshake();
        HELD.add(socket);
        return socket;
    }

    /** On the socket itself, under TLS. */
    static void assertAlertAndFin(Socket socket) throws Exception {
        assertThat(StreamLab.rest(socket)).startsWith("\u0015\u0003\u0003").endsWith("FIN");
    }
}
