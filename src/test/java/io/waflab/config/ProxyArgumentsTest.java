package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyArgumentsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy_redirect = [\"default\"]",
                "proxy_redirect = [\"http://a/ /\", \"'~*^http://([^/]+)/(.*)$' /$1/$2\"]",
                "proxy_cookie_domain = [\".a.test $host\"]",
                "proxy_cookie_path = [\"'~^/x(?<rest>.*)$' /y$rest\"]",
                "proxy_cookie_flags = [\"one secure samesite=lax\", \"~^two nohttponly\"]",
                "proxy_hide_header = [\"X-A\"]",
                "proxy_ignore_headers = \"X-Accel-Redirect set-cookie\"",
                "proxy_set_body = \"\"",
                "proxy_limit_rate = \"$arg_rate\"",
                "proxy_bind = \"127.0.0.1:8080 transparent\"",
                "proxy_bind = \"::1\"",
                "proxy_bind = \"off\"",
                "proxy_bind = \"$remote_addr\"",
                "proxy_temp_path = \"tmp 1 2\"",
                "early_hints = \"$http_sec_fetch_mode\"",
            })
    void whatNginxTakesIsTaken(String directive) {
        assertThat(Configs.problemsOfServer(directive)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "proxy_redirect = [\"on\"] | invalid value \"on\" (expected default, off)",
                "proxy_redirect = [\"a b c\"] | invalid number of arguments",
                "proxy_redirect = [\"a $nothing\"] | unknown \"nothing\" variable",
                "proxy_cookie_path = [\"'~(' /\"] | missing closing parenthesis",
                "proxy_cookie_flags = [\"one sure\"] | invalid value \"sure\"",
                "proxy_pass_header = [\"X A\"] | invalid number of arguments",
                "proxy_ignore_headers = \"Server\" | invalid value \"Server\"",
                "proxy_limit_rate = \"fast\" | invalid value \"fast\"",
                "proxy_bind = \"here\" | invalid address \"here\"",
                "proxy_bind = \"127.0.0.1:0\" | invalid address \"127.0.0.1:0\"",
                "proxy_bind = \"[::1]\" | invalid address \"[::1]\"",
                "proxy_temp_path = \"tmp 9\" | expected a whole number from 1 to 3",
                "proxy_method = \"$nothing\" | unknown \"nothing\" variable",
            })
    void whatItRefusesIsRefused(String directive, String why) {
        assertThat(Configs.problemsOfServer(directive))
                .singleElement()
                .asString()
                .contains(why);
    }
}
