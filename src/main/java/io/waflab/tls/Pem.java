package io.waflab.tls;

import io.waflab.tls.IdentityReader.UnusableException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where certificates and keys are read from: a file, or the configuration itself behind {@code data:}
 * (ngx_ssl_load_certificate).
 *
 * @param name what complaints call it; never the text itself, which may be a private key
 * @param file null for a text
 * @param text null for a file
 */
record Pem(String name, Path file, String text) {

    private static final String DATA = "data:";

    static Pem of(Path file) {
        return new Pem(file.toString(), file, null);
    }

    /**
     * What a word of ssl_certificate or proxy_ssl_certificate, or of their keys, stands for.
     *
     * @param base the folder against which a relative path is resolved
     */
    static Pem of(String word, Path base) throws UnusableException {
        if (word.startsWith(DATA)) {
            return new Pem("data:", null, word.substring(DATA.length()));
        }
        try {
            return of(base.resolve(word));
        } catch (InvalidPathException noPath) {
            throw new UnusableException("\"" + word + "\" is no file's name");
        }
    }

    Reader open() throws IOException {
        return file == null ? new StringReader(text) : Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
    }

    /** For the error log. */
    String quoted() {
        return '"' + name + '"';
    }

    @Override
    public String toString() {
        return name;
    }
}
