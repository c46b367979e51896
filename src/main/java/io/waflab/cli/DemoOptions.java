package io.waflab.cli;

import java.nio.file.Path;

/**
 * What a demonstration is to show, and how.
 *
 * @param speed what every timer is divided by, 1 to 100
 * @param folder where its files go
 * @param engine of TLS, as tls_engine says it
 * @param certificates the folder of the lab's own
 */
record DemoOptions(DemoStory story, double speed, Path folder, String engine, Path certificates) {

    /** {@code idle.pcap} and the like, in the folder. */
    Path file(String extension) {
        return folder.resolve(story.word() + "." + extension);
    }
}
