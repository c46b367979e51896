package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {

    private static final String TAG = "\"6a01b2c3-3e8\"";

    @Test
    void aFilesTagIsItsTimeAndItsSizeInHexadecimal() {
        assertThat(EntityTag.of(0x6a01b2c3L, 1000)).isEqualTo(TAG);
        assertThat(EntityTag.of(0, 0)).isEqualTo("\"0-0\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", TAG, "\"a\", " + TAG, "\"a\",\t" + TAG + " , \"b\"", "\"a\",,, " + TAG, "W/\"a\", " + TAG})
    void aTagIsFoundInItsList(String list) {
        assertThat(EntityTag.isIn(list, TAG, false)).isTrue();
        assertThat(EntityTag.isIn(list, TAG, true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\"a\"", "\"a\", \"b\"", TAG + "x", TAG + " x", "x" + TAG, "\"6a01b2c3-3e\"", "6a01b2c3-3e8"
            })
    void anotherTagIsNot(String list) {
        assertThat(EntityTag.isIn(list, TAG, false)).isFalse();
        assertThat(EntityTag.isIn(list, TAG, true)).isFalse();
    }

    @Test
    void aWeakTagIsTheSameOnlyWhereThatIsEnough() {
        assertThat(EntityTag.isIn("W/" + TAG, TAG, true)).isTrue();
        assertThat(EntityTag.isIn("W/" + TAG, TAG, false)).isFalse();
        assertThat(EntityTag.isIn(TAG, "W/" + TAG, true)).isTrue();
        assertThat(EntityTag.isIn(TAG, "W/" + TAG, false)).isFalse();
        assertThat(EntityTag.isIn("W/", TAG, true)).isFalse();
    }

    @Test
    void withoutATagOnlyTheStarFits() {
        assertThat(EntityTag.isIn("*", null, false)).isTrue();
        assertThat(EntityTag.isIn(TAG, null, true)).isFalse();
    }
}
