package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.Regex;
import io.waflab.config.Rewrite;
import io.waflab.config.Template;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** As nginx 1.22 rewrites. Templates are taken as they stand, but for the groups of a regular expression. */
class ValueRewriterTest {

    static final Expansion EXPANSION = ValueRewriterTest::expanded;

    private static String expanded(Template template, Optional<Regex.Match> captures) {
        var text = template.source();
        for (int i = 1; captures.isPresent() && i < 10; i++) {
            text = text.replace("$" + i, captures.get().group(i));
        }
        return text;
    }

    static Rewrite line(String from, String to) {
        return Rewrite.redirect(List.of(from, to)).orElseThrow();
    }

    private static Optional<String> redirect(String value, Rewrite... lines) {
        return ValueRewriter.ofPrefixes(List.of(lines)).rewrite(value, EXPANSION);
    }

    @Test
    void aTextIsReplacedWhereTheValueBeginsWithIt() {
        assertThat(redirect("http://a/b/c", line("http://a/", "/"))).contains("/b/c");
        assertThat(redirect("http://x/http://a/", line("http://a/", "/"))).isEmpty();
        assertThat(redirect("HTTP://a/b", line("http://a/", "/"))).isEmpty();
    }

    @Test
    void aRegularExpressionReplacesTheWholeValue() {
        assertThat(redirect("http://a:80/b/c", line("~^http://([^:]+):\\d+(/.+)$", "https://$1$2")))
                .contains("https://a/b/c");
        assertThat(redirect("http://A/b", line("~^http://a/", "/"))).isEmpty();
        assertThat(redirect("http://A/b", line("~*^http://a/", "/"))).contains("/");
    }

    @Test
    void theFirstLineThatFitsCounts() {
        assertThat(redirect("http://a/b", line("http://b/", "/1"), line("http://a/", "/2/"), line("http://", "/3")))
                .contains("/2/b");
    }

    @Test
    void aDomainIsReplacedWhole() {
        var rewriter = ValueRewriter.ofDomains(
                List.of(Rewrite.cookieDomain(List.of(".A.test", ".b.test")).orElseThrow()));
        assertThat(rewriter.rewrite("a.test", EXPANSION)).contains("b.test");
        assertThat(rewriter.rewrite(".a.TEST", EXPANSION)).contains(".b.test");
        assertThat(rewriter.rewrite("www.a.test", EXPANSION)).isEmpty();
    }
}
