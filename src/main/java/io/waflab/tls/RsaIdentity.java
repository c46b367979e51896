package io.waflab.tls;

import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * A server's RSA certificate as BoringSSL has it. Each connection gets it before its handshake, with the key, or with
 * {@link RsaKeyMethod} in the key's place. BoringSSL shows it when no certificate of another kind suits the client.
 */
final class RsaIdentity implements AutoCloseable {

    private final RsaKeyMethod method;
    /** Of BoringSSL; a connection holds on to what it got. */
    private final long chain;

    private final long key;

    /** One of tcnative's: makes of text what BoringSSL has. */
    private interface Parser {
        long parse(long bio) throws Exception;
    }

    private RsaIdentity(RsaKeyMethod method, long chain, long key) {
        this.method = method;
        this.chain = chain;
        this.key = key;
    }

    /**
     * @param context tcnative's, of a server that has no connection yet
     * @throws SSLException when BoringSSL does not take the certificate or its key
     */
    static RsaIdentity of(Identity identity, RsaKeyMethod method, long context) throws SSLException {
        try {
            long chain = withPem("CERTIFICATE", encoded(identity), SSL::parseX509Chain);
            long key =
                    withPem("PRIVATE KEY", List.of(identity.key().getEncoded()), bio -> SSL.parsePrivateKey(bio, null));
            // A signature that is asked for outside of a task crashes tcnative 2.0.84. Netty runs tasks where they
            // arise.
            SSLContext.setUseTasks(context, true);
            SSLContext.setPrivateKeyMethod(context, method);
            return new RsaIdentity(method, chain, key);
        } catch (Exception refused) {
            throw new SSLException("BoringSSL refuses a certificate or its key: " + refused.getMessage(), refused);
        }
    }

    private static List<byte[]> encoded(Identity identity) throws CertificateEncodingException {
        var encoded = new ArrayList<byte[]>();
        for (var certificate : identity.chain()) {
            encoded.add(certificate.getEncoded());
        }
        return encoded;
    }

    private static long withPem(String label, List<byte[]> parts, Parser parser) throws Exception {
        var text = new StringBuilder();
        for (var part : parts) {
            text.append("-----BEGIN ").append(label).append("-----\n");
            text.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(part));
            text.append("\n-----END ").append(label).append("-----\n");
        }
        var bytes = Unpooled.directBuffer().writeBytes(text.toString().getBytes(StandardCharsets.US_ASCII));
        long bio = SSL.newMemBIO();
        try {
            SSL.bioWrite(bio, bytes.memoryAddress(), bytes.readableBytes());
            return parser.parse(bio);
        } finally {
            SSL.freeBIO(bio);
            bytes.setZero(0, bytes.capacity()).release();
        }
    }

    RsaKeyMethod method() {
        return method;
    }

    /** Before the connection's handshake. */
    void show(ReferenceCountedOpenSslEngine connection) {
        try {
            SSL.setKeyMaterial(connection.sslPointer(), chain, method.begins() ? 0 : key);
        } catch (Exception outOfMemory) {
            throw new IllegalStateException("BoringSSL cannot take a certificate", outOfMemory);
        }
    }

    /** After the last connection has begun. */
    @Override
    public void close() {
        SSL.freeX509Chain(chain);
        SSL.freePrivateKey(key);
    }
}
