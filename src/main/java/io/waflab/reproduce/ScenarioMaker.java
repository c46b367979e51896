package io.waflab.reproduce;

import io.waflab.connection.Cause;
import io.waflab.connection.Phase;
import io.waflab.diagnose.Diagnosis;
import io.waflab.diagnose.Finding;
import io.waflab.diagnose.Outcome;
import io.waflab.diagnose.Spoken;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a scenario out of a connection and what is found to have ended it. */
public final class ScenarioMaker {

    private static final double FASTEST = 20;
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final Set<Cause> BROKEN =
            EnumSet.of(Cause.PATH_SILENT, Cause.PATH_RESET, Cause.SERVER_RESET, Cause.SERVER_CRASHED);

    private final ConnectionStory story;
    private final Finding finding;
    private final Outcome outcome;
    private final double speed;
    private final ScenarioDraft draft = new ScenarioDraft();

    /**
     * A scenario and where its values are from.
     *
     * @param notes for {@link LabScenarioText}
     */
    public record Made(LabScenario scenario, Map<String, String> notes) {}

    private ScenarioMaker(Diagnosis diagnosis, double speed) {
        this.story = diagnosis.story();
        this.finding = diagnosis.finding();
        this.outcome = rounded(Outcome.of(diagnosis));
        this.speed = speed;
    }

    /**
     * @param source what the connection was read from, for the comments
     * @param speed to play it at; empty for as fast as makes it take 10 s, at most 20
     * @throws IllegalArgumentException for a cause that the lab cannot bring about, in one line
     */
    public static Made of(Diagnosis diagnosis, String source, Optional<Double> speed) {
        var maker = new ScenarioMaker(diagnosis, speed.orElse(speedFor(diagnosis.story())));
        maker.draft.note(
                "",
                "Made by waflab reproduce of connection #" + diagnosis.story().number() + " in " + source + ", "
                        + diagnosis.story().client() + " to "
                        + diagnosis.story().server() + ": "
                        + diagnosis.finding().id() + ".\nTimes are the capture's; playing divides them by the speed.");
        maker.make();
        return new Made(maker.draft.scenario(maker.speed, maker.outcome), maker.draft.notes());
    }

    /** What takes longer than 10 s is played faster, so that it takes 10 s; 20 times at most. */
    static double speedFor(ConnectionStory story) {
        var last = story.observations().stream()
                .mapToLong(seen -> seen.run().lastNanos())
                .max()
                .orElse(0);
        var speed = Math.min(FASTEST, Math.max(1, (double) last / SHORT.toNanos()));
        return Math.rint(speed * 10) / 10;
    }

    private void make() {
        tls();
        profile();
        var cause = finding.cause();
        switch (cause) {
            case CONNECT_TIMEOUT, CONNECT_REFUSED -> unconnected(cause);
            case PLAINTEXT_ON_TLS_PORT -> plaintext();
            case HANDSHAKE_TIMEOUT, HANDSHAKE_REFUSED, HANDSHAKE_ABORTED_BY_CLIENT, CERTIFICATE_REJECTED ->
                new HandshakeSetup(draft, story, finding).make(() -> leave(false));
            case SHUTDOWN, STILL_OPEN ->
                throw new IllegalArgumentException("#" + story.number() + ": " + finding.id()
                        + ": nothing ended this connection that a lab could do again");
            default -> {
                if (finding.phase() == Phase.HANDSHAKE && BROKEN.contains(cause)) {
                    new PathSetup(draft, finding, outcome, speed).shakingHands(story);
                    return;
                }
                draft.step("connect");
                if (Spoken.hasTls(story)) {
                    draft.step("handshake");
                } else {
                    draft.plain("the capture shows no TLS");
                }
                if (draft.isHttp2()) {
                    draft.step("http2");
                }
                new CauseSetup(draft, finding, outcome, speed)
                        .make(new Exchanges(draft, Spoken.in(story), connected()), story, this::leave);
            }
        }
    }

    private void tls() {
        var shown = story.tls();
        var version = shown.version().matches("TLSv1\\.[23]") ? shown.version() : "";
        draft.tls(version, ClientEngine.offers(shown.cipher()) ? shown.cipher() : "", sni(shown.sni()));
        draft.note("client.protocol", "as the ServerHello chose it");
        draft.note("client.cipher", "as the ServerHello chose it");
        draft.note("client.sni", "as the ClientHello asked for it");
        if (!shown.version().isEmpty() && version.isEmpty()) {
            draft.note("client", "the capture's " + shown.version() + " is none that the lab's client speaks");
        }
        if (!shown.cipher().isEmpty() && !ClientEngine.offers(shown.cipher())) {
            draft.note("client", "the capture's cipher, " + shown.cipher() + ", is none that the lab's client speaks");
        }
        if (!shown.alpnOffered().isEmpty()) {
            draft.alpn(shown.alpnOffered(), "as the ClientHello offered it");
        }
        var alone = shown.alpnOffered().contains("h2") && !shown.alpnOffered().contains("http/1.1");
        if (Spoken.isHttp2(story)) {
            draft.http2(shown.alpn().equals("h2") ? "the server chose h2 (ALPN)" : "by the sizes of the first records");
        } else if (alone && finding.cause() != Cause.HANDSHAKE_REFUSED) {
            draft.http2("the client offered no HTTP/1.1");
        }
    }

