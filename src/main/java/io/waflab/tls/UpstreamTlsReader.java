package io.waflab.tls;

import io.waflab.config.ConfigException;
import io.waflab.config.Directive;
import io.waflab.config.Origin;
import io.waflab.config.Problem;
import io.waflab.config.Setting;
import io.waflab.config.Settings;
import io.waflab.tls.IdentityReader.UnusableException;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a location's {@code proxy_ssl_*} directives; collects every problem before it complains. */
final class UpstreamTlsReader {

    private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
    private static final List<String> TLS_1_3_SUITES =
            List.of("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256");

    private final TlsEngine engine;
    private final Settings settings;
    private final Path base;
    private final List<Problem> problems = new ArrayList<>();

    UpstreamTlsReader(TlsEngine engine, Settings settings, Path base) {
        this.engine = engine;
        this.settings = settings;
        this.base = base;
    }

    UpstreamTlsSettings read() throws ConfigException {
        var read = new UpstreamTlsSettings(
                versions(), suites(), settings.flag(Directive.PROXY_SSL_SESSION_REUSE), verify(), identity());
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return read;
    }

    private List<String> versions() {
        var words = settings.words(Directive.PROXY_SSL_PROTOCOLS);
        for (var word : words) {
            if (!engine.speaks(word)) {
                complain(
                        Directive.PROXY_SSL_PROTOCOLS,
                        "tls_engine " + engine.word() + " cannot do " + word + " (tls_engine openssl can)");
            }
        }
        return VERSIONS.stream().filter(words::contains).toList();
    }

    private List<String> suites() {
        var has = engine.cipherSuites();
        try {
            return Stream.concat(
                            TLS_1_3_SUITES.stream(),
                            CipherString.read(settings.text(Directive.PROXY_SSL_CIPHERS)).stream()
                                    .map(CipherSuite::iana))
                    .filter(has::contains)
                    .toList();
        } catch (IllegalArgumentException unreadable) {
            complain(Directive.PROXY_SSL_CIPHERS, unreadable.getMessage());
            return List.of();
        }
    }

    private Optional<ChainCheck> verify() {
        if (!settings.flag(Directive.PROXY_SSL_VERIFY)) {
            return Optional.empty();
        }
        List<X509Certificate> trusted = List.of();
        List<X509CRL> revoked = List.of();
        if (!settings.has(Directive.PROXY_SSL_TRUSTED_CERTIFICATE)) {
            complain(Directive.PROXY_SSL_VERIFY, "no proxy_ssl_trusted_certificate for proxy_ssl_verify");
            return Optional.empty();
        }
        try {
            trusted = IdentityReader.certificates(path(Directive.PROXY_SSL_TRUSTED_CERTIFICATE));
        } catch (UnusableException unusable) {
            complain(Directive.PROXY_SSL_TRUSTED_CERTIFICATE, unusable.getMessage());
        }
        try {
            if (settings.has(Directive.PROXY_SSL_CRL)) {
                revoked = IdentityReader.revocations(path(Directive.PROXY_SSL_CRL));
            }
        } catch (UnusableException unusable) {
            complain(Directive.PROXY_SSL_CRL, unusable.getMessage());
        }
        return Optional.of(new ChainCheck(trusted, revoked, (int) settings.count(Directive.PROXY_SSL_VERIFY_DEPTH)));
    }

    private Optional<Identity> identity() {
        if (!settings.has(Directive.PROXY_SSL_CERTIFICATE)) {
            return Optional.empty();
        }
        var certificate = settings.text(Directive.PROXY_SSL_CERTIFICATE);
        if (!settings.has(Directive.PROXY_SSL_CERTIFICATE_KEY)) {
            complain(
                    Directive.PROXY_SSL_CERTIFICATE,
                    "no \"proxy_ssl_certificate_key\" is defined for certificate \"" + certificate + "\"");
            return Optional.empty();
        }
        var key = settings.text(Directive.PROXY_SSL_CERTIFICATE_KEY);
        if (certificate.contains("$") || key.contains("$")) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(certificate, key, settings, base));
        } catch (UnusableException unusable) {
            complain(Directive.PROXY_SSL_CERTIFICATE, unusable.getMessage());
            return Optional.empty();
        }
    }

    /** Reads a certificate and its key, whose pass phrase is one of proxy_ssl_password_file. */
    static Identity read(String certificate, String key, Settings settings, Path base) throws UnusableException {
        var passwords = settings.has(Directive.PROXY_SSL_PASSWORD_FILE)
                ? PassPhrases.read(base.resolve(settings.text(Directive.PROXY_SSL_PASSWORD_FILE)))
                : PassPhrases.NONE;
        var identity = new Identity(
                IdentityReader.certificates(Pem.of(certificate, base)),
                IdentityReader.key(Pem.of(key, base), passwords));
        if (!IdentityReader.belongTogether(
                identity.key(), identity.certificate().getPublicKey())) {
            throw new UnusableException(
                    Pem.of(key, base), "is not the key of the first certificate in " + Pem.of(certificate, base));
        }
        return identity;
    }

    private Path path(Directive directive) {
        return base.resolve(settings.text(directive));
    }

    private void complain(Directive directive, String message) {
        var origin = settings.find(directive).map(Setting::origin).orElse(Origin.DEFAULT);
        problems.add(new Problem(origin, directive.word() + ": " + message));
    }
}
