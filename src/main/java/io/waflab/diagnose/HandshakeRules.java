package io.waflab.diagnose;

import io.waflab.connection.Cause;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What ends a connection before it can carry a request: no answer to SYN, no TLS, no agreement on TLS. */
final class HandshakeRules {

    /** Alerts about a certificate (RFC 8446 section 6.2, RFC 5246 section 7.2.2). */
    private static final Set<String> ON_CERTIFICATES = Set.of(
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "bad_certificate_status_response",
            "bad_certificate_hash_value");

    private static final int BAD_REQUEST = 400;
    /** A server of TLS turns plain text away when it has read some bytes of it: a JVM that had just started took 1.06 s. */
    private static final long LONGEST_WAIT = 1_200_000_000L;
    /** As a capture's reader says it of a hidden alert. */
    private static final String ABOUT_CERTIFICATE = "an alert about the client's certificate";

    /** Level and description (RFC 8446 section 6): in bytes, without what encryption adds. */
    private static final int PLAIN_ALERT = 2;

    /** The client left before the server had said anything. */
    static final String UNANSWERED = "finding.handshake-aborted-by-client.unanswered";

    private static final Set<String> PLAIN_PORTS = Set.of(":80", ":8080", ":8000", ":3000");
    private static final Set<String> TLS_PORTS = Set.of(":443", ":8443");

    private final Course course;

    HandshakeRules(Course course) {
        this.course = course;
    }

    /** Empty where the connection got further. */
    Optional<Draft> decide() {
        if (!course.isConnected()) {
            return Optional.of(connect());
        }
        if (!course.hasTls() && course.isPlain()) {
            return plain();
        }
        if (isPlainPort() && !course.hasTls() && course.turns().isEmpty()) {
            return Optional.empty();
        }
        var unproved = certificateWanted();
        if (unproved.isPresent()) {
            return unproved;
        }
        if (course.isHandshakeDone()
                && course.close().filter(this::isInHandshake).isEmpty()) {
            return Optional.empty();
        }
        return course.close().map(this::broken);
    }

    /** TLS 1.3: the client's Certificate was empty, and the server's next word was an alert's size. */
    private Optional<Draft> certificateWanted() {
        var empty = course.first(course.records()::isEmptyCertificate)
                .or(() -> course.first(
                        was -> was.what() == What.ALERT && was.detail().endsWith(ABOUT_CERTIFICATE)));
        var spoken = course.turns().stream().anyMatch(turn -> turn.by() == Peer.SERVER);
        return course.close()
                .filter(close -> empty.isPresent() && !spoken)
                .filter(close -> close.by() == Peer.SERVER && close.how() == How.NOTIFY_FIN)
                .filter(close -> !Silences.isSilence(close.nanos() - course.lastPayload()))
                .map(close -> Draft.of(Cause.HANDSHAKE_REFUSED, 0.85)
                        .ended(close, Phase.HANDSHAKE)
                        .alert("certificate_required")
                        .because(
                                "evidence.empty-certificate",
                                empty.orElseThrow().frame())
                        .because("evidence.hidden-alert", close.frame())
                        .or(Cause.UNUSED_CONNECTION_TIMEOUT, "tells.keys"));
    }

    /** Nothing was said yet; or the alert is not encrypted, as each behind Finished is: what was said are missed bytes. */
    private boolean isInHandshake(Close close) {
        return close.how() == How.ALERT
                && (course.turns().isEmpty() || course.seen().get(close.index()).size() == PLAIN_ALERT);
    }

    private Draft connect() {
        var reset = course.first(was -> was.what() == What.RST && was.by() == Peer.SERVER);
        if (reset.isPresent()) {
            return Draft.of(Cause.CONNECT_REFUSED, 0.98)
                    .ended(course.close().orElseThrow(), Phase.CONNECT)
                    .because("evidence.syn-reset", reset.get().frame())
                    .or(Cause.PATH_RESET, "tells.server-capture");
        }
        var again = course.seen().stream()
                .filter(was -> was.what() == What.RETRANSMISSION && was.by() == Peer.CLIENT)
                .mapToInt(was -> was.run().count())
                .sum();
        var draft = Draft.of(Cause.CONNECT_TIMEOUT, again > 0 ? 0.97 : 0.5)
                .silent(Phase.CONNECT)
                .because("evidence.syn-unanswered", again + 1)
                .or(Cause.PATH_SILENT, "tells.server-capture");
        return again > 0 ? draft : draft.saying("finding.connect-timeout.once").or(Cause.STILL_OPEN, "tells.longer");
    }

