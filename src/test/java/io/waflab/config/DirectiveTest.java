package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DirectiveTest {

    @ParameterizedTest
    @CsvSource({
        "KEEPALIVE_TIMEOUT, UPSTREAM, 60s",
        "PROXY_NEXT_UPSTREAM, STREAM, on",
        "PROXY_NEXT_UPSTREAM, STREAM_SERVER, on",
        "PROXY_BUFFER_SIZE, STREAM, 16k",
        "PROXY_BUFFER_SIZE, STREAM_SERVER, 16k"
    })
    void someDefaultsAreOthersInGroupsAndInStream(Directive directive, Context context, String text) {
        assertThat(directive.defaultText(context)).isEqualTo(text).isNotEqualTo(directive.defaultText());
        assertThat(directive.defaultText(Context.HTTP)).isEqualTo(directive.defaultText());
    }

    @ParameterizedTest
    @EnumSource(Directive.class)
    void eachIsFoundByItsWord(Directive directive) {
        assertThat(Directive.of(directive.word())).contains(directive);
    }

    @Test
    void otherWordsAreNone() {
        assertThat(Directive.of("no_such_directive")).isEmpty();
        assertThat(Directive.of("SEND_TIMEOUT")).isEmpty();
    }
}
