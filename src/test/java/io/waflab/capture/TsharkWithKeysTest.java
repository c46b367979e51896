package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a program in tshark's place that writes what it is told to. */
class TsharkWithKeysTest {

    private static final String REQUEST = TsharkLinesTest.line(Map.of(
            "frame.number", "1",
            "ip.src", "10.0.0.5",
            "tcp.srcport", "51544",
            "tls.record.content_type", "23",
            "http.request.method", "GET"));

    @TempDir
    Path folder;

    private Path keys;

    @BeforeEach
    void writeKeys() throws IOException {
        keys = Files.writeString(folder.resolve("keys.txt"), "CLIENT_RANDOM 00 00\n");
    }

    @Test
    void whatItWritesIsRead() throws IOException {
        var decrypted = tshark("cat <<'END'\n" + REQUEST + "\nEND", 60).read(folder, Optional.of(keys));

        assertThat(decrypted.problem()).isEmpty();
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        assertThat(new TsharkWithKeys("/nowhere/tshark", Duration.ofSeconds(1))
                        .read(folder, Optional.empty())
                        .problem())
                .contains("/nowhere/tshark: cannot be run (install Wireshark's tshark, or leave the keys out)");
    }

    @Test
    void keysThatDoNotFitAreSaid() throws IOException {
        assertThat(tshark("true", 60).read(folder, Optional.of(keys)).problem().orElseThrow())
                .startsWith("nothing could be decrypted: " + keys + " has no keys of its handshakes");
    }

    @Test
    void aKeyLogThatIsNotThereIsSaid() throws IOException {
        var none = folder.resolve("none");

        assertThat(tshark("true", 60).read(folder, Optional.of(none)).problem().orElseThrow())
                .startsWith(none + ": cannot be read");
    }

    @Test
    void itIsEndedWhenTheTimeIsUp() throws IOException {
        assertThat(tshark("exec sleep 600", 1).read(folder, Optional.of(keys)).problem())
                .contains("tshark did not finish within 1 s: what it read until then counts");
    }

    @Test
    void secretsAreTheUsersAloneAndGoneAfterwards() throws IOException {
        var seen = folder.resolve("seen");
        var script = "for a in \"$@\"; do case $a in tls.keylog_file:*) f=${a#*:};; esac; done\n"
                + "stat -c '%a %n' \"$f\" > " + seen + "; cat \"$f\" >> " + seen;
        tshark(script, 60).read(folder, "CLIENT_RANDOM aa bb\n");

        var lines = Files.readAllLines(seen);
        assertThat(lines.get(0)).startsWith("600 ");
        assertThat(lines.get(1)).isEqualTo("CLIENT_RANDOM aa bb");
        assertThat(Path.of(lines.get(0).substring(4))).doesNotExist();
    }

    private TsharkWithKeys tshark(String script, int seconds) throws IOException {
        var program = folder.resolve("tshark");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new TsharkWithKeys(program.toString(), Duration.ofSeconds(seconds));
    }
}
