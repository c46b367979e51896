package io.waflab.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LineBufferTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final LineLog log = LineLog.stream("test", written);

    @AfterEach
    void close() {
        log.close();
    }

    private String written() throws Exception {
        log.drain();
        return written.toString(US_ASCII);
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(US_ASCII);
    }

    @Test
    void linesAreHeldUntilOneDoesNotFit() throws Exception {
        var buffer = new LineBuffer(log, 8, 0);
        assertThat(buffer.add(line("abc"))).as("the first").isTrue();
        assertThat(buffer.add(line("def"))).isFalse();
        assertThat(written()).isEmpty();
        assertThat(buffer.add(line("g"))).as("the first of the next").isTrue();
        assertThat(written()).isEqualTo("abc\ndef\n");
        buffer.flush();
        assertThat(written()).isEqualTo("abc\ndef\ng\n");
    }

    @Test
    void aLineLongerThanTheBufferGoesByItselfInItsOrder() throws Exception {
        var buffer = new LineBuffer(log, 8, 0);
        buffer.add(line("abc"));
        buffer.add(line("longer than that"));
        assertThat(written()).isEqualTo("abc\nlonger than that\n");
    }

    @Test
    void eachBufferfulIsAGzipMemberOfItsOwn() throws Exception {
        var buffer = new LineBuffer(log, 8, 1);
        buffer.add(line("abc"));
        buffer.flush();
        buffer.add(line("def"));
        buffer.flush();
        log.drain();
        try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(written.toByteArray()))) {
            assertThat(new String(unzipped.readAllBytes(), US_ASCII)).isEqualTo("abc\ndef\n");
        }
    }
}
