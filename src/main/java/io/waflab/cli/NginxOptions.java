package io.waflab.cli;

import java.util.Map;
import java.util.Optional;

/** What nginx says of options that it does not take (ngx_get_options). */
final class NginxOptions {

    /** Those with a parameter, behind the letter or as the next word, and what nginx calls it. */
    private static final Map<Character, String> PARAMETERS =
            Map.of('p', "directory name", 'c', "file name", 'e', "file name", 'g', "parameter", 's', "parameter");

    private static final String FLAGS = "?hvVtTq";

    private NginxOptions() {}

    /** The first thing that is wrong; empty where it is not about nginx's own options. */
    static Optional<String> complaint(String... args) {
        for (int i = 0; i < args.length; i++) {
            var word = args[i];
            if (!word.startsWith("-")) {
                return Optional.of(invalid(word));
            }
            if (word.startsWith("--")) {
                if (!word.matches("--(profile|certs)(=.*)?")) {
                    return Optional.of(invalid(word));
                }
                i += word.contains("=") ? 0 : 1;
                continue;
            }
            int end = parameterAt(word);
            char last = end == word.length() ? ' ' : word.charAt(end);
            var needed = PARAMETERS.get(last);
            if (needed == null) {
                if (end < word.length()) {
                    return Optional.of(invalid(String.valueOf(last)));
                }
                continue;
            }
            if (end == word.length() - 1 && ++i == args.length) {
                return Optional.of("option \"-" + last + "\" requires " + needed);
            }
        }
        return Optional.empty();
    }

    /** Where its first letter is that is no flag; the word's length when all are. */
    private static int parameterAt(String word) {
        int at = 1;
        while (at < word.length() && FLAGS.indexOf(word.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static String invalid(String what) {
        return "invalid option: \"" + what + "\"";
    }
}
