package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.resolver.dns.DnsNameResolver;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a name server sends is told in error_log where a request meets it; a broken datagram has no trace of its own. */
class NamesLogTest {

    @Test
    void anAnswerThatCannotBeReadIsNotToldByTheLibrary() {
        var log = LoggerFactory.getLogger(DnsNameResolver.class);
        assertThat(log.isWarnEnabled()).isFalse();
        assertThat(log.isErrorEnabled()).isTrue();
    }
}