    /** Empty where plain text is what the server speaks too. */
    private Optional<Draft> plain() {
        var answer = course.first(was -> was.by() == Peer.SERVER
                && (was.what() == What.DATA || was.what() == What.RESPONSE || was.what() == What.ALERT));
        var tlsAnswer = answer.filter(was -> was.what() == What.ALERT);
        var close = course.close().filter(closing -> closing.by() == Peer.SERVER);
        if (close.isEmpty() || tlsAnswer.isEmpty() && !isTurnedAway(close.get())) {
            return Optional.empty();
        }
        var sure = tlsAnswer.isPresent() ? 0.97 : course.turns().size() == 1 ? 0.7 : 0.9;
        return Optional.of(Draft.of(Cause.PLAINTEXT_ON_TLS_PORT, sure)
                .or(close.get().how() == How.RST ? Cause.SERVER_RESET : Cause.SERVER_CRASHED, "tells.port")
                .ended(close.get(), Phase.HANDSHAKE)
                .because(
                        "evidence.plaintext",
                        course.turns().isEmpty()
                                ? 0
                                : course.turns().get(0).frames().first()));
    }

    /** The first request was answered with 400, or not at all, and that was the end. */
    private boolean isTurnedAway(Close close) {
        var turns = course.turns();
        if (turns.size() == 1) {
            var whole = turns.get(0).content() == Content.WHOLE;
            var soon = close.nanos() - turns.get(0).ends() < (whole ? LONGEST_WAIT : Silences.LEAST);
            return soon && !isPlainPort() && !turns.get(0).content().isUnfinished();
        }
        if (turns.size() != 2 || Silences.isSilence(close.nanos() - course.lastPayload())) {
            return false;
        }
        var status = course.first(was -> was.what() == What.RESPONSE).map(was -> was.size());
        return status.map(code -> code == BAD_REQUEST).orElse(!isPlainPort());
    }

    private boolean isPlainPort() {
        return PLAIN_PORTS.contains(port());
    }

    /** {@code :443}. */
    private String port() {
        var server = course.story().server();
        return server.substring(Math.max(0, server.lastIndexOf(':')));
    }

    private Draft broken(Close close) {
        if (close.how() == How.ALERT) {
            return close.by() == Peer.SERVER ? refused(close) : rejected(close);
        }
        return close.by() == Peer.SERVER ? leftByServer(close) : leftByClient(close);
    }

    private Draft refused(Close close) {
        if (isUnseen(close)) {
            return unseen(Cause.HANDSHAKE_REFUSED, close).or(Cause.SERVER_CRASHED, "tells.whole");
        }
        return Draft.of(Cause.HANDSHAKE_REFUSED, close.alert().isEmpty() ? 0.8 : 0.99)
                .ended(close, Phase.HANDSHAKE)
                .alert(close.alert())
                .because("evidence.fatal-alert", close.alert(), close.frame());
    }

    /** The alert itself is not in the capture: its bytes are counted, and what it said is not known. */
    private boolean isUnseen(Close close) {
        return course.seen().get(close.index()).detail().startsWith(Observation.NOT_CAPTURED);
    }

    private static Draft unseen(Cause cause, Close close) {
        return Draft.of(cause, 0.7).ended(close, Phase.HANDSHAKE).because("evidence.alert-unseen", close.frame());
    }

