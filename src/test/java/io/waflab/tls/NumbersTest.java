package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NumbersTest {

    @Test
    void itIsTheListThatItWasMadeOf() {
        var numbers = Numbers.of(List.of(0, 0x1301, 0xcca8, 0xffff));
        assertThat(numbers).isEqualTo(List.of(0, 0x1301, 0xcca8, 0xffff)).hasSize(4);
        assertThat(numbers.hashCode())
                .isEqualTo(List.of(0, 0x1301, 0xcca8, 0xffff).hashCode());
    }

    @Test
    void itCannotBeChanged() {
        var numbers = Numbers.of(List.of(1));
        assertThatThrownBy(() -> numbers.set(0, 2)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(Numbers.of(numbers)).isSameAs(numbers);
    }
}
