package io.waflab.capture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        var own = this == TCPDUMP ? List.of("-n", "-U", "--immediate-mode") : List.of("-q", "-P");
        var command = new ArrayList<>(List.of(program.toString(), "-i", device, "-p"));
        command.addAll(own);
        command.addAll(
                List.of("-B", Integer.toString(this == TCPDUMP ? KERNEL_BUFFER * 1024 : KERNEL_BUFFER), "-w", "-"));
        command.addAll(this == TCPDUMP ? List.of(filter) : List.of("-f", filter));
        return command;
    }

    /** One line for a program that would not record. */
    String explain(Path program, String device, String said) {
        return said.toLowerCase(Locale.ROOT).contains("permi")
                ? program + " may not record on " + device + " (run as root, or once: sudo setcap cap_net_raw+ep "
                        + program + ")"
                : program + " does not record on " + device + ": " + said;
    }
}
