package io.waflab.clients;

import io.waflab.connection.Peer;
import io.waflab.journal.What;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has an application play a scenario through a relay. */
public final class LibraryPlay {

    /** A first request can take so long, in a program just started, that the server has closed before it is looked at. */
    private static final int TRIES = 3;

    /** How long the relay may take to read what the application has seen the end of. */
    private static final Duration SETTLES = Duration.ofMillis(500);

    /**
     * What is played.
     *
     * @param method of the request that matters; the one before it is GET
     * @param url on the relay
     * @param pause between the two requests of {@link LibraryScenario#IDLE_THEN_REQUEST}, as it is here
     * @param limit for each answer and for the server's close
     */
    public record Script(LibraryScenario scenario, String method, String url, Duration pause, Duration limit) {}

    /**
     * What came of it.
     *
     * @param outcomes in the order of the requests; the last one matters
     * @param events what crossed the relay
     * @param connection the one that was idle before the last request; 0 when there was only one request
     */
    public record Played(List<Outcome> outcomes, List<WireEvent> events, int connection) {

        public Played {
            outcomes = List.copyOf(outcomes);
            events = List.copyOf(events);
        }

        public Outcome last() {
            return outcomes.get(outcomes.size() - 1);
        }
    }

    private final LibraryProcess application;
    private final HoldingRelay relay;
    private final Script script;
    private final List<Outcome> outcomes = new ArrayList<>();
    private int connection;

    public LibraryPlay(LibraryProcess application, HoldingRelay relay, Script script) {
        this.application = application;
        this.relay = relay;
        this.script = script;
    }

    /** @throws IOException when the application dies or is silent, or nobody closes the idle connection in time */
    public Played play() throws IOException, InterruptedException {
        if (script.scenario() == LibraryScenario.ONE_REQUEST || idle()) {
            var last = ask(script.method());
            if (!last.isAnswer() && connection != 0) {
                relay.awaitSaid(connection, last.asked(), SETTLES);
            }
        }
        return soFar();
    }

    /** What came of it until {@link #play()} was interrupted; the last outcome may be missing. */
    public Played soFar() {
        return new Played(outcomes, relay.events(), connection);
    }

    private Outcome ask(String method) throws IOException, InterruptedException {
        var outcome = application.exchange(method, script.url(), script.limit());
        outcomes.add(outcome);
        return outcome;
    }

    /** Has a connection made, and lets it be idle. @return whether the first request was answered */
    private boolean idle() throws IOException, InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            if (!ask("GET").isAnswer()) {
                return false;
            }
            connection = latest();
            if (!script.scenario().isRace()) {
                relay.quiet(script.pause());
                return true;
            }
            relay.hold(connection, script.scenario() == LibraryScenario.RACE ? Close.LATE : Close.LOST);
            if (!relay.awaitEnd(connection, script.limit())) {
                throw new IOException("nobody closed the idle connection within "
                        + script.limit().toSeconds() + " s: a longer --limit, or a shorter keepalive_timeout");
            }
            if (relay.heldEnd(connection) || clientEnded()) {
                return true;
            }
        }
        return true;
    }

    private boolean clientEnded() {
        return new Conclusion(new Played(outcomes, relay.events(), connection))
                .closedBy()
                .equals(Optional.of(Peer.CLIENT));
    }

    private int latest() {
        return relay.events().stream()
                .filter(event ->
                        event.seen().by() == Peer.CLIENT && event.seen().what() == What.OPEN)
                .mapToInt(WireEvent::connection)
                .max()
                .orElse(0);
    }
}
