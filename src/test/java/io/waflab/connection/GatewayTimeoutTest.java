package io.waflab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.Directive;
import io.waflab.connection.Event.Last;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayTimeoutTest {

    private static final Optional<Timer> READ = Optional.of(Timer.PROXY_READ);

    @ParameterizedTest
    @CsvSource({"off, false, false", "on, false, true", "silent, true, false"})
    void itIsSaidByTheDirective(String word, boolean silent, boolean last) {
        var in = RulesStory.settings("gateway_timeout_closes=" + word);
        assertThat(GatewayTimeout.isSilent(READ, in)).isEqualTo(silent);
        assertThat(GatewayTimeout.last(READ, in).isPresent()).isEqualTo(last);
    }

    @Test
    void aRequestIsTheLastBecauseOfTheTimer() {
        assertThat(GatewayTimeout.last(READ, RulesStory.settings("gateway_timeout_closes=on")))
                .contains(new Last(Cause.RESPONSE_TIMEOUT, Optional.of(Directive.PROXY_READ_TIMEOUT)));
    }

    @Test
    void otherTimersAndFailuresAreNotMeant() {
        var silent = RulesStory.settings("gateway_timeout_closes=silent");
        var on = RulesStory.settings("gateway_timeout_closes=on");
        assertThat(GatewayTimeout.isSilent(Optional.of(Timer.PROXY_CONNECT), silent))
                .isFalse();
        assertThat(GatewayTimeout.isSilent(Optional.empty(), silent)).isFalse();
        assertThat(GatewayTimeout.last(Optional.of(Timer.PROXY_SEND), on)).isEmpty();
        assertThat(GatewayTimeout.last(Optional.empty(), on)).isEmpty();
    }
}
