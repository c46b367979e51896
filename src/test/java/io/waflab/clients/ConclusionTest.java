package io.waflab.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.clients.LibraryPlay.Played;
import io.waflab.clients.Outcome.Failure;
import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConclusionTest {

    private static final long ASKED = 100;

    private final List<WireEvent> events = new ArrayList<>();

    ConclusionTest() {
        add(1, 1, Peer.CLIENT, What.OPEN, 0, "");
        add(2, 1, Peer.CLIENT, What.DATA, 90, "");
        add(3, 1, Peer.SERVER, What.DATA, 300, "");
    }

    @Test
    void aRequestOntoAClosedConnectionIsARace() {
        add(50, 1, Peer.SERVER, What.FIN, 0, RelayedConnection.ON_ITS_WAY);
        add(101, 1, Peer.CLIENT, What.DATA, 90, RelayedConnection.TOO_LATE);
        var shown = new Conclusion(played(false));

        assertThat(shown.raced()).isTrue();
        assertThat(shown.closedBy()).contains(Peer.SERVER);
        assertThat(shown.idle()).contains(Duration.ofNanos(48));
        assertThat(shown.sentence()).contains("the application got the exception");
    }

    @Test
    void aFarewellOntoAClosedConnectionIsNone() {
        add(50, 1, Peer.SERVER, What.FIN, 0, "");
        add(101, 1, Peer.CLIENT, What.DATA, 24, RelayedConnection.TOO_LATE);
        add(102, 2, Peer.CLIENT, What.OPEN, 0, "");
        var shown = new Conclusion(played(true));

        assertThat(shown.raced()).isFalse();
        assertThat(shown.openedAnother()).isTrue();
        assertThat(shown.sentence()).contains("The server had closed connection 1", "opened another");
    }

    @Test
    void aLibraryThatClosesFirstHasEvicted() {
        add(50, 1, Peer.CLIENT, What.FIN, 0, "");
        add(102, 2, Peer.CLIENT, What.OPEN, 0, "");

        assertThat(new Conclusion(played(true)).sentence()).contains("The library itself had closed connection 1");
    }

    @Test
    void aServersFinThatAnswersTheClientsFarewellIsNotTheFirst() {
        add(49, 1, Peer.CLIENT, What.DATA, 24, "");
        add(50, 1, Peer.SERVER, What.DATA, 24, "");
        add(50, 1, Peer.SERVER, What.FIN, 0, RelayedConnection.ON_ITS_WAY);
        add(51, 1, Peer.CLIENT, What.FIN, 0, "");

        assertThat(new Conclusion(played(true)).closedBy()).contains(Peer.CLIENT);
    }

    /** The server's FIN is behind its close_notify, and a fast library's answer in between. */
    @ParameterizedTest
    @CsvSource({"CLIENT", "SERVER"})
    void aServersFarewellThatTheClientAnswersBeforeAnyFinIsTheFirst(Peer whoseFinIsSeen) {
        add(50, 1, Peer.SERVER, What.DATA, 24, "");
        add(51, 1, Peer.CLIENT, What.DATA, 24, "");
        add(52, 1, whoseFinIsSeen, What.FIN, 0, "");
        add(102, 2, Peer.CLIENT, What.OPEN, 0, "");
        var shown = new Conclusion(played(true));

        assertThat(shown.closedBy()).contains(Peer.SERVER);
        assertThat(shown.idle()).contains(Duration.ofNanos(48));
        assertThat(shown.sentence()).contains("The server had closed connection 1", "opened another");
    }

    /** {@code 0 CR LF CR LF} is a record of 27 bytes in TLS 1.3. */
    @Test
    void theLastChunkOfAnAnswerIsNoFarewell() {
        add(4, 1, Peer.SERVER, What.DATA, 27, "");
        add(50, 1, Peer.CLIENT, What.DATA, 24, "");
        add(51, 1, Peer.CLIENT, What.FIN, 0, "");

        assertThat(new Conclusion(played(true)).closedBy()).contains(Peer.CLIENT);
    }

    @Test
    void remediesAreNamedInTheLibrarysWordsAndOnlyThoseThatHelp() {
        add(50, 1, Peer.SERVER, What.FIN, 0, "");
        add(101, 1, Peer.CLIENT, What.DATA, 90, RelayedConnection.TOO_LATE);
        var shown = new Conclusion(played(false));

        assertThat(remedies(shown, Library.APACHE_HTTPCLIENT_5, LibraryScenario.RACE))
                .containsExactly("evict-idle=60s", "retry=on");
        assertThat(remedies(shown, Library.APACHE_HTTPCLIENT_5, LibraryScenario.IDLE_THEN_REQUEST))
                .containsExactly("evict-idle=60s", "validate-after-inactivity=0", "retry=on");
        assertThat(remedies(shown, Library.PYTHON_REQUESTS, LibraryScenario.RACE))
                .containsExactly("retry=on");
        assertThat(remedies(shown, Library.CURL, LibraryScenario.RACE)).containsExactly("keep-alive=off");
        assertThat(remedies(new Conclusion(played(true)), Library.JDK, LibraryScenario.RACE))
                .isEmpty();
    }

    private static List<String> remedies(Conclusion shown, Library library, LibraryScenario scenario) {
        var orders = Orders.of(library, List.of(), text -> Duration.ZERO, 1);
        return shown.remedies(orders, scenario, Duration.ofSeconds(120)).stream()
                .map(remedy -> remedy.replaceAll("^--set |  .*", ""))
                .toList();
    }

    private void add(long at, int connection, Peer by, What what, long size, String detail) {
        events.add(new WireEvent(connection, new Observation(at, Side.DOWNSTREAM, by, what, size, detail)));
    }

    private Played played(boolean answer) {
        var failures = answer ? List.<Failure>of() : List.of(new Failure("java.io.EOFException", ""));
        return new Played(List.of(new Outcome(ASKED, 110, 0, "", failures)), events, 1);
    }
}
