package io.waflab.capture;

import static io.waflab.connection.Peer.CLIENT;
import static io.waflab.connection.Peer.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.journal.What;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecryptedTest {

    private static final String FROM_CLIENT = Packets.CLIENT.toString();
    private static final String FROM_SERVER = Packets.SERVER.toString();

    private final Scene scene = new Scene()
            .handshake13()
            .client(Scene.data(100))
            .pause(60_000)
            .server(Scene.data(300))
            .pause(60_000)
            .server(Scene.data(19))
            .fin(SERVER);

    @Test
    void whatKeysShowTakesThePlaceOfWhatHidIt() {
        var told = in(
                fact(7, FROM_CLIENT, What.REQUEST, 0, "GET / HTTP/1.1", -1),
                fact(8, FROM_SERVER, What.RESPONSE, 504, "HTTP/1.1 504", 5_000),
                fact(9, FROM_SERVER, What.ALERT, 0, "close_notify", -1));

        assertThat(told.subList(told.size() - 4, told.size()))
                .containsExactly(
                        "CLIENT REQUEST 0 GET / HTTP/1.1",
                        "SERVER RESPONSE 504 HTTP/1.1 504 [at most 300 of 5000 bytes]",
                        "SERVER ALERT 0 close_notify",
                        "SERVER FIN 0 ");
    }

    @Test
    void whatStoodWhereSettingsDoMakesRoomForWhatItWas() {
        var hidden = new Scene().handshake13().server(Scene.data(34)).fin(SERVER);
        var nanos = hidden.conversation().startNanos() + 6_000_000;
        var goaway =
                new HiddenFact(7, nanos, FROM_SERVER, FROM_CLIENT, What.GOAWAY, 0, "NO_ERROR, last stream 1", -1, true);

        assertThat(hidden.story().observations()).extracting(Scene::line).anyMatch(line -> line.contains("tickets or"));
        assertThat(new Decrypted(List.of(goaway), Optional.empty())
                        .in(hidden.story())
                        .observations())
                .extracting(Scene::line)
                .contains("SERVER GOAWAY 0 NO_ERROR, last stream 1")
                .noneMatch(line -> line.contains("tickets or"));
    }

    @Test
    void whereAServersHeadsAreReadAPingIsNoGoaway() {
        var hidden = new Scene()
                .handshake13("h2")
                .client(Scene.data(17 + 24 + 27))
                .server(Scene.data(17 + 27))
                .client(Scene.data(62))
                .server(Scene.data(700))
                .server(Scene.data(34))
                .fin(SERVER);
        var nanos = hidden.conversation().startNanos() + 9_000_000;
        var head = new HiddenFact(
                10, nanos, FROM_SERVER, FROM_CLIENT, What.RESPONSE, 200, "HTTP/2 200, stream 1", -1, true);

        assertThat(hidden.told()).contains("SERVER GOAWAY 34 encrypted, by its size and place");
        assertThat(new Decrypted(List.of(head), Optional.empty())
                        .in(hidden.story())
                        .observations())
                .extracting(Scene::line)
                .contains("SERVER DATA 34 encrypted, by its size: HTTP/2 ping or GOAWAY")
                .noneMatch(line -> line.contains("GOAWAY 34"));
    }

    @Test
    void aTicketThatCouldHaveBeenAnAnswerIsNone() {
        var unsure = new Scene()
                .handshake13()
                .client(Scene.data(80))
                .server(Scene.data(445))
                .pause(4_000_000)
                .server(Scene.data(19))
                .fin(SERVER);
        var ticket = fact(8, FROM_SERVER, What.HANDSHAKE, 0, "NewSessionTicket", -1);

        assertThat(unsure.story().observations())
                .extracting(Scene::line)
                .anyMatch(line -> line.contains("an answer, or"));
        assertThat(new Decrypted(List.of(ticket), Optional.empty())
                        .in(unsure.story())
                        .observations())
                .extracting(Scene::line)
                .contains("SERVER HANDSHAKE 0 NewSessionTicket")
                .noneMatch(line -> line.contains("an answer, or"));
    }

    @Test
    void aTicketIsToldOnce() {
        var hidden = new Scene().handshake13().server(Scene.data(34)).fin(SERVER);
        var ticket = fact(7, FROM_SERVER, What.HANDSHAKE, 0, "NewSessionTicket", -1);

        assertThat(new Decrypted(List.of(ticket), Optional.empty())
                        .in(hidden.story())
                        .observations())
                .extracting(Scene::line)
                .contains("SERVER HANDSHAKE 0 NewSessionTicket")
                .noneMatch(line -> line.contains("tickets or"));
    }

    @Test
    void factsOfOtherConnectionsStayOut() {
        assertThat(in(
                        fact(7, "10.0.0.5:1", What.REQUEST, 0, "other port", -1),
                        fact(700, FROM_CLIENT, What.REQUEST, 0, "the port's next connection", -1)))
                .noneMatch(line -> line.contains("REQUEST"));
    }

    @Test
    void whatTheServerSaysToAnotherClientMeanwhileStaysOut() {
        var nanos = scene.conversation().startNanos() + 7_000_000;
        var other = new HiddenFact(
                8, nanos, FROM_SERVER, "10.0.0.5:51545", What.RESPONSE, 200, "HTTP/1.1 200", 5_000, true);

        assertThat(in(other)).noneMatch(line -> line.contains("RESPONSE"));
    }

    @Test
    void timesCountFromTheStorysBeginning() {
        var story = scene.story();
        var told = new Decrypted(List.of(fact(7, FROM_CLIENT, What.REQUEST, 0, "GET", -1)), Optional.empty()).in(story);

        assertThat(told.observations())
                .filteredOn(seen -> seen.what() == What.REQUEST)
                .singleElement()
                .satisfies(seen -> assertThat(seen.nanos()).isEqualTo(6_000_000))
                .satisfies(seen -> assertThat(seen.by()).isEqualTo(CLIENT));
    }

    private List<String> in(HiddenFact... facts) {
        return new Decrypted(List.of(facts), Optional.empty())
                .in(scene.story()).observations().stream().map(Scene::line).toList();
    }

    private HiddenFact fact(int frame, String from, What what, long size, String detail, long promised) {
        var nanos = scene.conversation().startNanos() + (frame - 1) * 1_000_000L;
        var to = from.equals(FROM_SERVER) ? FROM_CLIENT : FROM_SERVER;
        return new HiddenFact(frame, nanos, from, to, what, size, detail, promised, true);
    }
}
