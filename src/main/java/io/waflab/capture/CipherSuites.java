package io.waflab.capture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Cipher suites: their names, and what they add to what they encrypt. */
final class CipherSuites {

    private static final Map<Integer, String> NAMES = read();

    private CipherSuites() {}

    /** As IANA names it, {@code TLS_AES_128_GCM_SHA256}; {@code 0x1234} where it is not known. */
    static String name(int number) {
        var name = NAMES.get(number);
        return name == null ? String.format("0x%04x", number) : name;
    }

    /** Bytes of the tag that authenticates a record of an AEAD suite (RFC 5116, RFC 6655 section 3). */
    static int tag(String name) {
        return name.contains("CCM_8") ? 8 : 16;
    }

    /** Bytes of the hash that the suite's Finished of TLS 1.3 has (RFC 8446 section 4.4.4). */
    static int hash(String name) {
        return name.endsWith("SHA384") ? 48 : 32;
    }

    /**
     * What a record of TLS 1.2 is longer than the bytes in it (RFC 5288 section 3, RFC 7905 section 2); -1 for block and
     * stream ciphers, which do not show it.
     */
    static int overheadInTls12(String name) {
        if (name.contains("CHACHA20_POLY1305")) {
            return 16;
        }
        return name.contains("_GCM_") || name.contains("_CCM") ? 8 + tag(name) : -1;
    }

    private static Map<Integer, String> read() {
        var names = new HashMap<Integer, String>();
        try (var lines = new BufferedReader(new InputStreamReader(
                CipherSuites.class.getResourceAsStream("cipher-suites.txt"), StandardCharsets.US_ASCII))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    names.put(Integer.parseInt(line.substring(0, 4), 16), line.substring(5));
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Map.copyOf(names);
    }
}
