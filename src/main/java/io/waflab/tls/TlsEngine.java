package io.waflab.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.waflab.config.ConfigException;
import io.waflab.config.Origin;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;

/** Who speaks TLS. What each cannot do is in {@code src/site/markdown/tls-engines.md}. */
public enum TlsEngine {
    /** BoringSSL, through netty-tcnative. */
    OPENSSL("BoringSSL, netty-tcnative"),
    /** BouncyCastle's JSSE provider, over the JDK's cryptography. */
    BCTLS("BouncyCastle JSSE"),
    /** The JDK's own JSSE provider. */
    JDK("JDK JSSE");

    static {
        // The JDK would renegotiate TLS 1.2 whenever a client asks; nginx never does. Read when its classes load.
        if (System.getProperty("jdk.tls.rejectClientInitiatedRenegotiation") == null) {
            System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        }
    }

    /** Made when bctls is first asked for. */
    private static final class BouncyCastle {

        /** Held, because the log manager forgets a logger that nobody holds, and its level with it. */
        private static final Logger LOG = Logger.getLogger("org.bouncycastle");

        private static final Provider JSSE;

        static {
            // It tells of each connection and of each handshake that a client breaks; the proxy's own log does that.
            LOG.setLevel(Level.OFF);
            // Last: the JDK's own are faster.
            Security.addProvider(new LackingAlgorithms());
            JSSE = new BouncyCastleJsseProvider();
        }
    }

    private final String description;
    private volatile Set<String> suites;

    TlsEngine(String description) {
        this.description = description;
    }

    /**
     * An engine and why it was taken.
     *
     * @param engine never one that cannot run here
     * @param asked what tls_engine said
     * @param whyNot why auto did not take openssl, in one line; empty where it did, or was not asked
     */
    public record Choice(TlsEngine engine, String asked, String whyNot) {

        public boolean isAuto() {
            return asked.equals("auto");
        }

        /** One line: {@code auto took openssl (BoringSSL, netty-tcnative)}. */
        public String reason() {
            var what = isAuto() ? "auto took " + engine.word() : "tls_engine " + asked;
            return whyNot.isEmpty()
                    ? what + " (" + engine.description + ")"
                    : what + ": the native library did not load: " + whyNot;
        }
    }

    /**
     * The engine that {@code tls_engine} asks for.
     *
     * @param word auto, openssl, bctls or jdk; auto is openssl where its native library loads, else bctls
     * @param origin where it was written
     * @throws ConfigException for another word, or for openssl where its library does not load
     */
    public static Choice choose(String word, Origin origin) throws ConfigException {
        return choose(word, origin, OpenSsl.unavailabilityCause());
    }

    /** @param whyNot why the native library does not load; null when it does */
    static Choice choose(String word, Origin origin, Throwable whyNot) throws ConfigException {
        if (word.equals("auto")) {
            return whyNot == null ? new Choice(OPENSSL, word, "") : new Choice(BCTLS, word, firstLine(whyNot));
        }
        var engine = Arrays.stream(values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        origin, "tls_engine \"" + word + "\" (expected auto, openssl, bctls or jdk)"));
        if (engine == OPENSSL && whyNot != null) {
            throw new ConfigException(
                    origin,
                    "tls_engine openssl cannot run here: the native library did not load: " + firstLine(whyNot)
                            + " (expected auto, bctls or jdk)");
        }
        return new Choice(engine, word, "");
    }

    private static String firstLine(Throwable failure) {
        var message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return message.lines().findFirst().orElse("").strip();
    }

    /** Loads the native library, and what Netty asks of the JDK with it: a tenth of a second. */
    public static void prepare() {
        OpenSsl.isAvailable();
    }

    /** The engine as {@code tls_engine} spells it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What stands behind it. */
    public String description() {
        return description;
    }

    /** Whether its first handshakes take much longer than later ones: it is Java, which is compiled while it runs. */
    public boolean warmsUp() {
        return this != OPENSSL;
    }

    /** Directs a builder to this engine. Handshakes run on the event loop: nothing is offloaded to other threads. */
    SslContextBuilder directed(SslContextBuilder builder) {
        return switch (this) {
            case OPENSSL -> builder.sslProvider(SslProvider.OPENSSL).option(OpenSslContextOption.USE_TASKS, false);
            case BCTLS ->
                builder.sslProvider(SslProvider.JDK)
                        .sslContextProvider(BouncyCastle.JSSE)
                        .secureRandom(new SecureRandom());
            case JDK -> builder.sslProvider(SslProvider.JDK).sslContextProvider(sunJsse());
        };
    }

    /** Whether the engine can speak TLSv1 and TLSv1.1: the JDK's security policy forbids them to all of JSSE. */
    boolean speaks(String protocol) {
        if (this == OPENSSL || protocol.equals("TLSv1.2") || protocol.equals("TLSv1.3")) {
            return true;
        }
        var disabled = Security.getProperty("jdk.tls.disabledAlgorithms");
        return disabled == null
                || Arrays.stream(disabled.split(",")).map(String::strip).noneMatch(protocol::equals);
    }

    /** The IANA names of the suites that the engine has. Loads it. */
    public Set<String> cipherSuites() {
        if (suites == null) {
            suites = this == OPENSSL ? OpenSsl.availableJavaCipherSuites() : JavaContext.suites(this);
        }
        return suites;
    }

    /** Of an engine in Java. */
    Provider provider() {
        return this == BCTLS ? BouncyCastle.JSSE : sunJsse();
    }

    private static Provider sunJsse() {
        try {
            return SSLContext.getInstance("TLS").getProvider();
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException("this JDK has no TLS", broken);
        }
    }
}
