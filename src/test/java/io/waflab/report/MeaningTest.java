package io.waflab.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeaningTest {

    @Test
    void aFinIsReadFromWhatCameBeforeIt() {
        assertThat(last("0 SERVER HANDSHAKE 9 0 x", "1 SERVER ALERT 26 0 close_notify", "1.1 SERVER FIN 0 0"))
                .isEqualTo("the server closes TCP in the same instant");
        assertThat(last("0 SERVER HANDSHAKE 9 0 x", "1 SERVER FIN 0 0"))
                .isEqualTo("the server closes TCP without close_notify");
        assertThat(last("0 SERVER FIN 0 0", "1 CLIENT FIN 0 0")).isEqualTo("the client closes its side too");
        assertThat(last("0 CLIENT OPEN 0 0", "1 SERVER FIN 0 0")).isEqualTo("the server closes TCP");
        assertThat(last("0 SERVER HANDSHAKE 9 0 x", "1 SERVER FIN 0 0 not in the capture"))
                .isEqualTo("the server closes TCP (not in the capture)");
    }

    @Test
    void aResetIsReadFromWhatCameBeforeIt() {
        assertThat(last("0 SERVER ALERT 26 0 close_notify", "0 SERVER FIN 0 0", "9 CLIENT RST 0 0"))
                .startsWith("the client closes its socket with the alert unread");
        assertThat(last("0 SERVER FIN 0 0", "9 CLIENT RST 0 0"))
                .startsWith("the client closes its socket with something unread in it")
                .doesNotContain("alert");
        assertThat(last("0 SERVER FIN 0 0", "1 CLIENT DATA 60 0", "2 SERVER RST 0 0"))
                .isEqualTo("nobody is left to read that: the server has closed");
        assertThat(last("0 SERVER FIN 0 0", "1 CLIENT ALERT 26 0 encrypted", "2 SERVER RST 0 0"))
                .startsWith("nobody is left to read that");
        assertThat(last("0 CLIENT DATA 60 0", "2 SERVER RST 0 0")).isEqualTo("the server breaks the connection off");
    }

    @Test
    void anAlertSaysWhoStopsAndWhy() {
        assertThat(last("0 CLIENT ALERT 2 0 fatal: unknown_ca")).isEqualTo("the client gives up: unknown_ca");
        assertThat(last("0 SERVER ALERT 2 0 close_notify")).isEqualTo("the server will send no more (close_notify)");
        assertThat(last("0 CLIENT ALERT 26 0 encrypted")).isEqualTo("the client: encrypted");
        assertThat(last("0 CLIENT ALERT 26 0")).isEqualTo("the client: an alert");
        assertThat(new Meaning(Sentences.in(Language.EN)).of(Stories.of("0 SERVER ALERT 26 0", "1 SERVER FIN 0 0"), 0))
                .isEqualTo("the server will send no more (close_notify)");
    }

    @Test
    void inChineseTheNarratorsWordsAreChineseAndTheProtocolsAndTheNetworksAreNot() {
        assertThat(chinese(
                        "0 SERVER HANDSHAKE 9 0 ServerHello TLSv1.3, encrypted, by its place: the server's handshake"))
                .isEqualTo("ServerHello TLSv1.3，已加密，按位置判断：服务器的握手消息");
        assertThat(chinese("0 CLIENT HANDSHAKE 9 0 ClientKeyExchange, Finished, encrypted"))
                .isEqualTo("ClientKeyExchange，Finished，已加密");
        assertThat(chinese("0 SERVER HANDSHAKE 9 0 encrypted, by its place: session tickets or settings"))
                .isEqualTo("已加密，按位置判断：会话票据或设置");
        assertThat(chinese("0 SERVER RESPONSE 400 0 HTTP/1.1 400 Bad Request, encrypted [647 of 647 bytes]"
                        + " [says: plain HTTP sent to a TLS port]"))
                .isEqualTo("服务器应答（HTTP/1.1 400 Bad Request, encrypted [647 / 647 字节] [正文说：明文 HTTP 发到了 TLS 端口]）");
        assertThat(chinese("0 CLIENT REQUEST 0 0 GET /[5 bytes] HTTP/1.1 [head unfinished]"))
                .isEqualTo("GET /[5 bytes] HTTP/1.1 [头部未完]");
    }

    private static String chinese(String line) {
        return new Meaning(Sentences.in(Language.ZH)).of(Stories.of(line), 0);
    }

    @Test
    void aRecordOfAnAlertsSizeBehindTheOthersFinAsksNothing() {
        var handshake = "0 CLIENT HANDSHAKE 53 0 encrypted, by its place: Finished";

        assertThat(last(handshake, "1 SERVER FIN 0 0", "1.1 CLIENT DATA 19 0"))
                .isEqualTo("the client will send no more (encrypted, by its size: close_notify)");
        assertThat(last(handshake, "1.1 CLIENT DATA 19 0")).isEqualTo("the client asks");
        assertThat(last(handshake, "1 SERVER FIN 0 0", "1.1 CLIENT DATA 60 0")).isEqualTo("the client asks");
        assertThat(last("1 SERVER FIN 0 0", "1.1 CLIENT DATA 19 0")).isEqualTo("the client asks");
    }

    @Test
    void aRetransmissionSaysWhatWasSentAgain() {
        assertThat(last("0 CLIENT RETRANSMISSION 65 0")).isEqualTo("no ACK came: 65 bytes again");
        assertThat(last("0 CLIENT RETRANSMISSION 0 0 SYN")).isEqualTo("no ACK came: SYN again");
    }

    @Test
    void onTheOtherLegTheProxyIsTheClient() {
        var story = new ArrayList<>(Stories.of("0 SERVER FIN 0 0"));
        story.add(new Observation(1, Side.UPSTREAM, Peer.CLIENT, What.OPEN));
        story.add(new Observation(2, Side.UPSTREAM, Peer.CLIENT, What.RST));

        assertThat(new Meaning(Sentences.in(Language.EN)).of(story, 1)).isEqualTo("the proxy opens a TCP connection");
        assertThat(new Meaning(Sentences.in(Language.EN)).of(story, 2))
                .isEqualTo("the proxy breaks the connection off");
    }

    private static String last(String... lines) {
        List<Observation> story = Stories.of(lines);
        return new Meaning(Sentences.in(Language.EN)).of(story, story.size() - 1);
    }
}
