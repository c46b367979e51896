package io.waflab.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ObservationJsonTest {

    @Test
    void anObservationIsOneLine() {
        var alert = new Observation(120_000_123_456L, Side.DOWNSTREAM, Peer.SERVER, What.ALERT, 26, "close_notify", 17);
        assertThat(ObservationJson.line(1, "10.0.0.5:51544", alert))
                .isEqualTo("{\"connection\":1,\"client\":\"10.0.0.5:51544\",\"t\":120.000123,\"leg\":\"downstream\","
                        + "\"by\":\"server\",\"what\":\"alert\",\"size\":26,\"detail\":\"close_notify\",\"frame\":17}");
    }

    @Test
    void whatSaysNothingIsLeftOut() {
        assertThat(ObservationJson.line(2, "a", new Observation(0, Side.UPSTREAM, Peer.CLIENT, What.FIN)))
                .isEqualTo("{\"connection\":2,\"client\":\"a\",\"t\":0.000000,\"leg\":\"upstream\",\"by\":\"client\","
                        + "\"what\":\"fin\"}");
    }

    @Test
    void kindsOfTwoWordsKeepTheirUnderscore() {
        assertThat(ObservationJson.line(
                        1, "a", new Observation(0, Side.UPSTREAM, Peer.CLIENT, What.CHANGE_CIPHER_SPEC)))
                .contains("\"what\":\"change_cipher_spec\"");
    }

    @Test
    void whatAClientSentIsEscaped() {
        var request =
                new Observation(0, Side.DOWNSTREAM, Peer.CLIENT, What.REQUEST, 0, "GET /\"\n\u001b[31m\\ HTTP/1.1");
        var line = ObservationJson.line(1, "a", request);
        assertThat(line).contains("\"GET /\\\"\\n\\u001B[31m\\\\ HTTP/1.1\"");
        assertThat(line.chars()).allMatch(octet -> octet >= ' ');
    }

    @Test
    void theLanguageOfTheMachineDoesNotMatter() {
        var before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(ObservationJson.line(
                            1, "a", new Observation(1_500_000_000, Side.DOWNSTREAM, Peer.CLIENT, What.FIN)))
                    .contains("\"t\":1.500000")
                    .contains("\"by\":\"client\"")
                    .contains("\"what\":\"fin\"");
        } finally {
            Locale.setDefault(before);
        }
    }
}
