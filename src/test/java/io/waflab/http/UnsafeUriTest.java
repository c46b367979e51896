package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnsafeUriTest {

    @ParameterizedTest
    @CsvSource({
        "/a, /a, ''",
        "/a?b=%20c, /a, b=%20c",
        "/a%20b%3Fc, /a b?c, ''",
        "/a..b/..c, /a..b/..c, ''",
        "/a%2, /a%2, ''"
    })
    void aUriIsDecodedAndItsArgumentsAreNot(String text, String path, String args) {
        assertThat(UnsafeUri.read(text)).contains(new UnsafeUri(path, args));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?a", "..", "../a", "/a/../b", "/a/..", "/%2e%2e/a", "/a%2F..%2Fb", "/a%00"})
    void whatCouldLeadOutOfItsFolderIsRefused(String text) {
        assertThat(UnsafeUri.read(text)).isEmpty();
    }
}
