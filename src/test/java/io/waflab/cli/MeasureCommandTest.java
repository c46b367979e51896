package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasureCommandTest {

    private static final Path CAPTURES = Path.of("src/test/resources/captures");

    private final StringWriter out = new StringWriter();

    private int measure(Path folder) {
        return new Main(new PrintWriter(out, true), new PrintWriter(out, true), false)
                .run("measure", folder.toString());
    }

    @Test
    void everyFieldOfEveryLabelledCaptureIsRight() {
        assertThat(measure(CAPTURES)).as(out.toString()).isZero();
        assertThat(out.toString()).contains("17 captures: 17 right, 0 acceptable, 0 wrong");
    }

    @Test
    void whatIsWrongIsCounted(@TempDir Path folder) throws IOException {
        Files.copy(CAPTURES.resolve("nginx-75s-default-idle.pcap"), folder.resolve("one.pcap"));
        Files.writeString(
                folder.resolve("truth.json"),
                "[{\"file\": \"one.pcap\", \"server_port\": 55023, \"truth\": {\"cause\": \"client-gave-up\","
                        + " \"closed_by\": \"server\", \"how\": \"fin\", \"phase\": \"idle\", \"gap_s\": 60, \"also\": []}}]");
        assertThat(measure(folder)).isEqualTo(1);
        assertThat(out.toString()).contains("1 wrong", "{cause=1, gap_s=1, how=1}");
    }
}
