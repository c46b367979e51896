package io.waflab.tls;

import io.waflab.config.Directive;
import io.waflab.config.Settings;
import io.waflab.tls.ClientVerification.Mode;
import io.waflab.tls.IdentityReader.UnusableException;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Reads what a server says of its clients' certificates. */
final class ClientVerificationReader {

    private final Settings settings;
    private final Path base;
    private final BiConsumer<Directive, String> complaints;

    ClientVerificationReader(Settings settings, Path base, BiConsumer<Directive, String> complaints) {
        this.settings = settings;
        this.base = base;
        this.complaints = complaints;
    }

    ClientVerification read() {
        var mode = Mode.valueOf(settings.text(Directive.SSL_VERIFY_CLIENT).toUpperCase(Locale.ROOT));
        if (mode == Mode.OFF) {
            // nginx reads these of every server: it may prove stapled answers by them.
            certificates(Directive.SSL_TRUSTED_CERTIFICATE);
            lists();
            return ClientVerification.OFF;
        }
        var named = certificates(Directive.SSL_CLIENT_CERTIFICATE);
        var trusted = new ArrayList<>(named);
        trusted.addAll(certificates(Directive.SSL_TRUSTED_CERTIFICATE));
        boolean needsTrust = mode != Mode.OPTIONAL_NO_CA;
        if (needsTrust
                && !settings.has(Directive.SSL_CLIENT_CERTIFICATE)
                && !settings.has(Directive.SSL_TRUSTED_CERTIFICATE)) {
            complaints.accept(
                    Directive.SSL_VERIFY_CLIENT,
                    "no ssl_client_certificate or ssl_trusted_certificate for ssl_verify_client");
        }
        int depth = (int) settings.count(Directive.SSL_VERIFY_DEPTH);
        return new ClientVerification(mode, named, trusted, lists(), depth);
    }

    private List<X509Certificate> certificates(Directive directive) {
        var file = file(directive);
        try {
            return file.isEmpty() ? List.of() : IdentityReader.certificates(file.get());
        } catch (UnusableException unusable) {
            complaints.accept(directive, unusable.getMessage());
            return List.of();
        }
    }

    private Optional<List<X509CRL>> lists() {
        var file = file(Directive.SSL_CRL);
        try {
            return file.isEmpty() ? Optional.empty() : Optional.of(IdentityReader.revocations(file.get()));
        } catch (UnusableException unusable) {
            complaints.accept(Directive.SSL_CRL, unusable.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Path> file(Directive directive) {
        return settings.find(directive).map(setting -> base.resolve((String) setting.value()));
    }
}
