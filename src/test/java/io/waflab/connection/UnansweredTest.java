package io.waflab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.Directive;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnansweredTest {

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 301, 400, 403, 404, 413, 494, 497, 500, 502, 504})
    void mostStatusesAreAnswered(int status) {
        assertThat(Unanswered.is(status)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 499})
    void whatNginxsOwnTimersAndClientsBringAboutEndsInGoodStanding(int status) {
        assertThat(Unanswered.is(status)).isTrue();
        assertThat(Unanswered.ending(status, Phase.AWAITING_RESPONSE, CloseAct.SILENT_RESET))
                .isEqualTo(new Ending(
                        Cause.REQUEST_REFUSED,
                        Peer.SERVER,
                        CloseAct.NOTIFY_FIN,
                        Phase.AWAITING_RESPONSE,
                        Optional.empty(),
                        ""));
    }

    @Test
    void return444HangsUpAsItIsTold() {
        assertThat(Unanswered.is(444)).isTrue();
        assertThat(Unanswered.ending(444, Phase.AWAITING_RESPONSE, CloseAct.SILENT_RESET))
                .isEqualTo(new Ending(
                        Cause.REQUEST_REFUSED,
                        Peer.SERVER,
                        CloseAct.SILENT_RESET,
                        Phase.REQUEST,
                        Optional.of(Directive.RETURN),
                        "status 444"));
    }
}
