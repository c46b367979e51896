package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.waflab.connection.Side;
import io.waflab.journal.What;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("wire")
class RecorderTest {

    @TempDir
    Path folder;

    @Test
    void withoutAProgramItSaysWhatToInstall() {
        assertThatThrownBy(() -> Recorder.start(folder.resolve("x.pcap"), List.of(443), List.of(folder)))
                .isInstanceOf(CaptureException.class)
                .hasMessage("neither tcpdump nor dumpcap is installed (install the package tcpdump)");
    }

    @Test
    void everyProgramThatRefusesIsNamedWithItsReason() throws IOException {
        program("tcpdump", "echo \"lo: You don't have permission\" >&2; echo '(socket)' >&2; exit 1");
        program("dumpcap", "echo 'There are no interfaces' >&2; exit 2");

        assertThatThrownBy(() -> Recorder.start(folder.resolve("x.pcap"), List.of(443), List.of(folder)))
                .hasMessageMatching("\\S+/tcpdump may not record on lo0? \\(run as root, or once: sudo setcap"
                        + " cap_net_raw\\+ep \\S+/tcpdump\\); \\S+/dumpcap does not record on lo0?:"
                        + " There are no interfaces");
        assertThat(folder.resolve("x.pcap")).doesNotExist();
    }

    @Test
    void aProgramThatWritesNoCaptureIsRefused() throws IOException {
        program("tcpdump", "echo 'this is no capture but a text of some length'");

        assertThatThrownBy(() -> Recorder.start(folder.resolve("x.pcap"), List.of(443), List.of(folder)))
                .hasMessageContaining("tcpdump does not record on")
                .hasMessageContaining("magic: ");
    }

    @Test
    void aFileThatCannotBeWrittenIsRefused() throws IOException {
        program("tcpdump", "cat");
        var file = folder.resolve("missing").resolve("x.pcap");

        assertThatThrownBy(() -> Recorder.start(file, List.of(443), List.of(folder)))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void everyPacketFromTheFirstToTheLastIsInTheFile() throws IOException, CaptureException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var recorder = startIfAllowed(listener.getLocalPort())) {
            try (var client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                    var accepted = listener.accept()) {
                client.getOutputStream().write("hello".getBytes());
                assertThat(accepted.getInputStream().readNBytes(5)).hasSize(5);
                client.setSoLinger(true, 0);
            }
            var packets = recorder.stop();

            var capture = Capture.read(recorder.file());
            assertThat(capture.packets()).isEqualTo(packets);
            assertThat(capture.others()).isZero();
            var story = capture.conversations().get(0).story(Side.DOWNSTREAM);
            assertThat(story.get(0).what()).isEqualTo(What.OPEN);
            assertThat(story)
                    .filteredOn(seen -> seen.what() == What.DATA)
                    .singleElement()
                    .satisfies(data -> assertThat(data.size()).isEqualTo(5));
            assertThat(story).last().extracting(seen -> seen.what()).isIn(What.RST, What.FIN);
            assertThat(story).extracting(seen -> seen.what()).contains(What.RST);
        }
    }

    private Recorder startIfAllowed(int port) {
        try {
            return Recorder.start(folder.resolve("x.pcap"), List.of(port));
        } catch (CaptureException refused) {
            assumeTrue(false, refused.getMessage());
            throw new AssertionError(refused);
        }
    }

    private void program(String name, String script) throws IOException {
        var file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
