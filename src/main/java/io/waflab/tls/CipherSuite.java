package io.waflab.tls;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A cipher suite of TLS 1.2 and before, in OpenSSL's and in IANA's words. There is one object for each, and none is equal to
 * another: the {@code equals} of a record is made when it is first called, which took 10 ms of a start.
 */
final class CipherSuite {

    /**
     * Those that OpenSSL 3.0 has with certificates of RSA or ECDSA and with encryption, in its own order of preference:
     * name, IANA name, lowest version, key exchange, authentication, encryption, MAC.
     */
    private static final String TABLE = """
            ECDHE-ECDSA-AES256-GCM-SHA384 TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 TLSv1.2 ECDHE ECDSA AESGCM 256 AEAD
            ECDHE-RSA-AES256-GCM-SHA384 TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 TLSv1.2 ECDHE RSA AESGCM 256 AEAD
            DHE-RSA-AES256-GCM-SHA384 TLS_DHE_RSA_WITH_AES_256_GCM_SHA384 TLSv1.2 DHE RSA AESGCM 256 AEAD
            ECDHE-ECDSA-CHACHA20-POLY1305 TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 TLSv1.2 ECDHE ECDSA CHACHA20 256 AEAD
            ECDHE-RSA-CHACHA20-POLY1305 TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 TLSv1.2 ECDHE RSA CHACHA20 256 AEAD
            DHE-RSA-CHACHA20-POLY1305 TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256 TLSv1.2 DHE RSA CHACHA20 256 AEAD
            ECDHE-ECDSA-AES256-CCM8 TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8 TLSv1.2 ECDHE ECDSA AESCCM8 256 AEAD
            ECDHE-ECDSA-AES256-CCM TLS_ECDHE_ECDSA_WITH_AES_256_CCM TLSv1.2 ECDHE ECDSA AESCCM 256 AEAD
            DHE-RSA-AES256-CCM8 TLS_DHE_RSA_WITH_AES_256_CCM_8 TLSv1.2 DHE RSA AESCCM8 256 AEAD
            DHE-RSA-AES256-CCM TLS_DHE_RSA_WITH_AES_256_CCM TLSv1.2 DHE RSA AESCCM 256 AEAD
            ECDHE-ECDSA-ARIA256-GCM-SHA384 TLS_ECDHE_ECDSA_WITH_ARIA_256_GCM_SHA384 TLSv1.2 ECDHE ECDSA ARIAGCM 256 AEAD
            ECDHE-ARIA256-GCM-SHA384 TLS_ECDHE_RSA_WITH_ARIA_256_GCM_SHA384 TLSv1.2 ECDHE RSA ARIAGCM 256 AEAD
            DHE-RSA-ARIA256-GCM-SHA384 TLS_DHE_RSA_WITH_ARIA_256_GCM_SHA384 TLSv1.2 DHE RSA ARIAGCM 256 AEAD
            ECDHE-ECDSA-AES128-GCM-SHA256 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 TLSv1.2 ECDHE ECDSA AESGCM 128 AEAD
            ECDHE-RSA-AES128-GCM-SHA256 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 TLSv1.2 ECDHE RSA AESGCM 128 AEAD
            DHE-RSA-AES128-GCM-SHA256 TLS_DHE_RSA_WITH_AES_128_GCM_SHA256 TLSv1.2 DHE RSA AESGCM 128 AEAD
            ECDHE-ECDSA-AES128-CCM8 TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8 TLSv1.2 ECDHE ECDSA AESCCM8 128 AEAD
            ECDHE-ECDSA-AES128-CCM TLS_ECDHE_ECDSA_WITH_AES_128_CCM TLSv1.2 ECDHE ECDSA AESCCM 128 AEAD
            DHE-RSA-AES128-CCM8 TLS_DHE_RSA_WITH_AES_128_CCM_8 TLSv1.2 DHE RSA AESCCM8 128 AEAD
            DHE-RSA-AES128-CCM TLS_DHE_RSA_WITH_AES_128_CCM TLSv1.2 DHE RSA AESCCM 128 AEAD
            ECDHE-ECDSA-ARIA128-GCM-SHA256 TLS_ECDHE_ECDSA_WITH_ARIA_128_GCM_SHA256 TLSv1.2 ECDHE ECDSA ARIAGCM 128 AEAD
            ECDHE-ARIA128-GCM-SHA256 TLS_ECDHE_RSA_WITH_ARIA_128_GCM_SHA256 TLSv1.2 ECDHE RSA ARIAGCM 128 AEAD
            DHE-RSA-ARIA128-GCM-SHA256 TLS_DHE_RSA_WITH_ARIA_128_GCM_SHA256 TLSv1.2 DHE RSA ARIAGCM 128 AEAD
            ECDHE-ECDSA-AES256-SHA384 TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384 TLSv1.2 ECDHE ECDSA AES 256 SHA384
            ECDHE-RSA-AES256-SHA384 TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384 TLSv1.2 ECDHE RSA AES 256 SHA384
            DHE-RSA-AES256-SHA256 TLS_DHE_RSA_WITH_AES_256_CBC_SHA256 TLSv1.2 DHE RSA AES 256 SHA256
            ECDHE-ECDSA-CAMELLIA256-SHA384 TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_CBC_SHA384 TLSv1.2 ECDHE ECDSA CAMELLIA 256 SHA384
            ECDHE-RSA-CAMELLIA256-SHA384 TLS_ECDHE_RSA_WITH_CAMELLIA_256_CBC_SHA384 TLSv1.2 ECDHE RSA CAMELLIA 256 SHA384
            DHE-RSA-CAMELLIA256-SHA256 TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA256 TLSv1.2 DHE RSA CAMELLIA 256 SHA256
            ECDHE-ECDSA-AES128-SHA256 TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256 TLSv1.2 ECDHE ECDSA AES 128 SHA256
            ECDHE-RSA-AES128-SHA256 TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256 TLSv1.2 ECDHE RSA AES 128 SHA256
            DHE-RSA-AES128-SHA256 TLS_DHE_RSA_WITH_AES_128_CBC_SHA256 TLSv1.2 DHE RSA AES 128 SHA256
            ECDHE-ECDSA-CAMELLIA128-SHA256 TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_CBC_SHA256 TLSv1.2 ECDHE ECDSA CAMELLIA 128 SHA256
            ECDHE-RSA-CAMELLIA128-SHA256 TLS_ECDHE_RSA_WITH_CAMELLIA_128_CBC_SHA256 TLSv1.2 ECDHE RSA CAMELLIA 128 SHA256
            DHE-RSA-CAMELLIA128-SHA256 TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA256 TLSv1.2 DHE RSA CAMELLIA 128 SHA256
            ECDHE-ECDSA-AES256-SHA TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA TLSv1 ECDHE ECDSA AES 256 SHA1
            ECDHE-RSA-AES256-SHA TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA TLSv1 ECDHE RSA AES 256 SHA1
            DHE-RSA-AES256-SHA TLS_DHE_RSA_WITH_AES_256_CBC_SHA SSLv3 DHE RSA AES 256 SHA1
            DHE-RSA-CAMELLIA256-SHA TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA SSLv3 DHE RSA CAMELLIA 256 SHA1
            ECDHE-ECDSA-AES128-SHA TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA TLSv1 ECDHE ECDSA AES 128 SHA1
            ECDHE-RSA-AES128-SHA TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA TLSv1 ECDHE RSA AES 128 SHA1
            DHE-RSA-AES128-SHA TLS_DHE_RSA_WITH_AES_128_CBC_SHA SSLv3 DHE RSA AES 128 SHA1
            DHE-RSA-CAMELLIA128-SHA TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA SSLv3 DHE RSA CAMELLIA 128 SHA1
            AES256-GCM-SHA384 TLS_RSA_WITH_AES_256_GCM_SHA384 TLSv1.2 RSA RSA AESGCM 256 AEAD
            AES256-CCM8 TLS_RSA_WITH_AES_256_CCM_8 TLSv1.2 RSA RSA AESCCM8 256 AEAD
            AES256-CCM TLS_RSA_WITH_AES_256_CCM TLSv1.2 RSA RSA AESCCM 256 AEAD
            ARIA256-GCM-SHA384 TLS_RSA_WITH_ARIA_256_GCM_SHA384 TLSv1.2 RSA RSA ARIAGCM 256 AEAD
            AES128-GCM-SHA256 TLS_RSA_WITH_AES_128_GCM_SHA256 TLSv1.2 RSA RSA AESGCM 128 AEAD
            AES128-CCM8 TLS_RSA_WITH_AES_128_CCM_8 TLSv1.2 RSA RSA AESCCM8 128 AEAD
            AES128-CCM TLS_RSA_WITH_AES_128_CCM TLSv1.2 RSA RSA AESCCM 128 AEAD
            ARIA128-GCM-SHA256 TLS_RSA_WITH_ARIA_128_GCM_SHA256 TLSv1.2 RSA RSA ARIAGCM 128 AEAD
            AES256-SHA256 TLS_RSA_WITH_AES_256_CBC_SHA256 TLSv1.2 RSA RSA AES 256 SHA256
            CAMELLIA256-SHA256 TLS_RSA_WITH_CAMELLIA_256_CBC_SHA256 TLSv1.2 RSA RSA CAMELLIA 256 SHA256
            AES128-SHA256 TLS_RSA_WITH_AES_128_CBC_SHA256 TLSv1.2 RSA RSA AES 128 SHA256
            CAMELLIA128-SHA256 TLS_RSA_WITH_CAMELLIA_128_CBC_SHA256 TLSv1.2 RSA RSA CAMELLIA 128 SHA256
            AES256-SHA TLS_RSA_WITH_AES_256_CBC_SHA SSLv3 RSA RSA AES 256 SHA1
            CAMELLIA256-SHA TLS_RSA_WITH_CAMELLIA_256_CBC_SHA SSLv3 RSA RSA CAMELLIA 256 SHA1
            AES128-SHA TLS_RSA_WITH_AES_128_CBC_SHA SSLv3 RSA RSA AES 128 SHA1
            CAMELLIA128-SHA TLS_RSA_WITH_CAMELLIA_128_CBC_SHA SSLv3 RSA RSA CAMELLIA 128 SHA1
            """;

