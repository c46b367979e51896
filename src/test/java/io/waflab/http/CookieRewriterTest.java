package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.CookieFlags;
import io.waflab.config.Rewrite;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookieRewriterTest {

    private static CookieRewriter flags(String... lines) {
        var flags = Arrays.stream(lines)
                .map(line -> CookieFlags.of(List.of(line.split(" "))).orElseThrow())
                .toList();
        return new CookieRewriter(ValueRewriter.ofDomains(List.of()), ValueRewriter.ofPrefixes(List.of()), flags);
    }

    @Test
    void domainAndPathAreRewrittenEachByItsOwnLines() {
        var rewriter = new CookieRewriter(
                ValueRewriter.ofDomains(List.of(
                        Rewrite.cookieDomain(List.of("a.test", "b.test")).orElseThrow())),
                ValueRewriter.ofPrefixes(
                        List.of(Rewrite.cookiePath(List.of("/x", "/y")).orElseThrow())),
                List.of());
        assertThat(rewriter.rewrite("a.test=/x; Domain=A.test; path=/x/z; max-age=1", ValueRewriterTest.EXPANSION))
                .contains("a.test=/x; Domain=b.test; path=/y/z; max-age=1");
        assertThat(rewriter.rewrite("a=b; domain=c.test; path", ValueRewriterTest.EXPANSION))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a secure, a=b, a=b; Secure",
        "a secure httponly, a=b; SECURE, a=b; SECURE; HttpOnly",
        "a samesite=lax httponly secure, a=b, a=b; Secure; HttpOnly; SameSite=Lax",
        "a secure nosecure, a=b, a=b",
        "a nosecure secure, a=b; Secure, a=b; Secure",
        "a nosecure, a=b; Secure; path=/; secure, a=b; path=/",
        "a samesite=strict, a=b; samesite=Lax, a=b; samesite=Strict",
        "a samesite=none, a=b, a=b; SameSite=None",
        "a nosamesite, a=b; SameSite=None, a=b",
        "~^A secure, ab=1, ab=1; Secure"
    })
    void aFlagIsAddedOrTakenAway(String line, String value, String becomes) {
        assertThat(flags(line).rewrite(value, ValueRewriterTest.EXPANSION)).contains(becomes);
    }

    @Test
    void theFirstLineThatFitsTheNameCounts() {
        var rewriter = flags("a secure", "~. httponly", "c samesite=lax");
        assertThat(rewriter.rewrite("A=1", ValueRewriterTest.EXPANSION)).contains("A=1; Secure");
        assertThat(rewriter.rewrite("c=1", ValueRewriterTest.EXPANSION)).contains("c=1; HttpOnly");
        assertThat(flags("a secure").rewrite("b=1", ValueRewriterTest.EXPANSION))
                .isEmpty();
    }

    @Test
    void withoutLinesThereIsNothingToDo() {
        assertThat(flags().isEmpty()).isTrue();
        assertThat(flags("a").isEmpty()).isFalse();
    }
}
