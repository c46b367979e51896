package io.waflab.capture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads with Wireshark's tshark and the keys of its handshakes what TLS hides in a capture: heads of HTTP/1.1 and HTTP/2,
 * GOAWAY, RST_STREAM, alerts, session tickets, the close of WebSockets.
 *
 * <p>tshark is run once, without a shell. Of its output {@value #MOST_LINES} lines are read, one at a time; it is ended when
 * the time is up. What was read until then counts.
 */
public final class TsharkWithKeys {

    private static final int MOST_LINES = 1_000_000;
    private static final String FILTER =
            "http.request or http.response or http2 or tls.alert_message.desc or tls.handshake.type == 4"
                    + " or websocket.payload.close.status_code";

    private final String program;
    private final Duration limit;

    /** @param limit how long it may take */
    public TsharkWithKeys(Duration limit) {
        this("tshark", limit);
    }

    TsharkWithKeys(String program, Duration limit) {
        this.program = program;
        this.limit = limit;
    }

    /**
     * Reads a capture that holds its secrets itself (pcapng), or of which the key log is in a file.
     *
     * @param keyLog in the format of SSLKEYLOGFILE; empty where the capture has its secrets
     */
    public Decrypted read(Path capture, Optional<Path> keyLog) {
        if (keyLog.isPresent() && !Files.isReadable(keyLog.get())) {
            return Decrypted.nothing(
                    keyLog.get() + ": cannot be read (expected: a key log, as SSLKEYLOGFILE names it)");
        }
        try {
            return run(capture, keyLog);
        } catch (IOException absent) {
            return Decrypted.nothing(program + ": cannot be run (install Wireshark's tshark, or leave the keys out)");
        }
    }

    /** The same with the key log's text, which is in a file of the user's alone as long as tshark runs. */
    public Decrypted read(Path capture, String keyLog) {
        try {
            var file = Files.createTempFile(
                    "waflab-",
                    ".keys",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.writeString(file, keyLog, StandardCharsets.ISO_8859_1);
                return read(capture, Optional.of(file));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException unwritable) {
            return Decrypted.nothing("the key log cannot be handed to tshark (" + unwritable + ")");
        }
    }

    private Decrypted run(Path capture, Optional<Path> keyLog) throws IOException {
        var process = new ProcessBuilder(command(capture, keyLog))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        var late = new AtomicBoolean();
        var watch = CompletableFuture.runAsync(
                () -> {
                    late.set(true);
                    process.destroyForcibly();
                },
                CompletableFuture.delayedExecutor(limit.toNanos(), TimeUnit.NANOSECONDS));
        var found = new TsharkLines();
        var lines = 0;
        try (var out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8), 1 << 16)) {
            for (var line = out.readLine(); line != null && lines < MOST_LINES; line = out.readLine()) {
                lines++;
                found.add(line);
            }
        } catch (IOException ended) {
            // It was ended in the middle of a line.
            late.set(true);
        } finally {
            watch.cancel(false);
            process.destroy();
        }
        return new Decrypted(found.facts(), problem(late.get(), lines, keyLog, found.facts()));
    }

    private Optional<String> problem(boolean late, int lines, Optional<Path> keyLog, List<HiddenFact> facts) {
        if (late) {
            return Optional.of(
                    "tshark did not finish within " + limit.toSeconds() + " s: what it read until then counts");
        }
        if (lines == MOST_LINES) {
            return Optional.of("tshark found more than " + MOST_LINES + " frames: the later ones were left out");
        }
        if (facts.stream().noneMatch(HiddenFact::wasHidden)) {
            return Optional.of(
                    "nothing could be decrypted: "
                            + keyLog.map(file -> file + " has no keys of").orElse("the capture has no keys of")
                            + " its handshakes (expected: the key log of the same connections, and their ClientHellos captured)");
        }
        return Optional.empty();
    }

    private List<String> command(Path capture, Optional<Path> keyLog) {
        var command = new ArrayList<>(List.of(program, "-n", "-r", capture.toString()));
        keyLog.ifPresent(file -> command.addAll(List.of("-o", "tls.keylog_file:" + file.toAbsolutePath())));
        // A head is told in its own frame, not in the last of its body.
        command.addAll(List.of("-o", "http.desegment_body:FALSE", "-Y", FILTER, "-T", "fields"));
        command.addAll(List.of("-E", "separator=" + TsharkLines.FIELD, "-E", "aggregator=" + TsharkLines.VALUE));
        for (var field : TsharkLines.FIELDS) {
            command.addAll(List.of("-e", field));
        }
        return command;
    }
}
