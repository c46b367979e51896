package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientArgumentsTest {

    private static Object value(Directive directive, String words) {
        return Arguments.value(directive, Arrays.asList(words.split(" ")), Context.LOCATION);
    }

    @ParameterizedTest
    @CsvSource({
        "ALLOW, 192.0.2.300, 'invalid parameter \"192.0.2.300\"'",
        "DENY, all now, invalid number of arguments",
        "SET_REAL_IP_FROM, 10.0.0.0/40, 'invalid parameter \"10.0.0.0/40\"'",
        "LIMIT_REQ_ZONE, $uri zone=one:1m, invalid number of arguments",
        "LIMIT_REQ, burst=1, '\"limit_req\" must have \"zone\" parameter'",
        "LIMIT_REQ, zone=one burst=0, 'invalid burst value \"burst=0\"'",
        "LIMIT_REQ, zone=one delay=x, 'invalid delay value \"delay=x\"'",
        "LIMIT_REQ, zone=one fast, 'invalid parameter \"fast\"'",
        "LIMIT_CONN, one 0, 'invalid number of connections \"0\"'",
        "LIMIT_CONN, one 65536, connection limit must be less 65536",
        "LIMIT_REQ_STATUS, 399, value must be between 400 and 599",
        "GZIP_COMP_LEVEL, 10, value must be between 1 and 9",
        "GZIP_PROXIED, any public, 'invalid value \"public\"'",
        "GZIP_DISABLE, msie6 a(b, a(b",
        "EXPIRES, changed 1h, invalid value",
        "EXPIRES, soon, invalid value",
        "KEEPALIVE_DISABLE, opera, 'invalid value \"opera\"'",
        "CLIENT_BODY_TEMP_PATH, /tmp 4, 'invalid value \"4\"'"
    })
    void whatIsWrongIsSaid(Directive directive, String words, String message) {
        assertThatThrownBy(() -> value(directive, words))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatIsRightIsTaken() {
        assertThatCode(() -> {
                    value(Directive.ALLOW, "unix:");
                    value(Directive.SET_REAL_IP_FROM, "unix:");
                    value(Directive.LIMIT_REQ, "zone=one burst=5 nodelay");
                    value(Directive.LIMIT_CONN_STATUS, "429");
                    value(Directive.GZIP_COMP_LEVEL, "9");
                    value(Directive.GZIP_PROXIED, "expired no-cache no-store private no_last_modified no_etag auth");
                    value(Directive.GZIP_DISABLE, "msie6 ^Bad");
                })
                .doesNotThrowAnyException();
    }
}
