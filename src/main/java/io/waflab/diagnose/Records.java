package io.waflab.diagnose;

import io.waflab.connection.Peer;
import io.waflab.journal.Observation;
import io.waflab.journal.TlsShown;
import io.waflab.journal.What;
import java.util.List;
import java.util.Set;

/** What the sizes of TLS records say about what is in them, for one connection's version and cipher. */
final class Records {

    /**
     * Two of the alert, one of the type, sixteen of the tag (RFC 8446 sections 5.2 and 6); the JDK pads with sixteen zeros
     * (its {@code SSLCipher}, RFC 8446 section 5.4).
     */
    private static final Set<Long> HIDDEN_ALERTS = Set.of(19L, 35L);

    /**
     * An alert with its record's header, as TCP counts it: TLS 1.3, TLS 1.2 with GCM, with ChaCha20, with CBC and SHA-1 or
     * SHA-256, the JDK's in TLS 1.3.
     */
    private static final Set<Long> MISSED_ALERTS = Set.of(24L, 31L, 23L, 53L, 69L, 40L);
    /** The same and a FIN that was acknowledged with it; with 24 a WebSocket's ping in TLS 1.3 has the same size. */
    private static final Set<Long> MISSED_ALERTS_WITH_FIN = Set.of(25L, 32L, 54L, 70L, 41L);

    private static final long MISSED_FATAL_ALERT = 5 + 2;

    /** A Certificate message without certificates: type 1, length 3, context 1, list 3; and the type and the tag. */
    private static final int NO_CERTIFICATE = 4 + 1 + 3 + 17;
    /** Frames of HTTP/2 that ask for nothing: SETTINGS' acknowledgement, WINDOW_UPDATE, PING or GOAWAY, two windows. */
    private static final Set<Long> CONTROL = Set.of(9L, 13L, 17L, 26L);
    /** Finished with SHA-256 or SHA-384, the type and the tag. */
    private static final Set<Long> FINISHED = Set.of(4L + 32 + 17, 4L + 48 + 17);

    private final TlsShown tls;
    private final boolean isTls13;
    private final boolean plainText;

    Records(TlsShown tls, List<Observation> story) {
        this.tls = tls;
        isTls13 = tls.version().equals("TLSv1.3");
        plainText = tls.version().isEmpty() && isPlainText(story);
    }

    private static boolean isPlainText(List<Observation> story) {
        var isRead = false;
        for (var was : story) {
            if (was.what() == What.HANDSHAKE || was.what() == What.CHANGE_CIPHER_SPEC) {
                return false;
            }
            isRead |= was.what() == What.REQUEST || was.what() == What.RESPONSE;
        }
        return isRead;
    }

    boolean isTls13() {
        return isTls13;
    }

    /** HTTP/2 was agreed on; where TLS hides that, its opening was seen. */
    boolean isHttp2(List<Observation> seen) {
        if (tls.alpn().equals("h2")) {
            return true;
        }
        for (var was : seen) {
            if (was.detail().contains("HTTP/2 ")) {
                return true;
            }
        }
        return false;
    }

    boolean isEncrypted(Observation data) {
        return !plainText && !data.detail().startsWith("not TLS");
    }

    /** Bytes that crossed and are not in the capture, as its reader says it: what they were is not known. */
    boolean isMissed(Observation data) {
        return data.what() == What.DATA && data.isNotCaptured();
    }

    /** Missed bytes that are as many as an alert has. */
    boolean mayBeMissedAlert(Observation data) {
        return isMissed(data) && data.run().count() == 1 && MISSED_ALERTS.contains(data.size());
    }

    /** Missed bytes that are as many as an alert in the plain has with its record's header. */
    boolean mayBeMissedFatalAlert(Observation data) {
        return isMissed(data) && data.run().count() == 1 && data.size() == MISSED_FATAL_ALERT;
    }

    /** Missed bytes that are as many as an alert and FIN have. */
    boolean mayBeMissedEnd(Observation data) {
        return isMissed(data) && data.run().count() == 1 && MISSED_ALERTS_WITH_FIN.contains(data.size());
    }

    /** How many bytes of the application are in these records; with CBC up to a block too many. */
    long plain(Observation data) {
        return Math.max(0, data.size() - (long) data.run().count() * overhead(data));
    }

    /** True where {@link #plain} is exact. */
    boolean isExact() {
        return isTls13() || tls.cipher().contains("GCM") || tls.cipher().contains("CHACHA20");
    }

    private int overhead(Observation data) {
        if (!isEncrypted(data)) {
            return 0;
        }
        if (isTls13()) {
            return 1 + 16;
        }
        return tls.cipher().contains("CHACHA20") ? 16 : 8 + 16;
    }

    /** One record of the size that an alert has in TLS 1.3, where the type is hidden. */
    boolean mayBeAlert(Observation data) {
        return isTls13() && data.what() == What.DATA && data.run().count() == 1 && HIDDEN_ALERTS.contains(data.size());
    }

    /** The client was asked for a certificate and had none. */
    boolean isEmptyCertificate(Observation handshake) {
        return isTls13() && handshake.by() == Peer.CLIENT && handshake.size() == NO_CERTIFICATE;
    }

    boolean mayBeFinished(Observation handshake) {
        return FINISHED.contains(handshake.size());
    }

    /** Settings, windows and pings of HTTP/2, and what a balancer says ahead of its client: nothing that asks or answers. */
    boolean isControl(Observation data) {
        return data.what() == What.DATA
                && (data.detail().contains("HTTP/2 ")
                        || data.detail().startsWith("PROXY protocol")
                        || mayBeFrame(data));
    }

    /** No request of HTTP/1.1 is as short, and TLS 1.3 hides whether HTTP/2 was chosen. */
    private boolean mayBeFrame(Observation data) {
        return mayBeHttp2() && data.by() == Peer.CLIENT && data.run().count() == 1 && CONTROL.contains(plain(data));
    }

    /** HTTP/2 was offered, and what was chosen is hidden. */
    boolean mayBeHttp2() {
        return tls.alpn().isEmpty() && isTls13() && tls.alpnOffered().contains("h2");
    }
}
