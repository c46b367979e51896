package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "lab.test, lab.test, true",
        "lab.test:443, lab.test, true",
        "1.2.3, 1.2.3, true",
        "192.0.2.1:443, 192.0.2.1, false",
        "[2001:db8::1]:443, [2001:db8::1], false",
        "[lab.test, [lab.test, false",
        "::1, '', false",
        ":443, '', false"
    })
    void aNameWithoutItsPortIsSentUnlessItIsAnAddress(String written, String name, boolean sent) {
        assertThat(Target.withoutPort(written)).isEqualTo(name);
        assertThat(Target.isSentInSni(name)).isEqualTo(sent);
    }
}
