package io.waflab.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Whether a server that speaks TLS names certificates and keys that are there. */
final class CertificateFiles {

    private final Problems problems;
    private final Path base;

    /** @param base the folder for relative names */
    CertificateFiles(Problems problems, Path base) {
        this.problems = problems;
        this.base = base;
    }

    /** None written means the lab's own, which are made at the first start. */
    void check(Settings settings) {
        var certificates = settings.lines(Directive.SSL_CERTIFICATE);
        var keys = settings.lines(Directive.SSL_CERTIFICATE_KEY);
        if (certificates.size() != keys.size()) {
            var fewer = certificates.size() < keys.size() ? Directive.SSL_CERTIFICATE : Directive.SSL_CERTIFICATE_KEY;
            var more = certificates.size() < keys.size() ? Directive.SSL_CERTIFICATE_KEY : Directive.SSL_CERTIFICATE;
            problems.add(
                    settings.get(more).origin(),
                    more.word() + ": " + settings.lines(more).size() + " given, but "
                            + settings.lines(fewer).size() + " " + fewer.word() + " (expected one for each)");
        }
        for (var directive : List.of(Directive.SSL_CERTIFICATE, Directive.SSL_CERTIFICATE_KEY)) {
            for (var words : settings.lines(directive)) {
                if (isFile(words.get(0))) {
                    checkFile(directive, words.get(0), settings.get(directive).origin());
                }
            }
        }
    }

    /** Others are known at each handshake only, or are here already. */
    private static boolean isFile(String word) {
        return word.indexOf('$') < 0 && !word.startsWith("data:");
    }

    private void checkFile(Directive directive, String name, Origin origin) {
        try {
            var file = base.resolve(name);
            if (!Files.isRegularFile(file)) {
                problems.add(origin, directive.word() + ": \"" + name + "\": no such file (looked for " + file + ")");
            } else if (!Files.isReadable(file)) {
                problems.add(origin, directive.word() + ": \"" + name + "\": permission denied (" + file + ")");
            }
        } catch (InvalidPathException invalid) {
            problems.add(origin, directive.word() + ": \"" + name + "\" is no file's name");
        }
    }
}
