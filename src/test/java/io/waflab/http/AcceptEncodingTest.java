package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptEncodingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZIP",
                "gzip, deflate, br",
                "deflate,gzip",
                "deflate, gzip ;q=0.5",
                "gzip;q=1.000",
                "gzip; q=0.001",
                "gzip;Q=1",
                "gzip;q=1.",
                "gzip;",
                "xgzip, gzip"
            })
    void namedWithAQualityItIsTaken(String value) {
        assertThat(AcceptEncoding.takesGzip(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "br",
                "gzi",
                "x-gzip",
                "gzipped",
                "gzip;q=0",
                "gzip;q=0.",
                "gzip;q=0.000",
                "gzip;q=0, gzip",
                "gzip;q=1.1",
                "gzip;q=0.0001",
                "gzip;q=2",
                "gzip;q=",
                "gzip;q",
                "gzip;x=1",
                "gzip x"
            })
    void otherwiseNot(String value) {
        assertThat(AcceptEncoding.takesGzip(value)).isFalse();
    }

    @Test
    void withoutTheFieldNeither() {
        assertThat(AcceptEncoding.takesGzip(null)).isFalse();
    }
}
