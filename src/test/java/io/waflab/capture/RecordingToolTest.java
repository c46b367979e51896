package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingToolTest {

    @Test
    void eachIsToldItsOwnWords() {
        assertThat(RecordingTool.TCPDUMP.command(Path.of("/usr/bin/tcpdump"), "lo", "tcp port 80"))
                .containsExactly(
                        "/usr/bin/tcpdump",
                        "-i",
                        "lo",
                        "-p",
                        "-n",
                        "-U",
                        "--immediate-mode",
                        "-B",
                        "16384",
                        "-w",
                        "-",
                        "tcp port 80");
        assertThat(RecordingTool.DUMPCAP.command(Path.of("/usr/bin/dumpcap"), "lo", "tcp port 80"))
                .containsExactly(
                        "/usr/bin/dumpcap", "-i", "lo", "-p", "-q", "-P", "-B", "16", "-w", "-", "-f", "tcp port 80");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcpdump: lo: You don't have permission to perform this capture (socket: Operation not permitted)"
                        + " | /usr/bin/tcpdump may not record on lo (run as root, or once: sudo setcap cap_net_raw+ep"
                        + " /usr/bin/tcpdump)",
                "tcpdump: lo: No such device exists"
                        + " | /usr/bin/tcpdump does not record on lo: tcpdump: lo: No such device exists",
            })
    void aRefusalIsOneLineThatSaysWhatToDo(String said, String explained) {
        assertThat(RecordingTool.TCPDUMP.explain(Path.of("/usr/bin/tcpdump"), "lo", said))
                .isEqualTo(explained);
    }
}
