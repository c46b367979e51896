package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClientSplitTest {

    private static ClientSplit split(ClientSplit.Part... parts) {
        return new ClientSplit(Template.of("$uri"), List.of(parts));
    }

    @Test
    void theHashIsMurmurHash2() {
        assertThat(ClientSplit.murmur(new byte[0])).isZero();
        assertThat(murmur("a")).isEqualTo(0x92685f5e);
        assertThat(murmur("abcd")).isNotEqualTo(murmur("abce"));
        assertThat(murmur("abcdefg")).isEqualTo(murmur("abcdefg"));
    }

    private static int murmur(String text) {
        return ClientSplit.murmur(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void eachValueHasItsShareAndTheAsteriskTheRest() {
        var split = split(
                new ClientSplit.Part(5000, "half"),
                new ClientSplit.Part(1000, "tenth"),
                new ClientSplit.Part(0, "rest"));
        var counts = IntStream.range(0, 10_000)
                .mapToObj(i -> split.find("client " + i))
                .collect(
                        java.util.stream.Collectors.groupingBy(value -> value, java.util.stream.Collectors.counting()));
        assertThat(counts.get("half")).isBetween(4_700L, 5_300L);
        assertThat(counts.get("tenth")).isBetween(800L, 1_200L);
        assertThat(counts.get("rest")).isBetween(3_700L, 4_300L);
    }

    @Test
    void whatHasNoShareIsEmpty() {
        assertThat(split().find("x")).isEmpty();
    }

    @Test
    void thereIsNoMoreThanTheWhole() {
        assertThatThrownBy(() -> split(new ClientSplit.Part(6000, "a"), new ClientSplit.Part(5000, "b")))
                .hasMessage("percent total is greater than 100%");
    }
}
