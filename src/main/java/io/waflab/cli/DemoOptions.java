package io.waflab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

    /** So that what an earlier run left, or half a run did, does not pass for the result of a whole one. */
    void deleteFiles() throws IOException {
        for (var extension : List.of("txt", "pcap", "keys")) {
            Files.deleteIfExists(file(extension));
        }
    }
}
