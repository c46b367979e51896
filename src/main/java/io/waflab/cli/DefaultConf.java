package io.waflab.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Which configuration is meant where none is named. */
final class DefaultConf {

    private static final Path HERE = Path.of("conf/waflab.conf");

    private DefaultConf() {}

    /** {@code conf/waflab.conf} in the current folder, or else in waflab's own. */
    static Path file() {
        return Files.exists(HERE)
                ? HERE
                : Path.of(System.getProperty("waflab.home", ".")).resolve(HERE);
    }
}
