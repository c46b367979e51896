package io.waflab.cli;

import io.waflab.config.FileError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What {@code -s} may tell a running master, and by which signal. */
enum NginxSignal {
    STOP("TERM", 15),
    QUIT("QUIT", 3),
    RELOAD("HUP", 1),
    REOPEN("USR1", 10);

    private final String signal;
    private final int number;

    NginxSignal(String signal, int number) {
        this.signal = signal;
        this.number = number;
    }

    static Optional<NginxSignal> of(String word) {
        return Arrays.stream(values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }

    /** Sends it to the process whose number is in the file; says why not. */
    boolean send(Path pidFile, NginxErrors errors) throws InterruptedException {
        String text;
        try {
            text = Files.readString(pidFile).strip();
        } catch (IOException unreadable) {
            errors.say("error", FileError.open(pidFile, unreadable));
            return false;
        }
        if (!text.matches("[1-9][0-9]{0,9}")) {
            errors.say("error", "invalid PID number \"" + text + "\" in \"" + pidFile + "\"");
            return false;
        }
        return send(text, errors);
    }

    /** Java sends no signals but SIGTERM and SIGKILL. */
    private boolean send(String pid, NginxErrors errors) throws InterruptedException {
        try {
            var kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (kill.waitFor() == 0) {
                return true;
            }
        } catch (IOException noShell) {
            errors.say("alert", "kill(" + pid + ", " + number + ") failed: " + noShell.getMessage());
            return false;
        }
        errors.say("alert", "kill(" + pid + ", " + number + ") failed (3: No such process)");
        return false;
    }
}
