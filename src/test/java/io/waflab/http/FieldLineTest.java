package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.http.FieldLine.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldLineTest {

    private final FieldLine line = new FieldLine(false, false);

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a: b,a,b,false",
                "a:b,a,b,false",
                "A-1:\t b c \t ,A-1,b c,false",
                "a:,a,,false",
                "a: ,a,,false",
                "a,a,,false",
                "a_b: c,a_b,c,true",
                "_a: c,_a,c,true",
                "a@: c,a@,c,true",
                "a: b: c,a,b: c,false"
            })
    void aLineHasANameAndATrimmedValue(String text, String name, String value, boolean odd) {
        for (var end : new String[] {"\r\n", "\n"}) {
            var data = Bytes.of(text + end);
            assertThat(line.parse(data, 0, data.length)).isEqualTo(Result.FIELD);
            assertThat(line.position()).isEqualTo(data.length);
            assertThat(Octets.text(data, line.nameStart, line.nameEnd)).isEqualTo(name);
            assertThat(Octets.text(data, line.valueStart, line.valueEnd)).isEqualTo(value == null ? "" : value);
            assertThat(line.oddName).isEqualTo(odd);
            assertThat(line.fresh()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "' a: b', 0",
        "':a', 0",
        "'a b: c', 1",
        "'a : c', 1",
        "'a\u0000', 1",
        "'a: \u0000', 3",
        "'a: b\u0000', 4",
        "'a: b \u0000', 5",
        "'\u007fa', 0"
    })
    void aByteThatCannotBeIsPointedAt(String text, int at) {
        var data = Bytes.of(text + "\r\n");
        assertThat(line.parse(data, 0, data.length)).isEqualTo(Result.INVALID);
        assertThat(line.valueEnd).isEqualTo(at);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: b\rc", "a\rb", "\rx", "\r\rx"})
    void aCarriageReturnMustBeFollowedByTheLinesEnd(String text) {
        var data = Bytes.of(text);
        assertThat(line.parse(data, 0, data.length)).isEqualTo(Result.INVALID);
    }

    @Test
    void theEmptyLineEndsTheHead() {
        assertThat(line.parse(Bytes.of("\r\nx"), 0, 3)).isEqualTo(Result.END);
        assertThat(line.position()).isEqualTo(2);
        assertThat(line.parse(Bytes.of("\n"), 0, 1)).isEqualTo(Result.END);
    }

    @Test
    void underscoresAreProperWhereAllowed() {
        var allowing = new FieldLine(true, false);
        allowing.parse(Bytes.of("_a_: b\n"), 0, 7);
        assertThat(allowing.oddName).isFalse();
    }

    @Test
    void aRepeatedStatusLineIsSkippedFromUpstreamsOnly() {
        var data = Bytes.of("HTTP/1.1 200 OK\r\na: b\r\n");
        var upstream = new FieldLine(true, true);
        assertThat(upstream.parse(data, 0, data.length)).isEqualTo(Result.FIELD);
        assertThat(Octets.text(data, upstream.nameStart, upstream.nameEnd)).isEqualTo("a");
        assertThat(line.parse(data, 0, data.length)).isEqualTo(Result.INVALID);
    }
}
