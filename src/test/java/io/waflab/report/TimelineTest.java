package io.waflab.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

    @Test
    void theCustomersCaseReadsFromTopToBottom() {
        assertThat(Timeline.of(Stories.CUSTOMER, Style.FILE)).isEqualTo("""
                      time    #  direction  what                  what it means
                  0.000000    1  client →   SYN                   the client opens a TCP
                                                                  connection
                  0.000100    2  ← server   SYN,ACK               the server accepts it
                  0.002000    4  client →   TLS handshake         ClientHello
                  0.040000    5  ← server   TLS handshake         ServerHello TLSv1.2,
                                                                  Certificate
                  0.050000    6  client →   data, 66 bytes        the client asks
                  0.070000    7  ← server   data, 448 bytes       the server answers
                                        · · · 119.890 s of silence · · ·
                119.960000    9  ← server   TLS alert, 26 bytes   the server will send no more
                                                                  (encrypted, by its place:
                                                                  close_notify)
                119.960020   10  client →   ACK                   the client's kernel has the
                                                                  alert
                119.960100   11  ← server   FIN                   the server closes TCP in the
                                                                  same instant
                120.000000   12  client →   ACK                   the client's kernel has the
                                                                  FIN
                                        · · · 14.908 s of silence · · ·
                134.908100   13  client →   RST,ACK               the client closes its socket
                                                                  with the alert unread in it:
                                                                  so its kernel sends RST, not
                                                                  FIN
                Not shown: 2 bare ACKs from before the end began.
                """);
    }

    @Test
    void aStoryFromSocketsHasNoColumnOfFrames() {
        var story = List.of(
                new Observation(0, Side.DOWNSTREAM, Peer.CLIENT, What.OPEN),
                new Observation(1_000_000, Side.UPSTREAM, Peer.CLIENT, What.REQUEST, 0, "GET / HTTP/1.1"),
                new Observation(2_000_000, Side.UPSTREAM, Peer.SERVER, What.RESPONSE, 504, ""),
                new Observation(3_000_000, Side.DOWNSTREAM, Peer.SERVER, What.PHASE, 0, "idle"),
                new Observation(4_000_000, Side.DOWNSTREAM, Peer.SERVER, What.EXPIRED, 0, "keepalive_timeout"));

        assertThat(Timeline.of(story, new Style(80, false, false))).isEqualTo("""
                      time  direction  what                  what it means
                  0.000000  client ->  open                  the client opens a TCP connection
                  0.001000  -> origin  request               GET / HTTP/1.1
                  0.002000  <- origin  response 504          the proxy gave up waiting for the
                                                             origin
                  0.004000             timer ran out         keepalive_timeout
                """);
    }

    @Test
    void noLineIsWiderThanTheStyle() {
        for (var width : List.of(60, 80, 120)) {
            assertThat(Timeline.of(Stories.CUSTOMER, new Style(width, false, true))
                            .lines())
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
        }
    }

    @Test
    void whatAClientWroteCannotControlTheTerminal() {
        var story = List.of(new Observation(
                0, Side.DOWNSTREAM, Peer.CLIENT, What.REQUEST, 0, "GET /\u001b[2J\r\n\u009b31m\u202e HTTP/1.1"));

        assertThat(Timeline.of(story, Style.FILE))
                .contains("/\\x1b[2J\\x0d\\x0a\\x9b31m\\u202e")
                .doesNotContain("\u001b", "\u009b", "\r", "\u202e");
    }

    @Test
    void colourIsUsedOnlyWhereItIsWanted() {
        assertThat(Timeline.of(Stories.CUSTOMER, new Style(80, true, true))).contains("\u001b[31mRST,ACK");
        assertThat(Timeline.of(Stories.CUSTOMER, new Style(80, false, true))).doesNotContain("\u001b");
    }

    @Test
    void anEmptyStoryIsOnlyItsHeading() {
        assertThat(Timeline.of(List.of(), Style.FILE).lines()).hasSize(1);
    }
}
