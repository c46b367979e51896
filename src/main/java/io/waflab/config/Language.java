package io.waflab.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What a configuration is written in. */
enum Language {
    HOCON,
    NGINX;

    /** Texts in quotes, three double ones included, and comments: what stands in them tells nothing. */
    private static final Pattern SAID =
            Pattern.compile("(?s:\"\"\".*?\"\"\")|\"(?:[^\"\\\\\\n]++|\\\\.)*+\"|(?m:^\\s*//.*$)|#.*");

    /** HOCON when it cannot be read, which is then said. */
    static Language of(Path file) {
        try {
            return of(NginxFiles.text(file));
        } catch (IOException unreadable) {
            return HOCON;
        }
    }

    /** nginx's directives end in semicolons, HOCON's in line ends. */
    static Language of(String text) {
        return SAID.matcher(text).replaceAll("").contains(";") ? NGINX : HOCON;
    }
}
