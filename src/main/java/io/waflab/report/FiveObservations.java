package io.waflab.report;

import io.waflab.connection.Peer;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The customer's case in five observations, each measured number beside the one in the customer's capture: Encrypted
 * Alert and FIN together 119.89 s after the record before, the client's ACK at once, its RST,ACK 14.948 s later, and
 * nothing else in between.
 */
public final class FiveObservations {

    private static final String CUSTOMER = "customer";
    private static final Duration SILENCE = Duration.ofMillis(119_890);
    private static final Duration LATE = Duration.ofMillis(14_948);
    /** One turn of a loop, with room for a machine that does other things. */
    private static final long TOGETHER_NANOS = 50_000_000;
    /** A kernel delays an ACK by at most 200 ms (Linux: TCP_DELACK_MAX). */
    private static final long AT_ONCE_NANOS = 250_000_000;

    private final ServerClose close;
    private final Scale scale;
    private final Source source;
    private final Optional<Long> unread;

    private FiveObservations(ServerClose close, Scale scale, Source source, Optional<Long> unread) {
        this.close = close;
        this.scale = scale;
        this.source = source;
        this.unread = unread;
    }

    /**
     * @param story of the downstream leg
     * @param unread bytes that lay in the client's socket when it closed, a FIN counted as one; empty where unknown
     * @return five; or one that differs, where the server did not end the connection with alert and FIN
     */
    public static List<Claim> of(List<Observation> story, Scale scale, Source source, Optional<Long> unread) {
        return ServerClose.in(story)
                .map(close -> new FiveObservations(close, scale, source, unread).all())
                .orElseGet(() -> List.of(together(Optional.empty(), CUSTOMER)));
    }

    private List<Claim> all() {
        return List.of(together(Optional.of(close), CUSTOMER), silence(), acknowledgement(), reset(), nothingElse());
    }

    /** Who sent what together: also the first claim of the other stories that end so. */
    static Claim together(Optional<ServerClose> close, String reference) {
        var measured = close.map(found -> "close_notify (" + found.alert().size() + " bytes) and FIN, "
                        + Words.duration(found.apart()) + " apart" + frames(found.alert(), found.fin()))
                .orElse("the server did not send an alert and then FIN");
        return new Claim(
                "The server sent its alert and its FIN together.",
                measured,
                reference,
                "Encrypted Alert and FIN in the same instant (here: within 50 ms)",
                "a connection in good standing is closed with close_notify, and nginx does not wait for an answer",
                Verdict.of(close.filter(found -> found.apart() >= 0 && found.apart() <= TOGETHER_NANOS)
                        .isPresent()));
    }

    private Claim silence() {
        return new Claim(
                "Before that, silence for the server's keepalive_timeout.",
                scale.measured(close.silence()) + frames(close.lastBefore(), close.alert()),
                CUSTOMER,
                scale.expected(SILENCE),
                "the timer is 120 s; it starts when an answer has been sent",
                Verdict.of(scale.agrees(close.silence(), SILENCE)));
    }

    private Claim acknowledgement() {
        var ack = close.firstAfter(Peer.CLIENT, What.ACK);
        var says = "The client's kernel acknowledged at once.";
        var why = "kernels acknowledge; the program has not looked at the connection";
        if (ack.isEmpty()) {
            return new Claim(
                    says,
                    source == Source.PACKETS ? "no ACK" : "not visible without packets",
                    CUSTOMER,
                    "at once",
                    why,
                    source == Source.PACKETS ? Verdict.DIFFERS : Verdict.NOT_VISIBLE);
        }
        var delay = ack.get().nanos() - close.alert().nanos();
        // The kernel's table is looked at now and then: it shows that the ACK has come, not when.
        var within = source == Source.PACKETS ? "" : "at most ";
        var measured = within + Words.duration(delay) + " after the alert" + frames(ack.get())
                + (ack.get().detail().isEmpty() ? "" : " (" + ack.get().detail() + ")");
        return new Claim(
                says,
                measured,
                CUSTOMER,
                "at once (here: within 250 ms, a kernel may delay an ACK by 200 ms)",
                why,
                Verdict.of(delay <= AT_ONCE_NANOS));
    }

    private Claim reset() {
        var reset = close.firstAfter(Peer.CLIENT, What.RST);
        var says = "Long after, the client's RST,ACK.";
        var why = "the client's pool closed a socket that it had not read: the server's last words lay in it"
                + unread.map(bytes -> " (" + bytes + " bytes: the alert's record and, counted as one, the FIN)")
                        .orElse("")
                + ", and a kernel that closes a socket with unread bytes sends RST in place of FIN (RFC 2525 section"
                + " 2.17). The number is the client's, not the server's";
        var measured = reset.map(
                        seen -> scale.measured(seen.nanos() - close.fin().nanos()) + " after the FIN" + frames(seen))
                .orElse("no RST of the client");
        var agrees =
                reset.filter(seen -> scale.agrees(seen.nanos() - close.fin().nanos(), LATE))
                                .isPresent()
                        && unread.map(bytes -> bytes > 1).orElse(true);
        return new Claim(says, measured, CUSTOMER, scale.expected(LATE), why, Verdict.of(agrees));
    }

    /** What is sent again says nothing new; it is counted. */
    private Claim nothingElse() {
        var others = close.after().stream()
                .filter(seen -> seen.what() != What.ACK
                        && seen.what() != What.RETRANSMISSION
                        && !(seen.what() == What.RST && seen.by() == Peer.CLIENT))
                .count();
        return new Claim(
                "Nothing else was said.",
                source == Source.PACKETS
                        ? packets(others)
                        : others
                                + " other data, alerts or ends from the alert to the RST, and none in the silence before"
                                + " (bare ACKs are not visible without packets)",
                CUSTOMER,
                "no other packets in between",
                "",
                Verdict.of(others == 0));
    }

    private String packets(long others) {
        var again = count(What.RETRANSMISSION);
        return others + " other packets from the alert to the RST, besides " + acks(count(What.ACK))
                + (again == 0 ? "" : " and " + again + " sent again")
                + "; none in the silence before, besides "
                + acks(close.between().size());
    }

    private long count(What what) {
        return close.after().stream().filter(seen -> seen.what() == what).count();
    }

    private static String acks(long count) {
        return count + (count == 1 ? " bare ACK" : " bare ACKs");
    }

    /** {@code (frames 16 and 18)}; nothing for a story that has none. */
    static String frames(Observation... seen) {
        if (seen[0].frame() == 0) {
            return "";
        }
        return seen.length == 1
                ? " (frame " + seen[0].frame() + ")"
                : " (frames " + seen[0].frame() + " and " + seen[1].frame() + ")";
    }
}
