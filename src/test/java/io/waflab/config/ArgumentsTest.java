package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

    private static Object value(String line) {
        var words = Words.split(line);
        var directive = Directive.of(words.get(0)).orElseThrow();
        return Arguments.value(directive, words.subList(1, words.size()), Context.HTTP);
    }

    @Test
    void everyKindHasItsType() {
        assertThat(value("proxy_read_timeout 60")).isEqualTo(Duration.ofMinutes(1));
        assertThat(value("keepalive_timeout 75s 60s")).isEqualTo(Duration.ofSeconds(75));
        assertThat(value("keepalive_timeout 0")).isEqualTo(Duration.ZERO);
        assertThat(value("client_max_body_size 5g")).isEqualTo(5L << 30);
        assertThat(value("keepalive_requests 100")).isEqualTo(100L);
        assertThat(value("proxy_buffering off")).isEqualTo(false);
        assertThat(value("lingering_close always")).isEqualTo("always");
        assertThat(value("imitates \"Tengine/2.3.4\"")).isEqualTo("Tengine/2.3.4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "proxy_read_timeout | invalid number of arguments (1 expected, 0 given)",
                "proxy_read_timeout 1 2 | 2 given",
                "proxy_read_timeout soon | invalid value \"soon\"",
                "keepalive_timeout 75s 500ms | whole seconds",
                "keepalive_timeout 1 2 3 | 1 to 2 expected",
                "proxy_buffering true | expected on, off",
                "gateway_timeout_closes yes | expected off, on, silent",
                "keepalive_requests many | whole number",
                "worker_connections 0 | from 1",
                "worker_processes some | whole number",
                "use kqueue | epoll, io_uring",
                "client_header_buffer_size 0 | 1 byte",
                "client_body_buffer_size 3072m | less than 2 GiB",
                "ssl_session_timeout 100ms | whole seconds",
                "ssl_protocols SSLv3 | invalid value \"SSLv3\"",
                "ssl_protocols TLSv1.2 SSLv4 | invalid value \"SSLv4\"",
                "ssl_session_cache shared:x | shared:name:size",
                "ssl_session_cache shared:x:1q | expected a size",
                "large_client_header_buffers 4 | 2 expected",
                "proxy_buffers x 4k | whole number",
                "proxy_next_upstream error http_418 | http_418",
                "error_log stderr loud | debug, info",
                "error_log stderr info warn | invalid log level \"info\"",
                "proxy_set_header Host | 2 expected",
                "proxy_set_header \"a b\" c | invalid header name",
                "proxy_set_header a ${b | closing bracket",
                "proxy_set_header a \"x\\ny\" | control character",
                "add_header X-A b sometimes | expected always",
                "error_page 502 | invalid number of arguments",
                "try_files a | invalid number of arguments",
                "internal off | 0 expected",
                "index $ | invalid variable name",
                "root $document_root/x | may not be used",
                "log_format main | 2 or more expected",
                "log_format main escape=xml x | expected default, json or none",
                "ssl_certificate engine:x | PEM file",
                "imitates \"a\\tb\" | printable",
            })
    void whatIsWrongIsSaidWithWhatWasExpected(String line, String message) {
        assertThatThrownBy(() -> value(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssl_session_cache shared:TLS:10m",
                "ssl_session_cache builtin:1000 shared:TLS:10m",
                "ssl_session_cache off",
                "add_header X-A \"b $status\" always",
                "add_header X-A \"\"",
                "proxy_set_header X $http_x_y$arg_z",
                "return 301 https://$host$request_uri",
                "log_format main '$remote_addr ' '$upstream_http_server'",
                "proxy_next_upstream off",
                "worker_processes 4",
                "use epoll",
                "use io_uring",
                "proxy_set_header Upgrade \"\""
            })
    void theUsualFormsAreTaken(String line) {
        assertThatCode(() -> value(line)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip ON | true",
                "proxy_buffering Off | false",
                "lingering_close Always | always",
                "ssl_verify_client Optional_NO_ca | optional_no_ca",
                "ssl_protocols tlsv1.2 TLSV1.3 | [TLSv1.2, TLSv1.3]",
                "keepalive_disable MSIE6 | [msie6]",
                "proxy_next_upstream ERROR Timeout | [error, timeout]",
                "gzip_proxied ANY | [any]",
                "proxy_ignore_headers vary | [Vary]",
            })
    void theCaseOfLettersIsNoMatterInFlagsEnumsAndBitmasks(String line, String value) {
        assertThat(value(line)).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy_redirect OFF",
                "error_log /dev/null INFO",
                "add_header a b ALWAYS",
                "expires OFF",
                "ssl_session_cache OFF",
                "use EPOLL",
                "client_header_buffer_size 1g",
                "limit_rate 1g",
                "proxy_limit_rate 1g",
                "proxy_max_temp_file_size 4g",
                "large_client_header_buffers 4 1g",
                "access_log /dev/null combined buffer=1g",
            })
    void whatNginxRefusesIsRefused(String line) {
        assertThatThrownBy(() -> value(line)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFilesNameThatTheJdkCannotWriteIsRefused() {
        assertThatThrownBy(() -> value("ssl_password_file \udcd6\udcd0"))
                .hasMessageContaining("a file's name in UTF-8");
    }

    @Test
    void aSizeThatNoMemoryIsTakenForMayBeOfAnyLength() {
        assertThat(value("proxy_max_temp_file_size 4096m")).isEqualTo(4L << 30);
    }

    @Test
    void anUpstreamsKeepaliveTimeoutHasNoSecondWord() {
        assertThatThrownBy(() -> Arguments.value(Directive.KEEPALIVE_TIMEOUT, Words.split("60s 5s"), Context.UPSTREAM))
                .hasMessageContaining("1 expected");
    }

    @Test
    void everyDefaultIsAValueOfItsDirective() {
        for (var directive : Directive.values()) {
            if (directive.defaultText() != null) {
                assertThatCode(() -> Arguments.value(directive, Words.split(directive.defaultText()), Context.HTTP))
                        .as(directive.word())
                        .doesNotThrowAnyException();
            }
        }
    }
}
