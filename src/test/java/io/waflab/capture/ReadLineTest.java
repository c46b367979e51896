package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReadLineTest {

    private final ReadLine line = new ReadLine(100);

    @Test
    void aLineInOnePieceEndsAtItsLineFeed() {
        var piece = bytes("xxGET / HTTP/1.1\r\nHost");
        piece.position(2);

        assertThat(line.read(piece)).isTrue();

        assertThat(text()).isEqualTo("GET / HTTP/1.1");
        assertThat(piece.remaining()).isEqualTo("Host".length());
    }

    @Test
    void aLineMayComeInPieces() {
        assertThat(line.read(bytes("Content-"))).isFalse();
        assertThat(line.isEmpty()).isFalse();
        assertThat(line.read(bytes("Length: 5\r"))).isFalse();
        assertThat(line.read(bytes("\nabc"))).isTrue();

        assertThat(text()).isEqualTo("Content-Length: 5");
        line.clear();
        assertThat(line.isEmpty()).isTrue();
        assertThat(line.length()).isZero();
    }

    @Test
    void ofALongLineTheBeginningIsKept() {
        var inPieces = new ReadLine(100);
        inPieces.read(bytes("a".repeat(99)));
        inPieces.read(bytes("bcd\n"));
        line.read(bytes("a".repeat(99) + "bcd\n"));

        assertThat(text()).isEqualTo("a".repeat(99) + "b");
        assertThat(inPieces.text(0, inPieces.length())).isEqualTo(text());
    }

    /** A lone CR is no empty line yet. */
    @Test
    void aCarriageReturnAloneIsTheBeginningOfALine() {
        line.read(bytes("\r"));

        assertThat(line.isEmpty()).isFalse();
        assertThat(line.length()).isZero();
    }

    @Test
    void placesAndWordsAreFoundInIt() {
        line.read(bytes("Upgrade: web\\socket\n"));

        assertThat(line.indexOf(':', 0)).isEqualTo(7);
        assertThat(line.indexOf(':', 8)).isEqualTo(-1);
        assertThat(line.isIgnoringCase(0, 7, "upgrade")).isTrue();
        assertThat(line.is(0, 7, "upgrade")).isFalse();
        assertThat(line.isIgnoringCase(0, -1, "upgrade")).isFalse();
        assertThat(line.shown()).isEqualTo("Upgrade: web\\\\socket");
    }

    @Test
    void whatIsShownIsComparedByItsBytes() {
        line.read(bytes("GET /a\n"));

        assertThat(line.isShownAs("GET /a")).isTrue();
        assertThat(line.isShownAs("GET /b")).isFalse();
        line.read(bytes("\\x01\n"));
        assertThat(line.isShownAs("\\x01")).isFalse();
    }

    private String text() {
        return line.text(0, line.length());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
