package io.waflab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndingTest {

    @ParameterizedTest
    @CsvSource({
        "HEADER_TIMEOUT, REQUEST, 408, 408",
        "BODY_TIMEOUT, REQUEST, 408, 408",
        "CLIENT_GAVE_UP, REQUEST, 400, 499",
        "CLIENT_GAVE_UP, AWAITING_RESPONSE, 499, 499",
        "CLIENT_GAVE_UP, RESPONSE, 499, 499",
        "REQUEST_REFUSED, REQUEST, 444, 444",
        "RESPONSE_TIMEOUT, AWAITING_RESPONSE, 504, 504",
        "SHUTDOWN, REQUEST, 0, 0",
    })
    void whatGotNoAnswerHasNginxsStatus(Cause cause, Phase phase, int ofConnection, int storedOfStream) {
        var ending = new Ending(cause, Peer.CLIENT, CloseAct.SILENT_FIN, phase, Optional.empty(), "");
        assertThat(ending.statusInLog(false)).isEqualTo(ofConnection);
        assertThat(ending.statusInLog(true)).isEqualTo(storedOfStream);
    }

    @ParameterizedTest
    @CsvSource({
        "the upstream's FIN, true",
        "the upstream's close_notify, true",
        "the upstream's RST, true",
        "'', false",
        "RST, false",
        "status 502, false",
    })
    void theNoteSaysWhetherTheUpstreamBroughtItAbout(String note, boolean byUpstream) {
        var ending = new Ending(
                Cause.RESPONSE_CUT, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.RESPONSE, Optional.empty(), note);
        assertThat(ending.byUpstream()).isEqualTo(byUpstream);
    }
}
