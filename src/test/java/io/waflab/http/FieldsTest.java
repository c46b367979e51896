package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FieldsTest {

    @Test
    void namesAndValuesComeBackByteForByteInTheirOrder() {
        var text = "b-B:  2\u00e9 \na:\nB-b: 3\n";
        var fields = fields(text);
        assertThat(fields.count()).isEqualTo(3);
        assertThat(fields.name(0)).isEqualTo("b-B");
        assertThat(fields.value(0)).isEqualTo("2\u00e9");
        assertThat(fields.nameIs(2, "b-b")).isTrue();
        assertThat(fields.find("b-b")).isEqualTo("2\u00e9");
        assertThat(fields.find("a")).isEmpty();
        assertThat(fields.find("c")).isNull();
        assertThat(fields.indexOf("a")).isEqualTo(1);
        var out = Unpooled.buffer();
        for (int i = 0; i < 3; i++) {
            fields.write(i, out);
        }
        assertThat(Bytes.text(out)).isEqualTo("b-B: 2\u00e9\r\na: \r\nB-b: 3\r\n");
    }

    @Test
    void aRepeatedNameLeadsToItsFirstFieldWhateverTheCase() {
        var fields = fields("b-B: 1\na: 2\nbb-b: 3\nB-b: 4\nA: 5\n");
        assertThat(fields.firstNamedAs(0)).isZero();
        assertThat(fields.firstNamedAs(2)).isEqualTo(2);
        assertThat(fields.firstNamedAs(3)).isZero();
        assertThat(fields.firstNamedAs(4)).isEqualTo(1);
    }

    @Test
    void runsAreWrittenAsTheirFieldsWouldBe() {
        var shapes = new String[] {
            "A: 1\r\n", "b:2\r\n", "C:  3\r\n", "D: 4 \r\n", "E: 5\n", "F:\r\n", "G\r\n", "Skip: 6\r\n", "H: 7\r\r\n"
        };
        var random = new Random(20261122);
        for (int round = 0; round < 2_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
                text.append(shapes[random.nextInt(shapes.length)]);
            }
            var fields = fields(text.toString());
            int withheld = random.nextInt(fields.count());
            fields.withhold(withheld);
            var expected = Unpooled.buffer();
            for (int i = 0; i < fields.count(); i++) {
                if (!fields.nameIs(i, "skip") && i != withheld) {
                    fields.write(i, expected);
                }
            }
            var out = Unpooled.buffer();
            fields.writeAll(FieldNames.of(List.of("Skip")), out);
            assertThat(Bytes.text(out)).as(text.toString()).isEqualTo(Bytes.text(expected));
        }
    }

    @Test
    void thereIsRoomForMany() {
        var fields = fields("x: y\n".repeat(1000));
        assertThat(fields.count()).isEqualTo(1000);
        assertThat(fields.line(999)).isEqualTo("x: y");
    }

    private static Fields fields(String text) {
        var fields = new Fields();
        var data = Bytes.of(text);
        fields.data(data);
        var line = new FieldLine(false, false);
        for (int at = 0; at < data.length; at = line.position()) {
            line.parse(data, at, data.length);
            fields.add(line);
        }
        return fields;
    }
}
