package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OctetsTest {

    @Test
    void theClassesOfBytesAreNginxs() {
        int plain = 0;
        int inName = 0;
        for (int c = 0; c < 256; c++) {
            plain += Octets.plainInUri((byte) c) ? 1 : 0;
            inName += Octets.inName((byte) c) ? 1 : 0;
            assertThat(Octets.visible((byte) c)).isEqualTo(c > 32 && c != 127);
            assertThat(Octets.control((byte) c)).isEqualTo(c < 32 || c == 127);
        }
        assertThat(plain).isEqualTo(256 - 33 - 1 - 6);
        assertThat(inName).isEqualTo(26 + 26 + 10 + 1);
    }

    @Test
    void decimalsAreDigitsAloneAndFit() {
        assertThat(decimal("0")).isZero();
        assertThat(decimal("007")).isEqualTo(7);
        assertThat(decimal("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(decimal("9223372036854775808")).isEqualTo(-1);
        for (var bad : new String[] {"", " 1", "1 ", "+1", "-1", "1.0", "1e3", "\u0660"}) {
            assertThat(decimal(bad)).as(bad).isEqualTo(-1);
        }
    }

    @Test
    void comparisonsIgnoreTheCaseOfLettersAlone() {
        assertThat(Octets.equalsLower(Bytes.of("ChunKed"), 0, 7, "chunked")).isTrue();
        assertThat(Octets.equalsLower(Bytes.of("\u0001"), 0, 1, "!")).isFalse();
        assertThat(Octets.equalsLower(Bytes.of("@"), 0, 1, "`")).isFalse();
        assertThat(Octets.equalsIgnoringCase(Bytes.of("Etag eTAG"), 0, 4, 5, 9)).isTrue();
        assertThat(Octets.equalsIgnoringCase(Bytes.of("Etag eTAGs"), 0, 4, 5, 10))
                .isFalse();
        assertThat(Octets.equalsIgnoringCase(Bytes.of("a@ A`"), 0, 2, 3, 5)).isFalse();
        assertThat(Octets.containsLower(Bytes.of("upgrade, CLOSE"), 0, 14, "close"))
                .isTrue();
        assertThat(Octets.containsLower(Bytes.of("clos"), 0, 4, "close")).isFalse();
    }

    @Test
    void hexadecimalDigitsHaveTheirValue() {
        assertThat(Octets.hex((byte) 'f') + Octets.hex((byte) 'A') + Octets.hex((byte) '9'))
                .isEqualTo(15 + 10 + 9);
        assertThat(Octets.hex((byte) 'g')).isEqualTo(-1);
        assertThat(Octets.hex((byte) -1)).isEqualTo(-1);
    }

    private static long decimal(String text) {
        return Octets.decimal(Bytes.of(text), 0, Bytes.of(text).length);
    }
}
