package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VariableTest {

    @Test
    void aNameIsAVariableOrAFamilysMember() {
        assertThat(Variable.of("remote_addr")).contains(Variable.REMOTE_ADDR);
        assertThat(Variable.of("http_user_agent")).contains(Variable.HTTP_FIELD);
        assertThat(Variable.HTTP_FIELD.member("http_user_agent")).isEqualTo("user_agent");
        assertThat(Variable.of("sent_http_x")).contains(Variable.SENT_HTTP_FIELD);
        assertThat(Variable.of("upstream_http_x")).contains(Variable.UPSTREAM_HTTP_FIELD);
        assertThat(Variable.of("upstream_status")).contains(Variable.UPSTREAM_STATUS);
    }

    @Test
    void anythingElseIsNone() {
        assertThat(Variable.of("http_")).isEmpty();
        assertThat(Variable.of("")).isEmpty();
        assertThat(Variable.of("1")).isEmpty();
    }
}
