package io.waflab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Http2ErrorTest {

    @Test
    void codesAreThoseOfRfc9113() {
        assertThat(Http2Error.FLOW_CONTROL_ERROR.code()).isEqualTo(3);
        assertThat(Http2Error.ENHANCE_YOUR_CALM.code()).isEqualTo(11);
        assertThat(Http2Error.HTTP_1_1_REQUIRED.code()).isEqualTo(13);
        assertThat(Http2Error.word(8)).isEqualTo("CANCEL");
        assertThat(Http2Error.word(0xffffffffL)).isEqualTo("4294967295");
    }
}
