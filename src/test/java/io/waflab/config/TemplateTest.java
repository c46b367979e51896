package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.config.Template.Part;
import org.junit.jupiter.api.Test;

class TemplateTest {

    @Test
    void literalsAndVariablesComeInOrder() {
        assertThat(Template.of("a$b-${c}d").parts())
                .containsExactly(
                        new Part(false, "a"),
                        new Part(true, "b"),
                        new Part(false, "-"),
                        new Part(true, "c"),
                        new Part(false, "d"));
    }

    @Test
    void aTextWithoutVariablesIsOneLiteral() {
        assertThat(Template.of("plain").isLiteral()).isTrue();
        assertThat(Template.of("$x").isLiteral()).isFalse();
        assertThat(Template.of("").parts()).isEmpty();
    }

    @Test
    void anUnfinishedOrNamelessVariableIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> Template.of("a${b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("character 1");
        assertThatThrownBy(() -> Template.of("5 $ 3")).hasMessageContaining("character 2");
        assertThatThrownBy(() -> Template.of("end$")).hasMessageContaining("character 3");
    }
}
