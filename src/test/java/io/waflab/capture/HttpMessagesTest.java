package io.waflab.capture;

import static io.waflab.connection.Peer.CLIENT;
import static io.waflab.connection.Peer.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpMessagesTest {

    private final Scene scene = new Scene().open();

    @Test
    void headsAndBodiesAreTold() {
        scene.client("GET /x HTTP/1.1\r\nHost: a\r\n\r\n").server("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");

        assertThat(scene.last(3))
                .containsExactly(
                        "CLIENT REQUEST 0 GET /x HTTP/1.1",
                        "SERVER RESPONSE 200 HTTP/1.1 200 OK [5 of 5 bytes]",
                        "SERVER DATA 5 ");
        assertThat(scene.story().fromClient().turns()).isEqualTo(1);
    }

    @Test
    void aBodyThatBreaksOffIsMeasured() {
        scene.client("GET / HTTP/1.1\r\n\r\n")
                .server("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nhello")
                .fin(SERVER);

        assertThat(scene.last(3)).contains("SERVER RESPONSE 200 HTTP/1.1 200 OK [5 of 5000 bytes]");
    }

    @Test
    void theEndOfAChunkedBodyIsSeen() {
        scene.client("GET / HTTP/1.1\r\n\r\n")
                .server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhel")
                .server("lo\r\n");
        assertThat(scene.told()).contains("SERVER RESPONSE 200 HTTP/1.1 200 OK [5 bytes, chunked, unfinished]");
        scene.server("0\r\n\r\n");

        assertThat(scene.told()).contains("SERVER RESPONSE 200 HTTP/1.1 200 OK [5 bytes, chunked]");
    }

    @Test
    void aHalfSentHeadIsSaid() {
        scene.client("POST /up HTTP/1.1\r\nContent-Le").pause(60_000).fin(SERVER);
        assertThat(scene.told()).contains("CLIENT REQUEST 0 POST /up HTTP/1.1 [head unfinished]");
    }

    @Test
    void aHalfSentFirstLineIsSaid() {
        scene.client("POST /up").pause(60_000).fin(SERVER);

        assertThat(scene.told()).contains("CLIENT REQUEST 0 POST /up [head unfinished]");
    }

    @Test
    void aRequestsBodyIsMeasuredToo() {
        scene.client("POST /up HTTP/1.1\r\nContent-Length: 100\r\n\r\nabc")
                .pause(60_000)
                .fin(SERVER);

        assertThat(scene.told()).contains("CLIENT REQUEST 0 POST /up HTTP/1.1 [3 of 100 bytes]");
    }

    @Test
    void answersWithoutBodyAreKnown() {
        scene.client("HEAD / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n")
                .server("HTTP/1.1 100 Continue\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"
                        + "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n"
                        + "HTTP/1.1 204 No\r\n\r\n");

        assertThat(scene.last(4))
                .containsExactly(
                        "SERVER RESPONSE 100 HTTP/1.1 100 Continue",
                        "SERVER RESPONSE 200 HTTP/1.1 200 OK",
                        "SERVER RESPONSE 304 HTTP/1.1 304 Not Modified",
                        "SERVER RESPONSE 204 HTTP/1.1 204 No");
    }

    @Test
    void missingBytesOfABodyAreCountedAsCrossed() {
        scene.client("GET / HTTP/1.1\r\n\r\n")
                .server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab")
                .lost(SERVER, 5)
                .server("xyz")
                .ack(CLIENT);

        assertThat(scene.told()).contains("SERVER RESPONSE 200 HTTP/1.1 200 OK [10 of 10 bytes]");
    }

    @Test
    void aBodyOfWhichTheRestIsMissingIsWholeAndTheNextMessageIsRead() {
        scene.client("GET /1 HTTP/1.1\r\n\r\n")
                .server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab")
                .lost(SERVER, 8)
                .client("GET /2 HTTP/1.1\r\n\r\n")
                .server("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")
                .ack(CLIENT);

        assertThat(scene.told())
                .contains("SERVER RESPONSE 200 HTTP/1.1 200 OK [10 of 10 bytes]")
                .contains("SERVER RESPONSE 404 HTTP/1.1 404 No [0 of 0 bytes]");
    }

    @Test
    void aMessageThatAGapIsInIsGivenUpWhereTheNextBegins() {
        scene.client("GET /1 HTTP/1.1\r\n\r\n")
                .server("HTTP/1.1 200 OK\r\nContent-Le")
                .lost(SERVER, 80)
                .client("GET /2 HTTP/1.1\r\n\r\n")
                .server("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")
                .ack(CLIENT);

        assertThat(scene.told()).contains("SERVER RESPONSE 200 HTTP/1.1 200 OK [0 bytes, then a gap]");
    }

    /** As captures of the first bytes of each packet have it. */
    @Test
    void missingEndsOfChunksAreCounted() {
        scene.client("GET / HTTP/1.1\r\n\r\n")
                .server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                .server("1f4\r\nabc")
                .lost(SERVER, 497 + 2)
                .server("1f4\r\nabc")
                .ack(CLIENT)
                .lost(SERVER, 497 + 2)
                .ack(CLIENT)
                .fin(SERVER);

        assertThat(scene.told()).contains("SERVER RESPONSE 200 HTTP/1.1 200 OK [1000 bytes, chunked, unfinished]");
    }

    @Test
    void chunksAreFoundBehindAHeadThatIsNotWhole() {
        scene.client("GET / HTTP/1.1\r\n\r\n")
                .server("HTTP/1.1 200 OK\r\nTransf")
                .lost(SERVER, 22)
                .server("5\r\nhello\r\n")
                .server("0\r\n\r\n")
                .ack(CLIENT);

        assertThat(scene.told()).contains("SERVER RESPONSE 200 HTTP/1.1 200 OK [5 bytes, chunked]");
    }

    @Test
    void whatBeginsAsAChunkAndEndsOtherwiseIsNone() {
        scene.client("GET / HTTP/1.1\r\n\r\n")
                .server("HTTP/1.1 200 OK\r\nContent-Le")
                .lost(SERVER, 22)
                .server("5\r\nhello, world")
                .ack(CLIENT);

        assertThat(scene.told()).contains("SERVER RESPONSE 200 HTTP/1.1 200 OK [15 bytes, then a gap]");
    }

    @Test
    void aServersWordThatTlsIsExpectedIsNoticed() {
        scene.client("GET / HTTP/1.1\r\n\r\n")
                .server("HTTP/1.1 400 Bad Request\r\n\r\nThe plain HTTP request was sent to HTTPS port")
                .fin(SERVER);

        assertThat(scene.told())
                .contains("SERVER RESPONSE 400 HTTP/1.1 400 Bad Request [45 bytes, until the end]"
                        + " [says: plain HTTP sent to a TLS port]");
    }

    @Test
    void aTunnelMayCarryTls() {
        scene.client("CONNECT a:443 HTTP/1.1\r\n\r\n")
                .server("HTTP/1.1 200 Connected\r\n\r\n")
                .client(Scene.clientHello())
                .server(Scene.serverHello13("1301"));

        assertThat(scene.last(2))
                .containsExactly("CLIENT HANDSHAKE 60 ClientHello", "SERVER HANDSHAKE 50 ServerHello TLSv1.3");
    }

    @Test
    void aTunnelMayCarryHttpAndThatOneMoreTunnelOfBytes() {
        scene.client("CONNECT a:80 HTTP/1.1\r\n\r\n")
                .server("HTTP/1.1 200 Connected\r\n\r\n")
                .client("CONNECT b:80 HTTP/1.1\r\n\r\n")
                .server("HTTP/1.1 200 Connected\r\n\r\n")
                .client("GET / HTTP/1.1\r\n\r\n");

        assertThat(scene.last(3))
                .containsExactly(
                        "CLIENT REQUEST 0 CONNECT b:80 HTTP/1.1",
                        "SERVER RESPONSE 200 HTTP/1.1 200 Connected",
                        "CLIENT DATA 18 not TLS: GET / HTTP/1.1\\x0d\\x0a\\x0d\\x0a");
    }
}
