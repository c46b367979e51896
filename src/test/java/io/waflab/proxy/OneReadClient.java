package io.waflab.proxy;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;

/** A client of TLS that gathers records, so that one write, and with it one read of the proxy, has them all. */
final class OneReadClient implements AutoCloseable {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Socket socket;
    private final DataInputStream in;
    private final SSLEngine engine;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private final StringBuilder heard = new StringBuilder();

    /** Shakes hands; the last flight of TLS 1.3 is gathered too. */
    OneReadClient(int port, SslProvider provider, String version) throws Exception {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
        engine = SslContextBuilder.forClient()
                .sslProvider(provider)
                .protocols(version)
                .endpointIdentificationAlgorithm(null)
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .build()
                .newEngine(UnpooledByteBufAllocator.DEFAULT, "lab.test", port);
        engine.beginHandshake();
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> wrap(NOTHING);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    send();
                    unwrap(record());
                }
                case NEED_TASK -> engine.getDelegatedTask().run();
                default -> {
                    return;
                }
            }
        }
    }

    OneReadClient with(String data) throws IOException {
        wrap(ByteBuffer.wrap(data.getBytes(StandardCharsets.US_ASCII)));
        return this;
    }

    OneReadClient withCloseNotify() throws IOException {
        engine.closeOutbound();
        wrap(NOTHING);
        return this;
    }

    OneReadClient send() throws IOException {
        socket.getOutputStream().write(gathered.toByteArray());
        gathered.reset();
        return this;
    }

    /** All that still comes, as text, with the words close_notify, FIN and RST where they come. */
    String rest() throws IOException {
        try {
            while (true) {
                unwrap(record());
            }
        } catch (EOFException end) {
            return heard + "FIN";
        } catch (SocketException reset) {
            return heard + "RST";
        }
    }

    private byte[] record() throws IOException {
        var header = new byte[5];
        in.readFully(header);
        int length = (header[3] & 255) << 8 | header[4] & 255;
        return ByteBuffer.allocate(header.length + length)
                .put(header)
                .put(in.readNBytes(length))
                .array();
    }

    private void unwrap(byte[] record) throws IOException {
        var bytes = ByteBuffer.wrap(record);
        var plain = ByteBuffer.allocate(1 << 16);
        boolean more = true;
        while (more) {
            var result = engine.unwrap(bytes, plain);
            for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
            more = result.bytesConsumed() > 0 && bytes.hasRemaining();
        }
        heard.append(new String(plain.array(), 0, plain.position(), StandardCharsets.US_ASCII));
        if (engine.isInboundDone()) {
            heard.append("close_notify");
        }
    }

    private void wrap(ByteBuffer data) throws IOException {
        var out = ByteBuffer.allocate(1 << 16);
        engine.wrap(data, out);
        gathered.write(Arrays.copyOf(out.array(), out.position()));
    }

    @Override
    public void close() throws IOException {
        ReferenceCountUtil.release(engine);
        socket.close();
    }
}
