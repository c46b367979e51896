package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NginxFormTest {

    @Test
    void aBlockNeedsItsBracesWhereverItStands() {
        assertThat(NginxForm.checkSimple("http", null)).contains("directive \"http\" has no opening \"{\"");
        assertThat(NginxForm.checkSimple("server", "http")).contains("directive \"server\" has no opening \"{\"");
        assertThat(NginxForm.checkBlock("location", "server")).isEmpty();
    }

    @Test
    void aServerOfAnUpstreamHasNone() {
        assertThat(NginxForm.checkSimple("server", "upstream")).isEmpty();
        assertThat(NginxForm.checkBlock("keepalive", "upstream"))
                .contains("directive \"keepalive\" is not terminated by \";\"");
    }

    @Test
    void whatIsKnownAndNoBlockHasNone() {
        assertThat(NginxForm.checkBlock("pid", null)).contains("directive \"pid\" is not terminated by \";\"");
        assertThat(NginxForm.checkBlock("worker_priority", null))
                .contains("directive \"worker_priority\" is not terminated by \";\"");
        assertThat(NginxForm.checkBlock("nobodys", null)).isEmpty();
    }

    @Test
    void theKeysOfATableMayBeNamedAsBlocksAre() {
        assertThat(NginxForm.checkSimple("http", "map")).isEmpty();
        assertThat(NginxForm.isTable("types")).isTrue();
        assertThat(NginxForm.isTable("http")).isFalse();
        assertThat(NginxForm.isTable(null)).isFalse();
    }
}
