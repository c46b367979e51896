package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadPoolsTest {

    @TempDir
    private Path folder;

    /** As nginx 1.22.1 says. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            thread_pool a threads=0;                           |                    | invalid threads value "threads=0"
            thread_pool a threads=2k;                          |                    | invalid threads value "threads=2k"
            thread_pool a threads=2 max_queue=x;               |                    | invalid max_queue value "max_queue=x"
            thread_pool a threads=2; thread_pool a threads=3;  |                    | duplicate thread pool "a"
            thread_pool default threads=4;                     | aio threads;       |
            thread_pool a threads=2 max_queue=0;               | aio threads=a;     |
                                                               | aio threads=default; |
                                                               | aio threads=$host; |
            thread_pool a threads=2;                           | aio threads=b;     | unknown thread pool "b"
            """)
    void whatNginxRefusesOfPoolsIsRefused(String main, String location, String said) throws Exception {
        var text = " http { server { listen 127.0.0.1:1; location / { " + (location == null ? "" : location) + " } } }";
        assertThat(ForeignPlacesTest.refused((main == null ? "" : main) + text, folder))
                .isEqualTo(said == null ? List.of() : List.of(said));
        assertThat(ForeignPlacesTest.refused(text + (main == null ? "" : main), folder))
                .as("written behind its use")
                .isEqualTo(said == null ? List.of() : List.of(said));
    }
}
