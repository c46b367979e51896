package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedReaderTest {

    private static final String SAMPLE =
            "5\r\nhello\r\n1;ext=\"x\"\r\n,\r\n00B \t\r\n wide world\r\n0;last\r\nTrailer: x\r\nOther: y\r\n\r\n";

    private final ChunkedReader reader = new ChunkedReader();

    @Test
    void dataComesOutAndWhatFollowsStays() {
        var in = Bytes.buffer(SAMPLE + "GET /");
        assertThat(read(reader, in)).isEqualTo("hello, wide world");
        assertThat(reader.ended()).isTrue();
        assertThat(reader.received()).isEqualTo(17);
        assertThat(reader.consumed()).isEqualTo(SAMPLE.length());
        assertThat(Bytes.text(in)).isEqualTo("GET /");
        assertThat(reader.next(in)).isNull();
        assertThat(Bytes.text(in)).isEqualTo("GET /");
    }

    @Test
    void theDataDoesNotDependOnHowTheBytesAreSplit() {
        for (int split = 1; split < SAMPLE.length(); split++) {
            var again = new ChunkedReader();
            var first = read(again, Bytes.buffer(SAMPLE.substring(0, split)));
            assertThat(again.ended()).isFalse();
            var text = first + read(again, Bytes.buffer(SAMPLE.substring(split)));
            assertThat(text).as("split at " + split).isEqualTo("hello, wide world");
            assertThat(again.ended()).isTrue();
        }
    }

    @Test
    void dataIsAViewOfTheInput() {
        var in = Bytes.buffer("3\r\nabc\r\n0\r\n\r\n");
        var piece = reader.next(in);
        in.setByte(3, 'X');
        assertThat(Bytes.text(piece)).isEqualTo("Xbc");
        assertThat(in.refCnt()).isEqualTo(2);
        piece.release();
        assertThat(in.refCnt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                " 5\r\n",
                "-1\r\n",
                "+1\r\n",
                "0x5\r\n",
                "g\r\n",
                ";\r\n",
                "5\n",
                "5\rx",
                "5 x\n",
                "5\r\r\n",
                "1\r\nab",
                "1\r\na\n",
                "1\r\na\rb",
                "0\n",
                "0\r\r",
                "0;x\n",
                "0\r\n\n",
                "0\r\nX: y\n",
                "0\r\n\rx",
                "0\r\nX: y\rz",
                "800000000000000\r\n",
                "8000000000000000\r\n",
                "10000000000000000\r\n",
                "fffffffffffffffff"
            })
    void brokenFramingIsMalformed(String body) {
        read(reader, Bytes.buffer(body));
        assertThat(reader.malformed()).isTrue();
        assertThat(reader.next(Bytes.buffer("0\r\n\r\n"))).isNull();
        assertThat(reader.ended()).isFalse();
    }

    @Test
    void aChunkAnnouncesItsSizeBeforeItsData() {
        assertThat(read(reader, Bytes.buffer("2\r\nab\r\n7ffffffffffffff\r\n"))).isEqualTo("ab");
        assertThat(reader.malformed()).isFalse();
        assertThat(reader.announced()).isEqualTo(2 + Long.MAX_VALUE / 16);
        var other = new ChunkedReader();
        read(other, Bytes.buffer("2\r\nab\r\n100\r\nx"));
        assertThat(other.announced()).isEqualTo(258);
        assertThat(other.received()).isEqualTo(3);
    }

    /** Measured on nginx 1.22: what is shorter than that waits in its buffer for more. */
    @ParameterizedTest
    @CsvSource({
        "'', 3",
        "1, 6",
        "5, 10",
        "'5;x', 10",
        "'5|', 9",
        "'5|hel', 6",
        "'5|hello', 4",
        "'5|hello|', 3",
        "'5|hello|0', 2",
        "'5|hello|0|', 1",
        "'5|hello|0|T', 2"
    })
    void itsRestHasAtLeastSoManyBytes(String begun, long least) {
        read(reader, Bytes.buffer(begun.replace("|", "\r\n")));
        assertThat(reader.least()).isEqualTo(least);
    }

    @Test
    void noBytesWhateverMakeItThrow() {
        var random = new Random(20261122);
        var alphabet = "0123af;\r\n\r\n x";
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(30); i >= 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            var fuzzed = new ChunkedReader();
            var in = Bytes.buffer(text.toString());
            read(fuzzed, in);
            assertThat(fuzzed.ended() || fuzzed.malformed() || !in.isReadable()).isTrue();
        }
    }

    private static String read(ChunkedReader reader, ByteBuf in) {
        var data = Unpooled.buffer();
        for (var piece = reader.next(in); piece != null; piece = reader.next(in)) {
            assertThat(piece.isReadable()).isTrue();
            data.writeBytes(piece);
            piece.release();
        }
        return Bytes.text(data);
    }
}
