package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.waflab.http.ResponseParser.Outcome;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResponseParserTest {

    private static final String SAMPLE = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 Fine\r\nx-A: 1\r\n"
            + "Content-Length: 4\r\nConnection: close\r\n\r\n";

    private final ResponseParser parser = new ResponseParser(4096);

    @Test
    void aHeadIsReadTheInterimOnesDroppedAndTheBodyLeft() {
        var in = Bytes.buffer(SAMPLE + "body");
        assertThat(parser.parse(in)).isEqualTo(Outcome.HEAD);
        assertThat(describe()).isEqualTo("200 Fine 4 false false 3 1");
        assertThat(parser.head().length()).isEqualTo(SAMPLE.length());
        assertThat(Bytes.text(in)).isEqualTo("body");
    }

    @Test
    void theOutcomeDoesNotDependOnHowTheBytesAreSplit() {
        for (int split = 1; split < SAMPLE.length(); split++) {
            parser.reset();
            assertThat(parser.parse(Bytes.buffer(SAMPLE.substring(0, split)))).isEqualTo(Outcome.MORE);
            assertThat(parser.parse(Bytes.buffer(SAMPLE.substring(split)))).isEqualTo(Outcome.HEAD);
            assertThat(describe()).as("split at " + split).isEqualTo("200 Fine 4 false false 3 1");
        }
    }

    @Test
    void aSwitchOfProtocolsIsNoInterimResponse() {
        var in = Bytes.buffer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n\u0081");
        assertThat(parser.parse(in)).isEqualTo(Outcome.HEAD);
        assertThat(parser.head().status()).isEqualTo(101);
        assertThat(in.readableBytes()).isEqualTo(1);
    }

    @Test
    void whatIsNoHttpIsABodyFromItsFirstByte() {
        parser.parse(Bytes.buffer("HTT"));
        var in = Bytes.buffer("X abc");
        assertThat(parser.parse(in)).isEqualTo(Outcome.HEAD);
        assertThat(parser.head().http09()).isTrue();
        assertThat(parser.head().status()).isEqualTo(200);
        assertThat(parser.head().keepAlive()).isFalse();
        assertThat(new String(parser.head().unframed()) + Bytes.text(in)).isEqualTo("HTTX abc");
    }

    @Test
    void aHeadMayFillTheBufferButNotMore() {
        var most = "HTTP/1.1 200 OK\r\nX: " + "a".repeat(4096 - 24) + "\r\n\r\n";
        assertThat(parser.parse(Bytes.buffer(most + "body"))).isEqualTo(Outcome.HEAD);
        parser.reset();
        assertThat(parser.parse(Bytes.buffer("HTTP/1.1 200 OK\r\nX: a" + most.substring(20))))
                .isEqualTo(Outcome.REFUSED);
        assertThat(parser.refusal()).isEqualTo(Refusal.of(502, "upstream sent too big header"));
    }

    @Test
    void interimResponsesWithoutEndAreTooBig() {
        assertThat(parser.parse(Bytes.buffer("HTTP/1.1 100 Continue\r\n\r\n".repeat(200))))
                .isEqualTo(Outcome.REFUSED);
    }

    @Test
    void noBytesWhateverMakeItThrow() {
        var random = new Random(20261122);
        var pieces =
                ("HTTP/1.1 |HTTP/1.0 |200|100| OK|\r\n|\n|\r|Content-Length: |7|:|Transfer-Encoding: chunked|\u0000| |\u00ff|"
                                + "a".repeat(500))
                        .split("\\|");
        for (int round = 0; round < 20_000; round++) {
            var fuzzed = new ResponseParser(2048);
            for (int i = random.nextInt(30); i >= 0; i--) {
                fuzzed.parse(Bytes.buffer(pieces[random.nextInt(pieces.length)]));
            }
            if (fuzzed.parse(Unpooled.EMPTY_BUFFER) == Outcome.HEAD) {
                var out = Unpooled.buffer();
                fuzzed.head().writeFields(FieldNames.NONE, out);
                assertThat(fuzzed.head().statusLine()).isNotEmpty();
            }
        }
    }

    private String describe() {
        var head = parser.head();
        return head.statusLine() + " " + head.contentLength() + " " + head.chunked() + " " + head.keepAlive() + " "
                + head.fieldCount() + " " + head.find("x-a");
    }
}
