package io.waflab.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What OpenSSL calls the numbers and names of TLS. What it does not know it writes as {@code 0x} and the number. */
final class OpenSslNames {

    /** By number, from {@code cipher-names.txt}. */
    private static final Map<Integer, String> SUITES = load();

    private static final Map<String, String> BY_IANA =
            CipherSuite.ALL.stream().collect(Collectors.toUnmodifiableMap(CipherSuite::iana, CipherSuite::name));

    private static final Map<Integer, String> GROUPS = Map.ofEntries(
            Map.entry(0x0015, "secp224r1"),
            Map.entry(0x0016, "secp256k1"),
            Map.entry(0x0017, "prime256v1"),
            Map.entry(0x0018, "secp384r1"),
            Map.entry(0x0019, "secp521r1"),
            Map.entry(0x001a, "brainpoolP256r1"),
            Map.entry(0x001b, "brainpoolP384r1"),
            Map.entry(0x001c, "brainpoolP512r1"),
            Map.entry(0x001d, "X25519"),
            Map.entry(0x001e, "X448"),
            Map.entry(0x0100, "ffdhe2048"),
            Map.entry(0x0101, "ffdhe3072"),
            Map.entry(0x0102, "ffdhe4096"),
            Map.entry(0x0103, "ffdhe6144"),
            Map.entry(0x0104, "ffdhe8192"),
            Map.entry(0x11ec, "X25519MLKEM768"));

    private OpenSslNames() {}

    /** A suite by the name that Java has for it; those of TLS 1.3 have one name only. */
    static String suite(String iana) {
        return BY_IANA.getOrDefault(iana, iana);
    }

    /** {@code $ssl_ciphers}. */
    static String suites(List<Integer> numbers) {
        return numbers.stream()
                .map(number -> SUITES.getOrDefault(number, hexadecimal(number)))
                .collect(Collectors.joining(":"));
    }

    /** {@code $ssl_curve}. */
    static String group(int number) {
        return GROUPS.getOrDefault(number, hexadecimal(number));
    }

    /** {@code $ssl_curves}. */
    static String groups(List<Integer> numbers) {
        return numbers.stream().map(OpenSslNames::group).collect(Collectors.joining(":"));
    }

    private static String hexadecimal(int number) {
        return String.format("0x%04x", number);
    }

    private static Map<Integer, String> load() {
        try (var stream = OpenSslNames.class.getResourceAsStream("cipher-names.txt")) {
            var text = new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
            return text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .collect(Collectors.toUnmodifiableMap(words -> Integer.valueOf(words[0], 16), words -> words[1]));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
