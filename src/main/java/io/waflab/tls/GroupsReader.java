package io.waflab.tls;

import io.waflab.config.Directive;
import io.waflab.config.Settings;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Reads {@code ssl_ecdh_curve}. */
final class GroupsReader {

    /** OpenSSL's names and BoringSSL's. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("prime256v1", "P-256"),
            Map.entry("secp256r1", "P-256"),
            Map.entry("P-256", "P-256"),
            Map.entry("secp384r1", "P-384"),
            Map.entry("P-384", "P-384"),
            Map.entry("secp521r1", "P-521"),
            Map.entry("P-521", "P-521"),
            Map.entry("X25519", "X25519"),
            Map.entry("x25519", "X25519"),
            Map.entry("X25519MLKEM768", "X25519MLKEM768"));

    private final TlsEngine engine;
    private final Settings settings;
    private final BiConsumer<Directive, String> complaints;

    GroupsReader(TlsEngine engine, Settings settings, BiConsumer<Directive, String> complaints) {
        this.engine = engine;
        this.settings = settings;
        this.complaints = complaints;
    }

    /** In BoringSSL's words, best first; none for the engine's own. */
    List<String> read() {
        var text = settings.text(Directive.SSL_ECDH_CURVE);
        if (text.equals("auto")) {
            return List.of();
        }
        if (engine != TlsEngine.OPENSSL) {
            complaints.accept(
                    Directive.SSL_ECDH_CURVE,
                    "tls_engine " + engine.word() + " cannot do " + text + " (expected auto; tls_engine openssl can)");
            return List.of();
        }
        var words = List.of(text.split(":"));
        for (var word : words) {
            if (!NAMES.containsKey(word)) {
                complaints.accept(
                        Directive.SSL_ECDH_CURVE,
                        "\"" + word
                                + "\": no curve that tls_engine openssl has (expected some of prime256v1, secp384r1,"
                                + " secp521r1, X25519, X25519MLKEM768)");
            }
        }
        return words.stream().filter(NAMES::containsKey).map(NAMES::get).toList();
    }
}
