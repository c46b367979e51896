package io.waflab.reproduce;

import io.waflab.connection.Peer;
import io.waflab.diagnose.Finding;
import io.waflab.diagnose.How;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.List;

/** What brings about a handshake that comes to nothing. */
final class HandshakeSetup {

    private static final String OTHER_CIPHER = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";

    /** For what the server still sends to a client that rejects it. */
    private static final Duration REST = Duration.ofSeconds(2);

    private final ScenarioDraft draft;
    private final ConnectionStory story;
    private final Finding finding;

    HandshakeSetup(ScenarioDraft draft, ConnectionStory story, Finding finding) {
        this.draft = draft;
        this.story = story;
        this.finding = finding;
    }

    /** @param leave adds the client's end */
    void make(Runnable leave) {
        draft.step("connect");
        switch (finding.cause()) {
            case HANDSHAKE_TIMEOUT -> timeout(leave);
            case HANDSHAKE_REFUSED -> refused(leave);
            case CERTIFICATE_REJECTED -> rejected();
            default -> aborted(leave);
        }
    }

    private void timeout(Runnable leave) {
        var gap = TimerValue.of(finding);
        if (finding.how() == How.RST) {
            draft.path(
                    PathDeed.Kind.BREAK_IDLE,
                    LabClock.parse(gap.text()),
                    gap.why() + "; nginx closes in another way, so that a relay does it");
            draft.directive("client_header_timeout", CauseSetup.OUT_OF_THE_WAY, "longer than the path");
        } else {
            draft.directive("client_header_timeout", gap.text(), gap.why());
        }
        if (hasHello()) {
            draft.step("hello", "the client began the handshake and did not go on");
        }
        leave.run();
    }

    private boolean hasHello() {
        return story.observations().stream()
                .anyMatch(seen -> seen.by() == Peer.CLIENT && seen.what() == What.HANDSHAKE);
    }

    private void refused(Runnable leave) {
        switch (finding.alert()) {
            case "unrecognized_name" ->
                draft.directive("ssl_reject_handshake", "on", "the server knows no such name: unrecognized_name");
            case "protocol_version" -> {
                draft.protocol("TLSv1.2", "one that the server does not speak");
                draft.directive("ssl_protocols", "TLSv1.3", "none that the client offers: protocol_version");
            }
            case "handshake_failure" -> {
                draft.protocol("TLSv1.2", "what the client offers is not in the diagnosis; this has ciphers apart");
                draft.cipher(OTHER_CIPHER, "one that the server does not speak");
                draft.directive("ssl_protocols", "TLSv1.2", "as the client's");
                draft.directive(
                        "ssl_ciphers", "ECDHE-RSA-AES256-GCM-SHA384", "none that the client offers: handshake_failure");
            }
            case "no_application_protocol" -> draft.alpn(List.of("none/1"), "one that the server does not speak");
            default ->
                throw new IllegalArgumentException("#" + story.number() + ": " + finding.id()
                        + ": no directive is known to make a server send this alert (known: unrecognized_name,"
                        + " protocol_version, handshake_failure, no_application_protocol)");
        }
        draft.step("handshake");
        leave.run();
    }

    private void rejected() {
        if (!RejectingTrust.canSay(finding.alert())) {
            throw new IllegalArgumentException("#" + story.number() + ": " + finding.id()
                    + ": the lab's client cannot send this alert on a certificate");
        }
        if (finding.alert().equals("certificate_expired")) {
            shows("expired", "what certificate_expired is said of");
        } else if (story.tls().certificates() == 1) {
            shows("missing-intermediate", "the server sent 1 certificate");
        }
        draft.rejects(finding.alert(), "the client's alert");
        draft.step("handshake", "rejected");
        draft.step(
                "read-to-end:" + LabClock.text(REST), "what the server sends is read, so that the client's end is FIN");
        draft.step("fin");
    }

    /** The lab's bad certificates are ECDSA. */
    private void shows(String certificate, String why) {
        draft.certificate(certificate, why);
        if (story.tls().cipher().contains("_RSA_")) {
            draft.cipher("", "the capture's cipher, " + story.tls().cipher() + ", needs an RSA certificate");
        }
    }

    private void aborted(Runnable leave) {
        if (hasHello()) {
            draft.step("hello", "the client left the handshake without saying why");
        }
        // A silence is told of a client that leaves a handshake only where the server had never said a word in it.
        if (finding.gap().isPresent()) {
            draft.path(PathDeed.Kind.FORGET, Duration.ZERO, "the server never answers the ClientHello");
        } else if (hasHello()) {
            var waits = finding.how() == How.RST ? "pause:" : "read-to-end:";
            draft.step(waits + LabClock.text(Duration.ofMillis(500)));
        }
        leave.run();
    }
}