    private Draft rejected(Close close) {
        if (isUnseen(close)) {
            return unseen(Cause.HANDSHAKE_ABORTED_BY_CLIENT, close).or(Cause.CERTIFICATE_REJECTED, "tells.whole");
        }
        if (ON_CERTIFICATES.contains(close.alert())) {
            var draft = Draft.of(Cause.CERTIFICATE_REJECTED, 0.99)
                    .ended(close, Phase.HANDSHAKE)
                    .alert(close.alert())
                    .because("evidence.client-alert", close.alert(), close.frame());
            var sent = course.story().tls().certificates();
            return sent == 1 && close.alert().equals("unknown_ca")
                    ? draft.because("evidence.one-certificate")
                    : sent > 1 ? draft.because("evidence.certificates", sent) : draft;
        }
        var draft = Draft.of(Cause.HANDSHAKE_ABORTED_BY_CLIENT, 0.9).ended(close, Phase.HANDSHAKE);
        return close.alert().isEmpty()
                ? draft.because("evidence.hidden-alert", close.frame())
                        .or(Cause.CERTIFICATE_REJECTED, "tells.client-log")
                : draft.saying("finding.handshake-aborted-by-client.alert", close.alert())
                        .because("evidence.client-alert", close.alert(), close.frame());
    }

    /** A record was seen, or the port is one of TLS; else a connection on which nothing was said may be of either kind. */
    private boolean isTls() {
        return course.hasTls() || TLS_PORTS.contains(port());
    }

    private Draft leftByServer(Close close) {
        var since = course.lastPayload();
        if (close.how() != How.RST && Silences.isSilence(close.nanos() - since)) {
            var draft = Draft.of(Cause.HANDSHAKE_TIMEOUT, isTls() ? 0.95 : 0.8)
                    .ended(close, Phase.HANDSHAKE)
                    .gap(since, close.nanos())
                    .timer(Profile.Timer.HANDSHAKE)
                    .because("evidence.no-alert", close.frame());
            return isTls() ? draft : draft.or(Cause.UNUSED_CONNECTION_TIMEOUT, "tells.port");
        }
        if (close.how() == How.RST) {
            var timed = Silences.isSilence(close.nanos() - since);
            var draft = Draft.of(timed ? Cause.HANDSHAKE_TIMEOUT : Cause.SERVER_RESET, timed ? 0.7 : 0.75)
                    .ended(close, Phase.HANDSHAKE)
                    .because("evidence.reset-in-handshake", close.frame())
                    .or(Cause.PATH_RESET, "tells.ttl");
            return timed ? draft.gap(since, close.nanos()).timer(Profile.Timer.HANDSHAKE) : draft;
        }
        return Draft.of(Cause.HANDSHAKE_REFUSED, 0.7)
                .ended(close, Phase.HANDSHAKE)
                .saying("finding.handshake-refused.silent")
                .because("evidence.no-alert", close.frame())
                .or(Cause.SERVER_CRASHED, "tells.server-log");
    }

    private Draft leftByClient(Close close) {
        var hello = course.first(was -> was.by() == Peer.CLIENT && was.what() == What.HANDSHAKE);
        if (hello.isPresent() && isSeenToBeSilent()) {
            return unanswered(close, hello.get());
        }
        return Draft.of(Cause.HANDSHAKE_ABORTED_BY_CLIENT, 0.9)
                .ended(close, Phase.HANDSHAKE)
                .because("evidence.client-left", close.frame())
                .or(Cause.CERTIFICATE_REJECTED, "tells.client-log");
    }

    /** The server opened TCP and sent no byte on it; where its packets are not in the capture that is not known. */
    private boolean isSeenToBeSilent() {
        return course.story().sight().fromTheStart()
                && course.alone().isEmpty()
                && course.first(was -> was.by() == Peer.SERVER && was.what().isPayload())
                        .isEmpty();
    }

    /** No certificate was shown that the client could have minded: it waited, and had waited enough. */
    private Draft unanswered(Close close, Observation hello) {
        var since = course.lastPayload();
        var draft = Draft.of(Cause.HANDSHAKE_ABORTED_BY_CLIENT, 0.9)
                .ended(close, Phase.HANDSHAKE)
                .saying(UNANSWERED, Duration.ofNanos(Math.max(0, close.nanos() - since)))
                .because("evidence.hello-unanswered", hello.frame())
                .because("evidence.client-left", close.frame());
        return Silences.isSilence(close.nanos() - since) ? draft.gap(since, close.nanos()) : draft;
    }
}
