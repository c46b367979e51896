package io.waflab.diagnose;

import io.waflab.connection.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What to change, by what was found: first what helps most, then what helps at the other end. */
final class Advice {

    private Advice() {}

    static List<Sentence> on(Draft draft) {
        var gap = setting(draft.gap().map(Draft.Span::length).orElse(Duration.ZERO));
        return switch (draft.cause()) {
            case CONNECT_TIMEOUT -> say("advice.firewall", "advice.server-capture");
            case CONNECT_REFUSED -> say("advice.listen", "advice.firewall");
            case HANDSHAKE_TIMEOUT -> say("advice.client-hello", "advice.header-timeout");
            case HANDSHAKE_REFUSED -> refused(draft.alert());
            case HANDSHAKE_ABORTED_BY_CLIENT -> aborted(draft);
            case CERTIFICATE_REJECTED -> rejected(draft.alert());
            case PLAINTEXT_ON_TLS_PORT -> say("advice.https-scheme", "advice.redirect-497");
            case UNUSED_CONNECTION_TIMEOUT -> say("advice.harmless-preconnect", "advice.header-timeout");
            case HEADER_TIMEOUT -> say("advice.finish-request", "advice.header-timeout");
            case BODY_TIMEOUT -> say("advice.finish-request", "advice.body-timeout");
            case SEND_TIMEOUT -> say("advice.read-on", "advice.send-timeout");
            case RESPONSE_TIMEOUT ->
                say("advice.read-timeout", "advice.connect-timeout", "advice.answer-sooner", "advice.keys");
            case RESPONSE_CUT -> say("advice.origin-pauses", "advice.read-timeout", "advice.keys");
            case TUNNEL_IDLE_TIMEOUT ->
                List.of(Sentence.of("advice.ping", gap), Sentence.of("advice.tunnel-timeout", gap));
            case SERVER_IDLE_TIMEOUT, KEEPALIVE_RACE ->
                List.of(
                        Sentence.of("advice.client-below-server", gap),
                        Sentence.of("advice.server-above-client", gap),
                        Sentence.of("advice.retry"));
            case SERVER_MAX_REQUESTS -> say("advice.max-requests", "advice.retry");
            case CLIENT_IDLE_TIMEOUT -> say("advice.harmless-client");
            case CLIENT_GAVE_UP ->
                List.of(Sentence.of("advice.client-timeout", gap), Sentence.of("advice.answer-sooner"));
            case UPSTREAM_FAILED_AT_ONCE -> say("advice.gateway-log", "advice.keys");
            case PATH_SILENT, PATH_RESET ->
                List.of(
                        Sentence.of("advice.tcp-keepalive"),
                        Sentence.of("advice.client-below-path"),
                        Sentence.of("advice.server-capture"));
            case SERVER_RESET, SERVER_CRASHED -> say("advice.server-log", "advice.retry");
            case REQUEST_REFUSED -> say("advice.server-log");
            case SHUTDOWN -> say("advice.retry");
            case STILL_OPEN -> say("advice.longer-capture");
            case NORMAL_CLOSE ->
                draft.by().filter(Peer.SERVER::equals).isPresent()
                        ? say("advice.harmless", "advice.keys")
                        : say("advice.harmless");
        };
    }

    /** The seconds that somebody has set, where the silence was about as long. */
    private static Duration setting(Duration silence) {
        var seconds = Math.round(silence.toNanos() / 1e9);
        return seconds > 0 && Silences.isNearlyRound(silence.toNanos()) ? Duration.ofSeconds(seconds) : silence;
    }

    private static List<Sentence> aborted(Draft draft) {
        var unanswered = draft.sentence()
                .filter(said -> said.key().equals(HandshakeRules.UNANSWERED))
                .isPresent();
        return unanswered
                ? say("advice.server-log", "advice.server-capture")
                : say("advice.client-log", "advice.chain");
    }

    private static List<Sentence> refused(String alert) {
        return switch (alert) {
            case "unrecognized_name" -> say("advice.sni");
            case "protocol_version" -> say("advice.versions");
            case "handshake_failure", "insufficient_security" -> say("advice.ciphers", "advice.versions");
            case "no_application_protocol" -> say("advice.alpn");
            case "certificate_required", "bad_certificate", "unknown_ca" -> say("advice.client-certificate");
            default -> say("advice.server-log", "advice.versions");
        };
    }

    private static List<Sentence> rejected(String alert) {
        return switch (alert) {
            case "certificate_expired" -> say("advice.renew", "advice.clock");
            case "certificate_revoked" -> say("advice.renew");
            case "unknown_ca" -> say("advice.chain", "advice.trust");
            default -> say("advice.names", "advice.chain", "advice.trust");
        };
    }

    private static List<Sentence> say(String... keys) {
        var all = new ArrayList<Sentence>();
        for (var key : keys) {
            all.add(Sentence.of(key));
        }
        return all;
    }
}
