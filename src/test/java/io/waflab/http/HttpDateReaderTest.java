package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateReaderTest {

    private static final long SECOND = 784_111_777L;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                "Sun Nov 06 08:49:37 1994",
                // Neither the day of the week nor the zone counts.
                "Mon, 06 Nov 1994 08:49:37",
                "x,   06 Nov 1994 08:49:37 CET"
            })
    void everyFormOfHttpIsRead(String text) {
        assertThat(HttpDateReader.read(text)).isEqualTo(SECOND);
    }

    @Test
    void whatIsWrittenIsRead() {
        for (long second : new long[] {0, 951_782_399, 951_782_400, 1_709_164_800, 2_147_483_648L, 6_442_450_943L}) {
            assertThat(HttpDateReader.read(HttpDate.format(second))).isEqualTo(second);
        }
    }

    @Test
    void aYearOfTwoDigitsIsOfTheCenturyThatHttpGivesIt() {
        assertThat(HttpDateReader.read("Thursday, 01-Jan-70 00:00:00 GMT")).isZero();
        assertThat(HttpDateReader.read("Tuesday, 01-Jan-69 00:00:00 GMT"))
                .isEqualTo(HttpDateReader.read("Tue, 01 Jan 2069 00:00:00 GMT"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "wrong",
                "Sun, 06 Nov 1994",
                "Sun, 06 Nov 1994 08:49",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun, 31 Nov 1994 08:49:37 GMT",
                "Sun, 29 Feb 1994 08:49:37 GMT",
                "Sun, 06 nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 24:49:37 GMT",
                "Sun, 06 Nov 1994 08-49-37 GMT",
                "Sun, 06-Nov 94 08:49:37 GMT",
                "Sun Nov x6 08:49:37 1994",
                "1994-11-06T08:49:37Z"
            })
    void whatIsNoDateIsNone(String text) {
        assertThat(HttpDateReader.read(text)).isEqualTo(HttpDateReader.NONE);
    }
}
