package io.waflab.capture;

import static io.waflab.capture.Http2Sizes.Guess.ACKNOWLEDGED;
import static io.waflab.capture.Http2Sizes.Guess.OPENING;
import static io.waflab.capture.Http2Sizes.Guess.OTHER;
import static io.waflab.capture.Http2Sizes.Guess.PING_OR_GOAWAY;
import static io.waflab.capture.Http2Sizes.Guess.SETTINGS;
import static io.waflab.capture.Http2Sizes.Guess.WINDOW_OR_RESET;
import static io.waflab.connection.Peer.CLIENT;
import static io.waflab.connection.Peer.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Http2SizesTest {

    private final Http2Sizes sizes = new Http2Sizes();

    @Test
    void theOpeningAndFramesOfFixedSizeAreGuessed() {
        sizes.begin(true);

        assertThat(sizes.guess(SERVER, 27 + 13)).isEqualTo(SETTINGS);
        assertThat(sizes.guess(CLIENT, 24 + 27 + 13)).isEqualTo(OPENING);
        assertThat(sizes.guess(CLIENT, 9)).isEqualTo(ACKNOWLEDGED);
        assertThat(sizes.guess(CLIENT, 39)).isEqualTo(OTHER);
        assertThat(sizes.guess(SERVER, 9)).isEqualTo(ACKNOWLEDGED);
        assertThat(sizes.guess(SERVER, 9)).isEqualTo(OTHER);
        assertThat(sizes.guess(SERVER, 13)).isEqualTo(WINDOW_OR_RESET);
        assertThat(sizes.guess(SERVER, 17)).isEqualTo(PING_OR_GOAWAY);
    }

    @Test
    void whereItWasOnlyOfferedTheClientsFirstRecordDecides() {
        sizes.begin(false);

        assertThat(sizes.guess(CLIENT, 120)).isEqualTo(OTHER);
        assertThat(sizes.guess(SERVER, 17)).isEqualTo(OTHER);
    }

    @Test
    void withoutItNothingIsGuessed() {
        assertThat(sizes.guess(CLIENT, 64)).isEqualTo(OTHER);
    }
}
