package io.waflab.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the lab's certificates are. */
final class LabFolder {

    @Option(
            names = "--certs",
            paramLabel = "DIR",
            defaultValue = "${sys:waflab.home:-.}/certs",
            description = "The folder of the lab's certificates (default: certs in waflab's own folder).")
    Path certificates;
}
