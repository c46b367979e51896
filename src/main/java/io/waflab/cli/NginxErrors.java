package io.waflab.cli;

import io.waflab.config.ConfigException;
import io.waflab.config.FileError;
import io.waflab.http.HttpDate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.TimeZone;

/** nginx's messages as long as no configuration has named a log: on standard error, and in the file behind {@code -e}. */
final class NginxErrors {

    private final PrintWriter err;
    private final Optional<Path> log;

    /** @param name the file behind {@code -e}, made when it is missing; or stderr */
    NginxErrors(PrintWriter err, Path prefix, String name) {
        this.err = err;
        this.log = name.equals("stderr") ? Optional.empty() : opened(prefix.resolve(name));
    }

    private Optional<Path> opened(Path file) {
        try {
            append(file, "");
            return Optional.of(file);
        } catch (IOException failed) {
            print("alert", "could not open error log file: " + FileError.open(file, failed));
            return Optional.empty();
        }
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Says why the configuration is refused. */
    void refused(ConfigException refused) {
        refused.problems().forEach(problem -> say("emerg", problem.nginxLine()));
    }

    void say(String level, String message) {
        print(level, message);
        if (log.isPresent()) {
            var now = new HttpDate(TimeZone.getDefault()).at(System.currentTimeMillis() / 1000);
            var pid = NginxMaster.number();
            try {
                append(
                        log.get(),
                        now.log() + " [" + level + "] " + pid + "#" + pid + ": " + Complaint.printable(message) + "\n");
            } catch (IOException full) {
                print("alert", "write() to \"" + log.get() + "\" failed");
            }
        }
    }

    private void print(String level, String message) {
        err.println("nginx: [" + level + "] " + Complaint.printable(message));
        err.flush();
    }
}
