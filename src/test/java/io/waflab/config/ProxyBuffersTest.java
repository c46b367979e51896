package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyBuffersTest {

    private static List<String> problems(String location) {
        return Configs.problems(
                "http { servers = [ { listen = [1], locations = { \"/\" {\n" + location + "\n} } } ] }");
    }

    @Test
    void aLargeBufferForTheHeadAloneIsMoreThanAllOthers() {
        assertThat(problems("return = 204, proxy_buffer_size = 64k"))
                .containsExactly("lab.conf:2: \"proxy_busy_buffers_size\" must be less than the size of all"
                        + " \"proxy_buffers\" minus one buffer (of itself it is 131072, twice the largest buffer:"
                        + " write larger or more proxy_buffers)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy_buffer_size = 128k, proxy_buffers = \"4 256k\", proxy_busy_buffers_size = 256k",
                "proxy_buffer_size = 14k",
                "proxy_buffers = \"2 4k\", proxy_busy_buffers_size = 4k",
                "proxy_max_temp_file_size = 0",
                "proxy_buffers = \"4 32k\"",
            })
    void whatNginxTakesIsTaken(String location) {
        assertThat(problems("return = 204, " + location)).isEmpty();
    }

    @Test
    void theOthersAreRefusedInNginxsWords() {
        assertThat(problems("proxy_buffers = \"1 4k\""))
                .containsExactly("lab.conf:2: there must be at least 2 \"proxy_buffers\"");
        assertThat(problems("proxy_busy_buffers_size = 2k"))
                .containsExactly(
                        "lab.conf:2: \"proxy_busy_buffers_size\" must be equal to or greater than the maximum of"
                                + " the value of \"proxy_buffer_size\" and one of the \"proxy_buffers\"");
        assertThat(problems("proxy_temp_file_write_size = 1k"))
                .containsExactly(
                        "lab.conf:2: \"proxy_temp_file_write_size\" must be equal to or greater than the maximum"
                                + " of the value of \"proxy_buffer_size\" and one of the \"proxy_buffers\"");
        assertThat(problems("proxy_max_temp_file_size = 1k"))
                .containsExactly("lab.conf:2: \"proxy_max_temp_file_size\" must be equal to zero to disable temporary"
                        + " files usage or must be equal to or greater than the maximum of the value of"
                        + " \"proxy_buffer_size\" and one of the \"proxy_buffers\"");
    }
}
