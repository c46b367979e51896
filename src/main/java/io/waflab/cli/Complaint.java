package io.waflab.cli;

import io.waflab.config.ConfigException;
import io.waflab.reproduce.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.function.Supplier;

/** Tells the user what went wrong, in one line of printable characters on standard error. */
final class Complaint {

    private final PrintWriter err;
    private final boolean debug;

    /** @param debug whether stack traces are shown too */
    Complaint(PrintWriter err, boolean debug) {
        this.err = err;
        this.debug = debug;
    }

    /** Says why a command failed: what it could not read or use, or that waflab itself is broken. @return the exit code */
    int about(Exception failure) {
        if (failure instanceof ConfigException refused) {
            refused.problems().forEach(problem -> err.println(printable(problem.toString())));
        } else if (failure instanceof IOException io) {
            say(words(io));
        } else if (failure instanceof UncheckedIOException io) {
            say(words(io.getCause()));
        } else {
            say("internal error: " + failure + (debug ? "" : " (WAFLAB_DEBUG=1 shows the stack trace)"));
        }
        if (debug) {
            failure.printStackTrace(err);
        }
        return Main.REFUSED;
    }

    /** Says how much memory there was, and how to give more. @return the exit code */
    int about(OutOfMemoryError failure) {
        say("out of memory: " + failure.getMessage() + ", of "
                + (Runtime.getRuntime().maxMemory() >> 20) + " MiB (give more: WAFLAB_JAVA_OPTS=-Xmx1g)");
        if (debug) {
            failure.printStackTrace(err);
        }
        return Main.REFUSED;
    }

    void say(String message) {
        err.println("waflab: " + printable(message));
    }

    /**
     * What was read; of what is refused it says where it was written.
     *
     * @param where an option, and what stands between it and the words of the refusal
     * @throws IllegalArgumentException as {@code read} does, with {@code where} before its message
     */
    static <T> T named(String where, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(where + wrong.getMessage(), wrong);
        }
    }

    /** Each line of it on a line of its own. */
    static void lines(String message, PrintWriter err) {
        message.lines().map(Printable::of).forEach(err::println);
    }

    /** In words what was wrong with which file; of other failures their own message. */
    static String words(IOException failure) {
        if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file";
        }
        if (failure instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        if (failure instanceof FileSystemException file) {
            return file.getFile() + ": " + Objects.requireNonNullElse(file.getReason(), "not usable");
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /** Line ends become spaces; other control characters, which a terminal would obey, their numbers. */
    static String printable(String text) {
        var safe = new StringBuilder(text.length());
        text.strip().replaceAll("\\s*\\R\\s*", " ").codePoints().forEach(character -> {
            if (Character.isISOControl(character)) {
                safe.append(String.format("\\x%02x", character));
            } else {
                safe.appendCodePoint(character);
            }
        });
        return safe.toString();
    }
}