    static final List<CipherSuite> ALL = TABLE.lines().map(CipherSuite::parse).toList();

    private final String name;
    private final String iana;
    private final int bits;
    private final Set<String> words;

    private CipherSuite(String name, String iana, int bits, Set<String> words) {
        this.name = name;
        this.iana = iana;
        this.bits = bits;
        this.words = words;
    }

    private static CipherSuite parse(String row) {
        var cell = row.split(" ");
        var words = new HashSet<String>(List.of("ALL", "HIGH", cell[0], cell[2], cell[7]));
        words.addAll(exchangeWords(cell[3]));
        words.addAll(cell[4].equals("RSA") ? List.of("aRSA") : List.of("aECDSA", "ECDSA"));
        words.addAll(encryptionWords(cell[5], cell[6]));
        if (cell[2].equals("TLSv1")) {
            words.add("TLSv1.0");
        }
        if (cell[7].equals("SHA1")) {
            words.add("SHA");
        }
        words.add(
                Set.of("AESCCM", "AESCCM8", "ARIAGCM", "CAMELLIA").contains(cell[5])
                        ? "COMPLEMENTOFDEFAULT"
                        : "DEFAULT");
        return new CipherSuite(cell[0], cell[1], Integer.parseInt(cell[6]), Set.copyOf(words));
    }

