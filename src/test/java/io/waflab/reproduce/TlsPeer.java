package io.waflab.reproduce;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A TLS server for one connection, with the socket under it in reach; plays a test's own script on its own thread. */
final class TlsPeer implements AutoCloseable {

    /** What the server does with its one connection. */
    interface Script {
        void play(TlsPeer peer) throws Exception;
    }

    private static final Identity IDENTITY = identity();

    private final ServerSocketChannel listener;
    private final CompletableFuture<Void> played = new CompletableFuture<>();
    private SocketChannel channel;
    private SSLSocket tls;

    private record Identity(SSLContext context, X509Certificate certificate) {}

    TlsPeer(Script script) throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        var thread = new Thread(() -> {
            try {
                channel = listener.accept();
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                script.play(this);
                played.complete(null);
            } catch (Exception failed) {
                played.completeExceptionally(failed);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    static X509Certificate certificate() {
        return IDENTITY.certificate();
    }

    /** Of another key. */
    static X509Certificate otherCertificate() {
        return identity().certificate();
    }

    /** The TLS socket over the accepted one; made at first use. Closing it sends close_notify and no FIN. */
    SSLSocket tls() throws IOException {
        if (tls == null) {
            tls = (SSLSocket) IDENTITY.context().getSocketFactory().createSocket(channel.socket(), "client", 0, false);
            tls.setUseClientMode(false);
        }
        return tls;
    }

    Socket raw() {
        return channel.socket();
    }

    /** Reads a request's head through TLS. */
    String head() throws IOException {
        var text = new StringBuilder();
        while (!text.toString().endsWith("\r\n\r\n")) {
            int next = tls().getInputStream().read();
            if (next < 0) {
                throw new IOException("the client ended in " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    void answer(String text) throws IOException {
        tls().getOutputStream().write(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    void ok() throws IOException {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }

    void closeNotifyAndFin() throws IOException {
        tls().shutdownOutput();
        channel.shutdownOutput();
    }

    void reset() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    void fin() throws IOException {
        channel.shutdownOutput();
    }

    /** Waits for the script's end; rethrows what went wrong in it. */
    void join() throws Exception {
        played.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        if (channel != null) {
            channel.close();
        }
    }

    private static Identity identity() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            var keys = generator.generateKeyPair();
            var name = new X500Name("CN=lab.test");
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.ONE,
                    Date.from(Instant.now().minusSeconds(3600)),
                    Date.from(Instant.now().plusSeconds(86_400)),
                    name,
                    keys.getPublic());
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, "lab.test")));
            var certificate = new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("lab", keys.getPrivate(), new char[0], new Certificate[] {certificate});
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, new char[0]);
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return new Identity(context, certificate);
        } catch (Exception unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}
