package io.waflab.report;

import java.nio.charset.Charset;
import java.util.Map;

/**
 * How text may look where it goes.
 *
 * @param width columns, at least 60
 * @param colour whether ANSI colours may be used
 * @param unicode whether arrows and dots beyond ASCII can be written
 */
public record Style(int width, boolean colour, boolean unicode) {

    /** For files: 80 columns, no colour, UTF-8. */
    public static final Style FILE = new Style(80, false, true);

    public Style {
        if (width < 60) {
            throw new IllegalArgumentException("width: " + width + " (expected: >= 60)");
        }
    }

    /**
     * For what a program prints: colour on a terminal only, and not where NO_COLOR (no-color.org) is set to anything, or
     * TERM is {@code dumb}.
     *
     * @param terminal whether the output is one
     * @param charset the output's
     */
    public static Style of(boolean terminal, Charset charset, Map<String, String> environment) {
        var wanted = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        return new Style(
                80,
                terminal && wanted,
                charset.canEncode() && charset.newEncoder().canEncode("→←·"));
    }

    String bold(String text) {
        return paint("1", text);
    }

    String dim(String text) {
        return paint("2", text);
    }

    String red(String text) {
        return paint("31", text);
    }

    String green(String text) {
        return paint("32", text);
    }

    String yellow(String text) {
        return paint("33", text);
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
