package io.waflab.config;

import static io.waflab.config.ForeignDirectives.Standing.HARMLESS;
import static io.waflab.config.ForeignDirectives.Standing.MISCOUNTED;
import static io.waflab.config.ForeignDirectives.Standing.NOT_DONE;
import static io.waflab.config.ForeignDirectives.Standing.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ForeignDirectivesTest {

    @Test
    void aDirectiveIsHarmlessOrOnlyWithSomeArgumentsOrNot() {
        assertThat(ForeignDirectives.standing("sendfile", List.of("on"))).isEqualTo(HARMLESS);
        assertThat(ForeignDirectives.standing("gunzip", List.of("off"))).isEqualTo(HARMLESS);
        assertThat(ForeignDirectives.standing("gunzip", List.of("on"))).isEqualTo(NOT_DONE);
        assertThat(ForeignDirectives.standing("sub_filter", List.of("a", "b"))).isEqualTo(NOT_DONE);
        assertThat(ForeignDirectives.standing("no_such", List.of())).isEqualTo(UNKNOWN);
    }

    @Test
    void argumentsAreCountedWhereNginxCountsThem() {
        assertThat(ForeignDirectives.standing("open_file_cache", List.of())).isEqualTo(MISCOUNTED);
        assertThat(ForeignDirectives.standing("open_file_cache", List.of("a"))).isEqualTo(HARMLESS);
        assertThat(ForeignDirectives.standing("open_file_cache", List.of("a", "b")))
                .isEqualTo(HARMLESS);
        assertThat(ForeignDirectives.standing("open_file_cache", List.of("a", "b", "c")))
                .isEqualTo(MISCOUNTED);
        assertThat(ForeignDirectives.standing("fastcgi_cache_key", List.of("a", "b")))
                .isEqualTo(MISCOUNTED);
        assertThat(ForeignDirectives.standing("load_module", List.of("a", "b"))).isEqualTo(MISCOUNTED);
    }

    @Test
    void linesAreWordsWithOneBlankBetween() {
        assertThat(ForeignDirectives.TABLE.lines().filter(line -> !line.isEmpty() && !line.startsWith("#")))
                .hasSizeGreaterThan(150)
                .allMatch(line -> line.matches("(harmless|not-done|only|takes [0-9](-[0-9])?):( \\S+)+"));
    }

    @Test
    void noDirectiveOfWaflabsOwnIsForeign() {
        for (var directive : Directive.values()) {
            assertThat(ForeignDirectives.standing(directive.word(), List.of()))
                    .as(directive.word())
                    .isEqualTo(UNKNOWN);
        }
    }

    @Test
    void aMessageNamesWhatIsAccepted() {
        assertThat(ForeignDirectives.accepted("gunzip")).isEqualTo(" (only \"gunzip off\" is accepted)");
        assertThat(ForeignDirectives.accepted("sub_filter")).isEqualTo(" (leave it out to run the rest)");
    }
}
