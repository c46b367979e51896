package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class MachineNameTest {

    @Test
    void itIsInSmallLetters() throws Exception {
        assertThat(MachineName.own())
                .isEqualToIgnoringCase(InetAddress.getLocalHost().getHostName());
        assertThat(MachineName.own()).doesNotMatch(".*[A-Z].*");
    }
}
