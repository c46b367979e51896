package io.waflab.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What the commands that play a disconnect in the lab ask of it alike. */
final class LabParts {

    @Option(
            names = "--certs",
            paramLabel = "DIR",
            defaultValue = "${sys:waflab.home:-.}/certs",
            description = "The folder of the lab's certificates (default: certs in waflab's own folder).")
    Path certificates;

    @Option(
            names = "--packets",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Record packets where that is possible (default: yes; --no-packets for none).")
    boolean packets;
}