    private String sni(String name) {
        if (!name.isEmpty()) {
            try {
                ClientEngine.sni(name);
            } catch (IllegalArgumentException unusable) {
                throw new IllegalArgumentException("#" + story.number() + ": " + unusable.getMessage());
            }
        }
        return name;
    }

    private void profile() {
        var product = finding.timer()
                .flatMap(ran -> ran.fits().stream().findFirst())
                .map(fit -> fit.profile().product())
                .orElse("");
        if (product.startsWith("Alibaba Cloud WAF")) {
            draft.profile("aliyun-waf-3", "what the silence fits best is a timer of " + product);
        } else if (product.equals("nginx")) {
            draft.profile("nginx-1.22", "what the silence fits best is a timer of nginx");
            if (story.tls().version().equals("TLSv1.3")) {
                draft.directive(
                        "ssl_protocols", "TLSv1.2 TLSv1.3", "nginx 1.22 speaks TLS 1.3 only where it is told to");
            }
        } else {
            draft.profile("tengine-3.2", "no product that the silence fits best has a profile");
        }
    }

    private void unconnected(Cause cause) {
        draft.step("connect");
        if (cause == Cause.CONNECT_TIMEOUT) {
            draft.path(PathDeed.Kind.DROP_SYN, Duration.ZERO, "no SYN was answered");
            draft.limit(Duration.ofSeconds(4), "the kernel sends SYN again after 1 s and 3 s, at every speed");
        } else {
            draft.path(PathDeed.Kind.REFUSE, Duration.ZERO, "SYN was answered with RST");
        }
    }

    private void plaintext() {
        draft.tls("", "", "");
        draft.step("connect");
        if (outcome.how().equals("rst")) {
            draft.path(
                    PathDeed.Kind.RESET,
                    Duration.ZERO,
                    "the server answered with RST; nginx says 400, so that a relay does it");
        }
        draft.step("request:/", "no TLS, as in the capture");
        draft.step("response");
        leave(false);
    }

    /** When the handshake was over, since the story began. */
    private long connected() {
        return story.observations().stream()
                .filter(seen -> seen.what() == What.HANDSHAKE || seen.what() == What.OPEN)
                .mapToLong(Observation::nanos)
                .max()
                .orElse(0);
    }

    /**
     * The client's end.
     *
     * @param waited whether the silence before it has been played already
     */
    private void leave(boolean waited) {
        if (outcome.closedBy().equals("client")) {
            first(waited);
        } else {
            second();
        }
    }

    private void first(boolean waited) {
        var silence = outcome.gap().filter(gap -> !waited && gap.compareTo(Exchanges.PAUSE) >= 0);
        var waits = outcome.how().equals("rst") ? "pause:" : "read-to-end:";
        silence.ifPresent(gap -> draft.step(waits + LabClock.text(gap), "the silence before the client's close"));
        close(outcome.how());
    }

    private void second() {
        var gap = outcome.gap().orElse(Duration.ZERO);
        var parting = outcome.client();
        var after = parting.map(Outcome.Parting::after).orElse(Duration.ZERO);
        var resets = parting.filter(how -> how.how().equals("rst")).isPresent();
        if (resets && outcome.how().equals("close_notify+fin") && after.compareTo(Exchanges.PAUSE) >= 0) {
            draft.step(
                    "pause:" + LabClock.text(gap.plus(after)),
                    "does not read: " + LabClock.text(gap) + " of silence, and " + LabClock.text(after)
                            + " more until the client's RST");
            draft.step("fin", "the alert is unread in the socket: the kernel sends RST");
            return;
        }
        draft.step("read-to-end:" + LabClock.text(gap.multipliedBy(2).plusSeconds(Math.round(10 * speed))));
        if (after.compareTo(Exchanges.PAUSE) >= 0) {
            draft.step("pause:" + LabClock.text(after), "how long after the server's close the client's came");
        }
        parting.ifPresent(how -> close(how.how()));
    }

    private void close(String how) {
        switch (how) {
            case "rst" -> draft.step("rst");
            case "close_notify+fin" -> {
                draft.step("close-notify");
                draft.step("fin");
            }
            default -> draft.step("fin");
        }
    }

    /** To the microsecond, as files have it. */
    private static Outcome rounded(Outcome exact) {
        return new Outcome(
                exact.cause(),
                exact.closedBy(),
                exact.how(),
                exact.phase(),
                exact.gap().map(ScenarioMaker::rounded),
                exact.client().map(left -> new Outcome.Parting(left.how(), rounded(left.after()))));
    }

    private static Duration rounded(Duration exact) {
        return LabClock.parse(LabClock.text(exact));
    }
}
