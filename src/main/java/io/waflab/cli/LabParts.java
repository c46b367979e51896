package io.waflab.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that play a disconnect in the lab ask of it alike. */
final class LabParts {

    @Mixin
    LabFolder certs = new LabFolder();

    @Option(
            names = "--packets",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Record packets where that is possible (default: yes; --no-packets for none).")
    boolean packets;
}
