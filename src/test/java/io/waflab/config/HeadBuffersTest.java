package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadBuffersTest {

    private static final String REFUSED =
            "the \"large_client_header_buffers\" size must be equal to or greater than \"connection_pool_size\"";

    @TempDir
    private Path folder;

    /** As nginx 1.22.1 says. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            large_client_header_buffers 1 1;                              | server { listen 127.0.0.1:1; } | true
            large_client_header_buffers 4 511;                            | server { listen 127.0.0.1:1; } | true
            large_client_header_buffers 4 512;                            | server { listen 127.0.0.1:1; } | false
            large_client_header_buffers 4 256;                            | ''                             | false
            connection_pool_size 256; large_client_header_buffers 4 256;  | server { listen 127.0.0.1:1; } | false
            connection_pool_size 1k; large_client_header_buffers 4 512;   | server { listen 127.0.0.1:1; } | true
            connection_pool_size 16k;                                     | server { listen 127.0.0.1:1; } | true
            large_client_header_buffers 4 256; | server { listen 127.0.0.1:1; large_client_header_buffers 4 1k; } | false
            '' | server { listen 127.0.0.1:1; large_client_header_buffers 4 1k; connection_pool_size 2k; }        | true
            """)
    void aBufferIsNotSmallerThanAConnectionsPool(String http, String server, boolean refused) throws Exception {
        var said = ForeignPlacesTest.refused("http { " + http + " " + server + " }", folder);
        if (refused) {
            assertThat(said).containsExactly(REFUSED);
        } else {
            assertThat(said).isEmpty();
        }
    }
}
