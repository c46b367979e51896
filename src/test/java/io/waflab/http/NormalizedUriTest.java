package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizedUriTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a/b, /a/b",
        "/a//b, /a/b",
        "//, /",
        "/a/./b, /a/b",
        "/a/., /a/",
        "/., /",
        "/./, /",
        "/a/../b, /b",
        "/a/b/.., /a/",
        "/a/b/../, /a/",
        "/a/b/../../c, /c",
        "/a/..b, /a/..b",
        "/a/...,/a/...",
        "/a/.../b, /a/.../b",
        "/a/b., /a/b.",
        "/.a, /.a",
        "/%41, /A",
        "/%2f%2Fa, /a",
        "/a/%2e%2e/b, /b",
        "/a%2f.%2e/b, /b",
        "/%25%32%65, /%2e",
        "/a%3fb, /a?b",
        "/a%23b, /a#b",
        "/a+b, /a+b",
        "/a%2bb, /a+b",
        "/a#b, /a",
        "/a/..#x, /",
        "/%2E%3F,/.?"
    })
    void pathsAreDecodedAndResolved(String uri, String expected) {
        assertThat(of(uri).path()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/..", "/../", "/../a", "/a/../..", "/a/../../b", "/%2e%2e", "/./..", "//..", "/..?a", "/..#"})
    void leavingTheRootIsRefused(String uri) {
        assertThat(of(uri).path()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%4", "/%g0", "/%0g", "/%00", "/a%00b", "/%%", "/a/%2"})
    void badPercentEncodingIsRefused(String uri) {
        assertThat(of(uri).path()).isNull();
    }

    @Test
    void slashesStayWhereTheyAreNotMerged() {
        var uri = "/a//b/..//c";
        assertThat(NormalizedUri.of(Bytes.of(uri), 0, uri.length(), false, false)
                        .path())
                .isEqualTo("/a///c");
    }

    @ParameterizedTest
    @CsvSource({"/a?b, /a, b", "/a/..?b?c, /, b?c", "/a/.?%zz#f, /a/, %zz", "/%41?, /A, ''"})
    void argumentsAreLeftAsTheyAre(String uri, String path, String args) {
        var parts = of(uri);
        assertThat(parts.path()).isEqualTo(path);
        assertThat(uri.substring(parts.argsStart(), parts.argsEnd())).isEqualTo(args);
    }

    @Test
    void aMissingPathIsTheRoot() {
        assertThat(NormalizedUri.of(Bytes.of("?a"), 0, 2, true, true).path()).isEqualTo("/");
    }

    private static NormalizedUri.Parts of(String uri) {
        return NormalizedUri.of(Bytes.of(uri), 0, uri.length(), false, true);
    }
}
