package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FieldNamesTest {

    @Test
    void namesAreFoundWhateverTheirCase() {
        var names = FieldNames.of(List.of("Host", "X-Real-IP", "x-real-ip", "TE"));
        assertThat(contains(names, "hOST")).isTrue();
        assertThat(contains(names, "X-REAL-ip")).isTrue();
        assertThat(contains(names, "te")).isTrue();
        assertThat(contains(names, "Hast")).isFalse();
        assertThat(contains(names, "Hos")).isFalse();
        assertThat(contains(names, "")).isFalse();
        assertThat(contains(FieldNames.NONE, "Host")).isFalse();
    }

    @Test
    void onlyTheGivenBytesAreLookedAt() {
        assertThat(FieldNames.of(List.of("te")).contains(Bytes.of("xTEx"), 1, 3))
                .isTrue();
    }

    @Test
    void oneMoreLeavesTheOthersAsTheyAre() {
        var names = FieldNames.of(List.of("Host", "TE"));
        var more = names.and("ETag");
        assertThat(contains(more, "host")).isTrue();
        assertThat(contains(more, "te")).isTrue();
        assertThat(contains(more, "etag")).isTrue();
        assertThat(contains(names, "etag")).isFalse();
    }

    private static boolean contains(FieldNames names, String name) {
        return names.contains(Bytes.of(name), 0, name.length());
    }
}
