package io.waflab.clients;

import io.waflab.clients.LibraryPlay.Played;
import io.waflab.connection.Peer;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a run shows, from the wire alone, and which settings would change it. */
public final class Conclusion {

    /** TLS's close_notify is a record of at most this many bytes; no request over TLS is as short, and none without TLS. */
    private static final int FAREWELL = 40;

    private final Played played;

    public Conclusion(Played played) {
        this.played = played;
    }

    /** Who closed the idle connection first; empty where it stayed open. */
    public Optional<Peer> closedBy() {
        return end().map(event -> event.seen().by());
    }

    /** Whether the request left on a connection that the server had closed. */
    public boolean raced() {
        return on(played.connection())
                .anyMatch(event -> event.seen().by() == Peer.CLIENT
                        && event.seen().what() == What.DATA
                        && event.seen().size() > FAREWELL
                        && event.seen().detail().equals(RelayedConnection.TOO_LATE));
    }

    /** Whether the last request made the library open another connection. */
    public boolean openedAnother() {
        return played.events().stream()
                .anyMatch(event -> event.seen().what() == What.OPEN
                        && event.seen().nanos() > played.last().asked());
    }

    /** The first FIN or RST; or the farewell before it, which the other end answers with its own and a FIN at once. */
    private Optional<WireEvent> end() {
        var events = on(played.connection()).toList();
        for (int i = 1; i < events.size(); i++) {
            var what = events.get(i).seen().what();
            if (what == What.FIN || what == What.RST) {
                return Optional.of(farewell(events, i).orElse(events.get(i)));
            }
        }
        return Optional.empty();
    }

    /**
     * What the client said last before that end, where it was no more than a farewell; the server's own, where that came
     * first. The two are of one size, by which the server's is told from the last chunk of an answer.
     */
    private static Optional<WireEvent> farewell(List<WireEvent> events, int end) {
        var answer = Optional.<WireEvent>empty();
        for (int i = end - 1; i >= 0 && isShort(events.get(i)); i--) {
            var said = events.get(i);
            if (answer.isEmpty() && said.seen().by() == Peer.CLIENT) {
                answer = Optional.of(said);
            } else if (said.seen().by() == Peer.SERVER
                    && answer.filter(own -> own.seen().size() == said.seen().size())
                            .isPresent()) {
                return Optional.of(said);
            }
        }
        return answer;
    }

    private static boolean isShort(WireEvent event) {
        return event.seen().what() == What.DATA && event.seen().size() <= FAREWELL;
    }

    private Stream<WireEvent> on(int connection) {
        return played.events().stream().filter(event -> event.connection() == connection);
    }

    /** What happened, in one sentence. */
    public String sentence() {
        var name = "connection " + played.connection();
        if (played.connection() == 0) {
            return played.last().isAnswer() ? "The request was answered." : "The request failed.";
        }
        if (raced()) {
            return "The request went out on " + name + " when the server had closed it already; "
                    + (played.last().isAnswer()
                            ? "the library sent it once more on another connection, and the application saw nothing of it."
                            : openedAnother()
                                    ? "the library tried another connection too, and failed."
                                    : "the application got the exception.");
        }
        if (!played.last().isAnswer()) {
            return "The request failed, but not by a race on " + name + ".";
        }
        var idle = idle().map(time -> String.format(Locale.ROOT, " after %.3f s", time.toNanos() / 1e9))
                .orElse("");
        return closedBy()
                .map(peer -> peer == Peer.CLIENT
                        ? "The library itself had closed " + name + idle + ", before the server would have."
                        : "The server had closed " + name + idle + "; the library did not use it again"
                                + (openedAnother() ? ", and opened another." : "."))
                .orElse("The request went out on " + name + ", which was still open.");
    }

    /** How long the connection had been idle when it was closed; empty where it was not, or before any request. */
    public Optional<Duration> idle() {
        return end().flatMap(this::idle);
    }

    private Optional<Duration> idle(WireEvent end) {
        var before = on(played.connection())
                .filter(event -> event.seen().what() == What.DATA
                        && event.seen().by() == Peer.CLIENT
                        && event.seen().size() > FAREWELL
                        && event.seen().nanos() < end.seen().nanos())
                .mapToLong(event -> event.seen().nanos())
                .max();
        return before.isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(end.seen().nanos() - before.getAsLong()));
    }

    /**
     * The settings that make a failure go away, each with the library's own name for it; empty where there was none.
     *
     * @param keepalive the server's keepalive_timeout at speed 1
     */
    public List<String> remedies(Orders orders, LibraryScenario scenario, Duration keepalive) {
        var remedies = new ArrayList<String>();
        if (played.last().isAnswer() || !raced()) {
            return remedies;
        }
        remedy(orders, Setting.EVICT_IDLE, Orders.seconds(keepalive.dividedBy(2)), remedies);
        if (Expected.looksHelp(orders, scenario)) {
            remedy(orders, Setting.VALIDATE, "0", remedies);
        }
        remedy(orders, Setting.RETRY, "on", remedies);
        if (remedies.isEmpty()) {
            remedy(orders, Setting.KEEP_ALIVE, "off", remedies);
        }
        return remedies;
    }

    private static void remedy(Orders orders, Setting setting, String value, List<String> remedies) {
        orders.library()
                .own(setting)
                .ifPresent(own -> remedies.add("--set " + setting.word() + "=" + value + "  (" + own + ")"));
    }
}
