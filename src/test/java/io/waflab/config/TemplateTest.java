package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.config.Template.BuiltIn;
import io.waflab.config.Template.Capture;
import io.waflab.config.Template.Literal;
import io.waflab.config.Template.UserVariable;
import org.junit.jupiter.api.Test;

class TemplateTest {

    @Test
    void literalsVariablesAndCapturesComeInOrder() {
        assertThat(Template.of("a$uri-${http_user_agent}d$12").parts())
                .containsExactly(
                        new Literal("a"),
                        new BuiltIn(Variable.URI, ""),
                        new Literal("-"),
                        new BuiltIn(Variable.HTTP_FIELD, "user_agent"),
                        new Literal("d"),
                        new Capture(1),
                        new Literal("2"));
    }

    @Test
    void aVariableOfTheConfigurationHasItsSlotAndHidesAFamilysMember() {
        var variables = new Variables();
        variables.declare("first");
        variables.declare("arg_x");
        assertThat(Template.of("$arg_x$other$arg_y", variables).parts())
                .containsExactly(
                        new UserVariable("arg_x", 1), new UserVariable("other", -1), new BuiltIn(Variable.ARG, "y"));
        assertThat(Template.of("$first").parts()).containsExactly(new UserVariable("first", -1));
    }

    @Test
    void aTextWithoutVariablesIsOneLiteralOfBytes() {
        assertThat(Template.of("plain").isLiteral()).isTrue();
        assertThat(Template.of("$x").isLiteral()).isFalse();
        assertThat(Template.of("").parts()).isEmpty();
        assertThat(Template.of("").literal()).isEmpty();
        assertThat(Template.of("\u00e9").literal()).isEqualTo("\u00c3\u00a9");
    }

    @Test
    void anUnfinishedOrNamelessVariableIsRefusedInNginxsWords() {
        assertThatThrownBy(() -> Template.of("a${b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the closing bracket in \"b\" variable is missing");
        assertThatThrownBy(() -> Template.of("5 $ 3")).hasMessageContaining("invalid variable name");
        assertThatThrownBy(() -> Template.of("end$")).hasMessageContaining("invalid variable name");
        assertThatThrownBy(() -> Template.of("${")).hasMessageContaining("invalid variable name");
        assertThatThrownBy(() -> Template.of("${}")).hasMessageContaining("invalid variable name");
    }
}
