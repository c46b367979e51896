package io.waflab.tls;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.bouncycastle.jsse.BCSSLEngine;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;

/**
 * A TLS client that shows the wire: it reads record by record from a blocking socket and keeps their types and lengths,
 * answers nothing by itself once the handshake is done, and tells FIN from RST.
 */
final class RawTlsClient implements AutoCloseable {

    final Socket socket = new Socket();
    final SSLEngine engine;
    private final DataInputStream in;
    private final ByteBuffer plain;

    /**
     * One thing that arrived.
     *
     * @param what handshake, change_cipher_spec, alert, data, FIN or RST
     * @param body of the record, as it was on the wire
     */
    record Arrival(String what, byte[] body) {

        @Override
        public String toString() {
            return body.length == 0 ? what : what + " " + body.length;
        }
    }

    RawTlsClient(int port, Consumer<SSLParameters> wishes) throws Exception {
        this(port, wishes, 0);
    }

    /** @param receiveBuffer of the socket in bytes; 0 for the system's default */
    RawTlsClient(int port, Consumer<SSLParameters> wishes, int receiveBuffer) throws Exception {
        this(port, wishes, receiveBuffer, new String[0]);
    }

    /** @param schemes the only signature schemes that the client has; all when empty */
    RawTlsClient(int port, Consumer<SSLParameters> wishes, int receiveBuffer, String... schemes) throws Exception {
        this(port, wishes, receiveBuffer, new KeyManager[0], schemes);
    }

    /** @param own what the client shows a server that asks */
    RawTlsClient(int port, Consumer<SSLParameters> wishes, int receiveBuffer, KeyManager[] own, String... schemes)
            throws Exception {
        var context = schemes.length == 0
                ? SSLContext.getInstance("TLS")
                : SSLContext.getInstance("TLS", new BouncyCastleJsseProvider());
        context.init(own, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), new SecureRandom());
        engine = context.createSSLEngine("lab.test", port);
        if (schemes.length > 0) {
            var only = ((BCSSLEngine) engine).getParameters();
            only.setSignatureSchemes(schemes);
            ((BCSSLEngine) engine).setParameters(only);
        }
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        wishes.accept(parameters);
        engine.setSSLParameters(parameters);
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize() + 65_536);
    }

    static Consumer<SSLParameters> speaking(String version) {
        return parameters -> parameters.setProtocols(new String[] {version});
    }

    /** TLS 1.2 with one suite. */
    static Consumer<SSLParameters> only(String suite) {
        return speaking("TLSv1.2").andThen(parameters -> parameters.setCipherSuites(new String[] {suite}));
    }

    /** Shakes hands; an SSLException or a closed connection comes out as it is. */
    RawTlsClient handshake() throws IOException {
        engine.beginHandshake();
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> wrap();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap(record());
                case NEED_TASK -> engine.getDelegatedTask().run();
                default -> {
                    return this;
                }
            }
        }
    }

    /** Only the client's first flight: the ClientHello. */
    byte[] clientHello() throws IOException {
        engine.beginHandshake();
        var out = ByteBuffer.allocate(65_536);
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            engine.getDelegatedTask().run();
        }
        engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    void send(byte[] raw) throws IOException {
        socket.getOutputStream().write(raw);
    }

    void write(byte[] data) throws IOException {
        var out = ByteBuffer.allocate(data.length + 65_536);
        engine.wrap(ByteBuffer.wrap(data), out);
        send(Arrays.copyOf(out.array(), out.position()));
    }

    /** Sends close_notify and nothing else: the connection stays open for reading. */
    void closeNotify() throws IOException {
        engine.closeOutbound();
        wrap();
    }

    /** The next record, or the end: FIN or RST. */
    Arrival next() {
        try {
            var record = record();
            return new Arrival(typeOf(record[0]), Arrays.copyOfRange(record, 5, record.length));
        } catch (EOFException fin) {
            return new Arrival("FIN", new byte[0]);
        } catch (SocketException rst) {
            return new Arrival("RST", new byte[0]);
        } catch (IOException late) {
            return new Arrival("nothing: " + late, new byte[0]);
        }
    }

    /** Everything that still arrives, up to and including the end. */
    List<Arrival> rest() {
        var arrivals = new ArrayList<Arrival>();
        do {
            arrivals.add(next());
        } while (arrivals.get(arrivals.size() - 1).body().length > 0);
        return arrivals;
    }

    /** A client context that trusts everybody and remembers sessions. */
    static SSLContext context() throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), new SecureRandom());
        return context;
    }

    /** Decrypts arrivals in order: data is its text, an alert is its name, others their type. */
    List<String> meaning(List<Arrival> arrivals) {
        var words = new ArrayList<String>();
        for (var arrival : arrivals) {
            if (arrival.body().length == 0) {
                words.add(arrival.what());
                continue;
            }
            plain.clear();
            try {
                var result = engine.unwrap(wire(arrival), plain);
                if (engine.isInboundDone()) {
                    words.add("close_notify");
                } else if (result.bytesProduced() > 0) {
                    words.add("data " + result.bytesProduced());
                }
            } catch (SSLException fatal) {
                // From JDK 25 on the alert's name stands before the sentence.
                words.add("fatal: " + fatal.getMessage().replaceFirst("^\\(\\w+\\) ", ""));
            }
        }
        return words;
    }

    private static ByteBuffer wire(Arrival arrival) {
        byte type = (byte)
                List.of("change_cipher_spec", "alert", "handshake", "data").indexOf(arrival.what());
        return ByteBuffer.allocate(5 + arrival.body().length)
                .put((byte) (20 + type))
                .putShort((short) 0x0303)
                .putShort((short) arrival.body().length)
                .put(arrival.body())
                .flip();
    }

    private static String typeOf(byte type) {
        return switch (type) {
            case 20 -> "change_cipher_spec";
            case 21 -> "alert";
            case 22 -> "handshake";
            case 23 -> "data";
            default -> "type " + type;
        };
    }

    private byte[] record() throws IOException {
        var header = new byte[5];
        in.readFully(header);
        var body = in.readNBytes((header[3] & 255) << 8 | header[4] & 255);
        return ByteBuffer.allocate(5 + body.length).put(header).put(body).array();
    }

    private void unwrap(byte[] record) throws IOException {
        var bytes = ByteBuffer.wrap(record);
        while (bytes.hasRemaining()) {
            plain.clear();
            engine.unwrap(bytes, plain);
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                engine.getDelegatedTask().run();
            }
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && bytes.hasRemaining()) {
                wrap();
            }
        }
    }

    void wrap() throws IOException {
        var out = ByteBuffer.allocate(65_536);
        engine.wrap(ByteBuffer.allocate(0), out);
        send(Arrays.copyOf(out.array(), out.position()));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
