package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.http.ByteRanges.Range;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangesTest {

    private static List<Range> ranges(String field, long length) {
        return ByteRanges.of("bytes=" + field, length, 100).orElseThrow().ranges();
    }

    @ParameterizedTest
    @CsvSource({
        "0-8, 0, 9",
        "990-999, 990, 1000",
        "990-1990, 990, 1000",
        "990-, 990, 1000",
        "-10, 990, 1000",
        "-2000, 0, 1000",
        "' 5 - 7 ', 5, 8",
        "'5- ', 5, 1000",
        "0-9223372036854775807, 0, 1000"
    })
    void oneRangeIsCutToTheBody(String field, long start, long end) {
        assertThat(ranges(field, 1000)).containsExactly(new Range(start, end));
    }

    @Test
    void severalStayInTheClientsOrderLessThoseBehindTheEnd() {
        assertThat(ranges("0-9, -10, 100000-, 10-19", 1000))
                .containsExactly(new Range(0, 10), new Range(990, 1000), new Range(10, 20));
        assertThat(ranges("7-5,-0,3-3", 1000)).containsExactly(new Range(3, 4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100000-",
                "1000-1001",
                "-0",
                "5-4",
                "alpha",
                "10-alpha",
                "10",
                "-",
                "- 5",
                "10-11 12-",
                "10-11,",
                ",10-11",
                "10-11x",
                "99999999999999999999-",
                "0-99999999999999999999",
                "+1-2"
            })
    void whatCannotBeSatisfiedOrReadHasNoRanges(String field) {
        assertThat(ranges(field, 1000)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0-10001, 0-0", "0-999,0-999", "1-,1-"})
    void moreBytesThanThereAreMeanTheWholeBody(String field) {
        assertThat(ByteRanges.of("bytes=" + field, 1000, 100)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0-", "0-5", "-5"})
    void anEmptyBodyIsSentWhole(String field) {
        assertThat(ByteRanges.of("bytes=" + field, 0, 100)).isEmpty();
        assertThat(ByteRanges.of("bytes=1-", 0, 100).orElseThrow().ranges()).isEmpty();
    }

    @Test
    void moreRangesThanAllowedMeanTheWholeBody() {
        assertThat(ByteRanges.of("bytes=0-9, -10", 1000, 2)).isPresent();
        assertThat(ByteRanges.of("bytes=0-9, -10, 10000-", 1000, 2)).isPresent();
        assertThat(ByteRanges.of("bytes=0-9, -10, 10-19", 1000, 2)).isEmpty();
    }

    @Test
    void onlyBytesAreAskedFor() {
        assertThat(ByteRanges.isAsked("bytes=0-")).isTrue();
        assertThat(ByteRanges.isAsked("Bytes=x")).isTrue();
        assertThat(ByteRanges.isAsked("bytes=")).isFalse();
        assertThat(ByteRanges.isAsked("items=0-9")).isFalse();
        assertThat(ByteRanges.isAsked(null)).isFalse();
    }

    @Test
    void ifRangeComparesTagsAndDatesExactly() {
        long time = 784_111_777;
        assertThat(ByteRanges.areLet(null, null, HttpDateReader.NONE)).isTrue();
        assertThat(ByteRanges.areLet("\"a\"", "\"a\"", time)).isTrue();
        assertThat(ByteRanges.areLet("\"b\"", "\"a\"", time)).isFalse();
        assertThat(ByteRanges.areLet("\"a\"", null, time)).isFalse();
        assertThat(ByteRanges.areLet(HttpDate.format(time), "\"a\"", time)).isTrue();
        assertThat(ByteRanges.areLet(HttpDate.format(time + 1), "\"a\"", time)).isFalse();
        assertThat(ByteRanges.areLet("wrong", "\"a\"", time)).isFalse();
        assertThat(ByteRanges.areLet("wrong", "\"a\"", HttpDateReader.NONE)).isFalse();
    }

    @Test
    void contentRangeNamesTheLastByteAndAll() {
        assertThat(new Range(0, 9).of(1000)).isEqualTo("0-8/1000");
    }
}
