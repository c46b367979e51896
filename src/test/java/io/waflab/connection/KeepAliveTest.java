package io.waflab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.Directive;
import io.waflab.config.Settings;
import io.waflab.connection.Event.Last;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeepAliveTest {

    private static Settings settings(String directives) throws ConfigException {
        var text = "http { " + directives
                + ", servers = [{ listen = [\"127.0.0.1:0\"], locations = { \"/\" { return = \"200 x\" } } }] }";
        return ConfigReader.read(text, "test.conf", List.of()).servers().get(0).settings();
    }

    @Test
    void aClientThatWishesItIsKept() throws ConfigException {
        assertThat(KeepAlive.last(true, 1, Duration.ofMinutes(59), settings("keepalive_requests = 2")))
                .isEmpty();
    }

    @Test
    void aClientThatDoesNotIsNot() throws ConfigException {
        assertThat(KeepAlive.last(false, 1, Duration.ZERO, settings("keepalive_requests = 2")))
                .contains(new Last(Cause.NORMAL_CLOSE, Optional.empty()));
    }

    @Test
    void aHeadAloneTellsWhatItsClientWishes() {
        assertThat(KeepAlive.asWished(true)).isEmpty();
        assertThat(KeepAlive.asWished(false)).contains(new Last(Cause.NORMAL_CLOSE, Optional.empty()));
    }

    @Test
    void keepaliveTimeoutZeroKeepsNobody() throws ConfigException {
        assertThat(KeepAlive.last(true, 1, Duration.ZERO, settings("keepalive_timeout = 0")))
                .contains(new Last(Cause.NORMAL_CLOSE, Optional.of(Directive.KEEPALIVE_TIMEOUT)));
    }

    @Test
    void theLastOfKeepaliveRequestsIsTheLast() throws ConfigException {
        assertThat(KeepAlive.last(true, 2, Duration.ZERO, settings("keepalive_requests = 2")))
                .contains(new Last(Cause.SERVER_MAX_REQUESTS, Optional.of(Directive.KEEPALIVE_REQUESTS)));
    }

    @Test
    void aConnectionOlderThanKeepaliveTimeHasItsLastRequest() throws ConfigException {
        var limit = settings("keepalive_time = 10s");
        assertThat(KeepAlive.last(true, 1, Duration.ofSeconds(10), limit)).isEmpty();
        assertThat(KeepAlive.last(true, 1, Duration.ofMillis(10_001), limit))
                .contains(new Last(Cause.SERVER_MAX_REQUESTS, Optional.of(Directive.KEEPALIVE_TIME)));
    }
}