    private static List<String> exchangeWords(String exchange) {
        return switch (exchange) {
            case "ECDHE" -> List.of("kECDHE", "kEECDH", "ECDHE", "EECDH", "ECDH");
            case "DHE" -> List.of("kDHE", "kEDH", "DHE", "EDH", "DH");
            default -> List.of("kRSA", "RSA");
        };
    }

    private static List<String> encryptionWords(String encryption, String bits) {
        return switch (encryption) {
            case "AES" -> List.of("AES", "AES" + bits);
            case "AESGCM" -> List.of("AES", "AES" + bits, "AESGCM");
            case "AESCCM" -> List.of("AES", "AES" + bits, "AESCCM");
            case "AESCCM8" -> List.of("AES", "AES" + bits, "AESCCM", "AESCCM8");
            case "ARIAGCM" -> List.of("ARIA", "ARIA" + bits, "ARIAGCM");
            case "CAMELLIA" -> List.of("CAMELLIA", "CAMELLIA" + bits);
            default -> List.of(encryption);
        };
    }

    /** OpenSSL's: {@code ECDHE-RSA-AES128-GCM-SHA256}. */
    String name() {
        return name;
    }

    /** The registry's: {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}. */
    String iana() {
        return iana;
    }

    /** Of the key. */
    int bits() {
        return bits;
    }

    /** The classes of OpenSSL's cipher strings that it belongs to: {@code kECDHE}, {@code aRSA}, {@code AESGCM}. */
    Set<String> words() {
        return words;
    }

    boolean is(String word) {
        return words.contains(word);
    }

    @Override
    public String toString() {
        return name;
    }
}
