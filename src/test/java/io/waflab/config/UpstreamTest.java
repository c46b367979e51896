package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpstreamTest {

    @Test
    void aServerAtAnotherAddressKeepsItsNameAndOptions() {
        var options = PeerOptions.of(List.of("weight=3", "backup", "resolve"));
        var name = new Upstream.Peer(InetSocketAddress.createUnresolved("a.test", 80), "a.test", options);
        var there = name.at(new InetSocketAddress("192.0.2.1", 80));
        assertThat(there.address()).hasToString("/192.0.2.1:80");
        assertThat(there.server()).isEqualTo("a.test");
        assertThat(there.weight()).isEqualTo(3);
        assertThat(there.backup()).isTrue();
        assertThat(there.resolves()).isTrue();
        assertThat(there.down()).isFalse();
    }
}
