package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VariablesTest {

    @Test
    void eachNameHasOneSlot() {
        var variables = new Variables();
        variables.declare("a");
        variables.declareSet("b");
        variables.declare("a");
        assertThat(variables.count()).isEqualTo(2);
        assertThat(variables.slot("b")).contains(1);
        assertThat(variables.slot("c")).isEmpty();
        assertThat(variables.name(1)).isEqualTo("b");
        assertThat(variables.isSet(0)).isFalse();
        assertThat(variables.isSet(1)).isTrue();
    }

    @Test
    void aMapMakesTheValueEvenWhereTheVariableIsSetToo() {
        var variables = new Variables();
        variables.declareSet("a");
        var map = new MapTable(Template.of("$uri"), new MapTable.Parts());
        variables.define("a", map);
        assertThat(variables.isSet(0)).isFalse();
        assertThat(variables.lookup(0)).contains(map);
    }
}
