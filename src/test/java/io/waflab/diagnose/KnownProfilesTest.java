package io.waflab.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Peer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownProfilesTest {

    private final Profiles profiles = Profiles.all();

    private List<String> fits(Profile.Timer timer, How how, Peer by, long millis) {
        return profiles.fits(timer, Optional.of(by), how, Duration.ofMillis(millis)).stream()
                .map(fit -> fit.profile().product())
                .toList();
    }

    @Test
    void theCustomersSilenceIsTheWafs() {
        assertThat(fits(Profile.Timer.IDLE, How.NOTIFY_FIN, Peer.SERVER, 119_890)
                        .get(0))
                .isEqualTo("Alibaba Cloud WAF 3.0 (CNAME access)");
        assertThat(profiles.misses(Profile.Timer.IDLE, Optional.of(Peer.SERVER), Duration.ofMillis(119_890)))
                .extracting(miss -> miss.profile().product())
                .contains("nginx");
    }

    @Test
    void nodesSecondIsAllowedFor() {
        assertThat(fits(Profile.Timer.IDLE, How.FIN, Peer.SERVER, 6_010)).contains("Node.js http");
        assertThat(fits(Profile.Timer.IDLE, How.FIN, Peer.SERVER, 6_500)).doesNotContain("Node.js http");
    }

    @Test
    void howItClosesHasToFitToo() {
        assertThat(fits(Profile.Timer.IDLE, How.NOTIFY_FIN, Peer.SERVER, 75_010))
                .contains("nginx");
        assertThat(fits(Profile.Timer.IDLE, How.RST, Peer.SERVER, 75_010)).doesNotContain("nginx");
    }

    @Test
    void aClientsTimerIsNoServers() {
        assertThat(fits(Profile.Timer.IDLE, How.FIN, Peer.CLIENT, 90_000)).contains("Go http.Transport");
        assertThat(fits(Profile.Timer.IDLE, How.FIN, Peer.SERVER, 90_000)).doesNotContain("Go http.Transport");
    }

    @Test
    void whatRunsBetweenAGatewayAndItsOriginIsNotSeenByItsClients() {
        assertThat(fits(Profile.Timer.IDLE, How.FIN, Peer.SERVER, 30_000))
                .doesNotContain("Alibaba Cloud Anti-DDoS Pro, layer 7");
        assertThat(profiles.rows())
                .filteredOn(Profile::toOrigin)
                .hasSize(8)
                .allMatch(row -> row.closes().contains("to the "));
    }

    @Test
    void everyRowSaysWhereItIsFrom() {
        assertThat(profiles.rows()).hasSizeGreaterThan(100).allSatisfy(row -> {
            assertThat(row.source()).as(row.product()).isNotBlank();
            assertThat(row.closes()).as(row.product() + " " + row.setting()).isNotBlank();
        });
    }

    @Test
    void productsAreFoundByAnyOfTheirWords() {
        assertThat(profiles.named("waf alibaba 3.0"))
                .isNotEmpty()
                .allMatch(row -> row.product().contains("WAF 3.0"));
        assertThat(profiles.named("no-such-thing")).isEmpty();
    }
}
