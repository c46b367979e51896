package io.waflab.cli;

import io.waflab.config.NginxFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * nginx's options, read as nginx reads them (ngx_get_options): letters may stand together, and a parameter behind its letter.
 * picocli, which would take a sixth of the start, only shows them.
 */
final class NginxOptions {

    /** What nginx calls the parameter of each letter that has one. */
    private static final Map<Character, String> PARAMETERS =
            Map.of('p', "directory name", 'c', "file name", 'e', "file name", 'g', "parameter", 's', "parameter");

    @Option(
            names = "-p",
            paramLabel = "PREFIX",
            description = "The folder for logs and other files (default: this one).")
    String prefix = "";

    @Option(
            names = "-c",
            paramLabel = "FILE",
            description = "The configuration, below the prefix (default: conf/nginx.conf).")
    String conf = "conf/nginx.conf";

    @Option(
            names = "-e",
            paramLabel = "FILE",
            description = "The error log below the prefix, or stderr (default: logs/error.log).")
    String errorLog = "logs/error.log";

    @Option(names = "-g", paramLabel = "DIRECTIVES", description = "Further directives for the top level.")
    String parameter = "";

    @Option(names = "-t", description = "Test the configuration and exit.")
    boolean test;

    @Option(names = "-T", description = "Test the configuration, print it and exit.")
    boolean dump;

    @Option(names = "-q", description = "With -t, say only what is wrong.")
    boolean quiet;

    @Option(names = "-s", paramLabel = "SIGNAL", description = "Tell a running master: stop, quit, reopen or reload.")
    String signal;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "What is imitated: a file of conf/profiles (default: WAFLAB_PROFILE, or " + NginxFile.PROFILE
                    + ").")
    String profile = Optional.ofNullable(System.getenv("WAFLAB_PROFILE")).orElse(NginxFile.PROFILE);

    @Option(
            names = "--certs",
            paramLabel = "DIR",
            description = "The folder of the lab's certificates (default: certs in waflab's own folder).")
    Path certificates = Path.of(System.getProperty("waflab.home", "."), "certs");

    /** @throws IllegalArgumentException in nginx's words, for the first thing that is wrong */
    static NginxOptions read(String... args) {
        var options = new NginxOptions();
        int i = 0;
        while (i < args.length) {
            i = args[i].startsWith("--") ? options.word(args, i) : options.letters(args, i);
        }
        return options;
    }

    /** Ours. */
    private int word(String[] args, int at) {
        var parts = args[at].split("=", 2);
        if (!parts[0].equals("--profile") && !parts[0].equals("--certs")) {
            throw invalid(args[at]);
        }
        int next = parts.length == 2 ? at + 1 : at + 2;
        if (next > args.length) {
            throw new IllegalArgumentException("option \"" + parts[0] + "\" requires parameter");
        }
        var value = parts.length == 2 ? parts[1] : args[at + 1];
        if (parts[0].equals("--profile")) {
            profile = value;
        } else {
            certificates = Path.of(value);
        }
        return next;
    }

    private int letters(String[] args, int at) {
        var word = args[at];
        if (!word.startsWith("-")) {
            throw invalid(word);
        }
        for (int i = 1; i < word.length(); i++) {
            char letter = word.charAt(i);
            var needed = PARAMETERS.get(letter);
            if (needed == null) {
                flag(letter);
            } else if (i + 1 < word.length()) {
                parameter(letter, word.substring(i + 1));
                return at + 1;
            } else if (at + 1 < args.length) {
                parameter(letter, args[at + 1]);
                return at + 2;
            } else {
                throw new IllegalArgumentException("option \"-" + letter + "\" requires " + needed);
            }
        }
        return at + 1;
    }

    private void flag(char letter) {
        switch (letter) {
            case 't' -> test = true;
            case 'T' -> dump = true;
            case 'q' -> quiet = true;
            case '?', 'h', 'v', 'V' -> {
                // scripts/waflab has answered
            }
            default -> throw invalid(String.valueOf(letter));
        }
    }

    private void parameter(char letter, String value) {
        switch (letter) {
            case 'p' -> prefix = value;
            case 'c' -> conf = value;
            case 'e' -> errorLog = value;
            case 'g' -> parameter = value;
            default -> signal = value;
        }
    }

    private static IllegalArgumentException invalid(String what) {
        return new IllegalArgumentException("invalid option: \"" + what + "\"");
    }
}
