package io.waflab.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrdersTest {

    private static final int JAVA = 17;

    @Test
    void timesAreDividedByTheSpeedAndSwitchesAreNot() {
        var orders = orders(Library.OKHTTP, 20, "evict-idle=60s", "retry=off");

        assertThat(orders.arguments(JAVA)).containsExactly("evict-idle=3000", "retry=off");
        assertThat(orders.idle(JAVA)).contains(Duration.ofSeconds(60));
    }

    @Test
    void atAnotherSpeedTheLibrarysDefaultsAreSaidToo() {
        assertThat(orders(Library.APACHE_HTTPCLIENT_5, 20).arguments(JAVA))
                .containsExactly("evict-idle=9000", "validate-after-inactivity=100");
        assertThat(orders(Library.APACHE_HTTPCLIENT_5, 1).arguments(JAVA)).isEmpty();
    }

    @Test
    void aDefaultThatCannotBeSetIsLongerInTheLifeThatIsPlayed() {
        assertThat(orders(Library.CURL, 20).idle(JAVA)).contains(Duration.ofSeconds(20 * 118));
        assertThat(orders(Library.CURL, 20).arguments(JAVA)).isEmpty();
    }

    @Test
    void theJdksDefaultDependsOnTheJdk() {
        assertThat(orders(Library.JDK, 1).idle(17)).contains(Duration.ofSeconds(1200));
        assertThat(orders(Library.JDK, 1).idle(20)).contains(Duration.ofSeconds(30));
    }

    @Test
    void offIsNoTime() {
        var orders = orders(Library.APACHE_HTTPCLIENT_5, 20, "validate-after-inactivity=off", "evict-idle=off");

        assertThat(orders.arguments(JAVA)).containsExactly("evict-idle=off", "validate-after-inactivity=off");
        assertThat(orders.idle(JAVA)).isEmpty();
        assertThat(orders.inactivity()).isEmpty();
    }

    @Test
    void whatIsSetIsToldInTheLibrarysOwnWords() {
        assertThat(orders(Library.REACTOR_NETTY, 1, "evict-idle=60s").told())
                .containsExactly("evict-idle=60s  (ConnectionProvider.Builder.maxIdleTime)");
    }

    @Test
    void whatALibraryCannotDoIsRefusedByName() {
        assertThatThrownBy(() -> orders(Library.PYTHON_REQUESTS, 1, "evict-idle=60s"))
                .hasMessage("--set evict-idle: python-requests has no such setting "
                        + "(how long a connection may be idle and still be used)");
        assertThatThrownBy(() -> orders(Library.JDK, 1, "nonsense=1"))
                .hasMessageContaining("no such setting (expected: ");
        assertThatThrownBy(() -> orders(Library.JDK, 1, "retry=maybe")).hasMessageContaining("expected on or off");
        assertThatThrownBy(() -> orders(Library.JDK, 1, "retry")).hasMessageContaining("expected name=value");
    }

    private static Orders orders(Library library, double speed, String... sets) {
        return Orders.of(
                library, List.of(sets), text -> Duration.ofSeconds(Long.parseLong(text.replace("s", ""))), speed);
    }
}
