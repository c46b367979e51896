package io.waflab.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Peer;
import io.waflab.journal.What;
import org.junit.jupiter.api.Test;

class ServerCloseTest {

    @Test
    void theServersLastWordsAreFound() {
        var close = ServerClose.in(Stories.CUSTOMER).orElseThrow();

        assertThat(close.lastBefore().frame()).isEqualTo(7);
        assertThat(close.alert().frame()).isEqualTo(9);
        assertThat(close.fin().frame()).isEqualTo(11);
        assertThat(close.between()).extracting(seen -> seen.frame()).containsExactly(8);
        assertThat(close.after()).extracting(seen -> seen.frame()).containsExactly(10, 12, 13);
        assertThat(close.silence()).isEqualTo(119_890_000_000L);
        assertThat(close.apart()).isEqualTo(100_000L);
    }

    @Test
    void aFinWithoutAlertIsNoSuchClose() {
        assertThat(ServerClose.in(Stories.without(Stories.CUSTOMER, What.ALERT, Peer.SERVER)))
                .isEmpty();
        assertThat(ServerClose.in(Stories.without(Stories.CUSTOMER, What.FIN, Peer.SERVER)))
                .isEmpty();
    }

    @Test
    void dataBetweenAlertAndFinIsNoSuchClose() {
        assertThat(ServerClose.in(Stories.of(
                        "0 CLIENT DATA 9 0", "1 SERVER ALERT 26 0", "2 SERVER DATA 9 0", "3 SERVER FIN 0 0")))
                .isEmpty();
    }

    @Test
    void timersAndPhasesBreakNoSilence() {
        var close = ServerClose.in(Stories.of(
                        "0 SERVER DATA 9 0",
                        "0 SERVER PHASE 0 0 idle",
                        "5 SERVER EXPIRED 0 0 keepalive_timeout",
                        "6 SERVER ALERT 26 0",
                        "7 SERVER FIN 0 0"))
                .orElseThrow();

        assertThat(close.silence()).isEqualTo(6_000_000L);
    }
}
