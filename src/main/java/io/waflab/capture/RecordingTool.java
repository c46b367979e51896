package io.waflab.capture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The programs that record packets, best first. Each writes to its standard output, so that the file is ours: tcpdump
 * gives up root before it opens one, and some systems confine where it may write.
 */
enum RecordingTool {
    TCPDUMP,
    DUMPCAP;

    /** In MiB, of the kernel's memory: a burst of the lab's largest response has to wait in it on a busy machine. */
    private static final int KERNEL_BUFFER = 16;

    String program() {
        return name().toLowerCase(Locale.ROOT);
    }

    Optional<Path> find(List<Path> folders) {
        return folders.stream()
                .map(folder -> folder.resolve(program()))
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    List<String> command(Path program, String device, String filter) {
        return switch (this) {
            case TCPDUMP ->
                List.of(
                        program.toString(),
                        "-i",
                        device,
                        "-n",
                        "-p",
                        "-U",
                        "--immediate-mode",
                        "-B",
                        Integer.toString(KERNEL_BUFFER * 1024),
                        "-w",
                        "-",
                        filter);
            case DUMPCAP ->
                List.of(
                        program.toString(),
                        "-i",
                        device,
                        "-q",
                        "-p",
                        "-P",
                        "-B",
                        Integer.toString(KERNEL_BUFFER),
                        "-w",
                        "-",
                        "-f",
                        filter);
        };
    }

    /** One line for a program that would not record. */
    String explain(Path program, String device, String said) {
        return said.toLowerCase(Locale.ROOT).contains("permi")
                ? program + " may not record on " + device + " (run as root, or once: sudo setcap cap_net_raw+ep "
                        + program + ")"
                : program + " does not record on " + device + ": " + said;
    }
}
