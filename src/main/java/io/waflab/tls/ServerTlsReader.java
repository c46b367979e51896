package io.waflab.tls;

import io.waflab.config.ConfigException;
import io.waflab.config.Directive;
import io.waflab.config.Origin;
import io.waflab.config.Problem;
import io.waflab.config.Setting;
import io.waflab.config.Settings;
import io.waflab.tls.IdentityReader.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a server's {@code ssl_*} directives; collects every problem before it complains. */
final class ServerTlsReader {

    private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    /** OpenSSL's order; {@code ssl_ciphers} does not reach them, in nginx neither. */
    private static final List<String> TLS_1_3_SUITES =
            List.of("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256");

    private static final Pattern BUILTIN = Pattern.compile("builtin(?::(\\d{1,9}))?");
    private static final Pattern SHARED = Pattern.compile("shared:[^:]+:(\\d{1,9})([kKmM]?)");

    /** OpenSSL's and nginx's number for {@code builtin} without one. */
    private static final int BUILTIN_DEFAULT = 20_480;

    /** Name of 16 bytes, HMAC key and AES key of 32 each. */
    private static final int LONG_TICKET_KEY = 80;

    /** nginx's documentation: one megabyte holds about 4000 sessions. */
    private static final int SESSIONS_PER_MEGABYTE = 4_000;

    private final TlsEngine engine;
    private final Settings settings;
    private final Path base;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> notes = new ArrayList<>();

    ServerTlsReader(TlsEngine engine, Settings settings, Path base) {
        this.engine = engine;
        this.settings = settings;
        this.base = base;
    }

    /** @param lab whose certificates serve where none is named; empty makes nothing, no key log either */
    ServerTlsSettings read(Optional<LabCertificates> lab, List<String> protocols) throws ConfigException {
        var named = named();
        var identities = named.isPresent() ? List.<Identity>of() : identities(lab);
        var versions = versions();
        var suites = suites();
        checkDhParameters();
        var groups = new GroupsReader(engine, settings, this::complain).read();
        var resumption = new Resumption(cachedSessions(), sharedCache(), timeout(), tickets(), ticketKeys());
        var verification = new ClientVerificationReader(settings, base, this::complain).read();
        var keyLog = problems.isEmpty() ? keyLog(lab.isPresent()) : Optional.<KeyLog>empty();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        boolean serverOrder = settings.flag(Directive.SSL_PREFER_SERVER_CIPHERS);
        var origin = origin(Directive.SSL_PROTOCOLS);
        return new ServerTlsSettings(
                engine,
                identities,
                named,
                versions,
                suites,
                serverOrder,
                groups,
                resumption,
                verification,
                keyLog,
                protocols,
                notes,
                origin);
    }

    /** A variable in one of them makes all of them texts of variables (ngx_http_ssl_compile_certificates). */
    private Optional<NamedIdentities> named() {
        var certificates = settings.lines(Directive.SSL_CERTIFICATE);
        var keys = settings.lines(Directive.SSL_CERTIFICATE_KEY);
        boolean variables = Stream.concat(certificates.stream(), keys.stream())
                .flatMap(List::stream)
                .anyMatch(NamedIdentities::hasVariables);
        if (!variables || !arePairs(certificates, keys)) {
            return Optional.empty();
        }
        var pairs = new ArrayList<List<String>>();
        for (int i = 0; i < certificates.size(); i++) {
            pairs.add(List.of(certificates.get(i).get(0), keys.get(i).get(0)));
        }
        try {
            return Optional.of(new NamedIdentities(pairs, passPhrases(), base));
        } catch (UnusableException unusable) {
            complain(Directive.SSL_PASSWORD_FILE, unusable.getMessage());
            return Optional.empty();
        }
    }

    private boolean arePairs(List<List<String>> certificates, List<List<String>> keys) {
        if (certificates.size() != keys.size()) {
            var more = certificates.size() > keys.size() ? Directive.SSL_CERTIFICATE : Directive.SSL_CERTIFICATE_KEY;
            var message = certificates.size() + " ssl_certificate and " + keys.size()
                    + " ssl_certificate_key (expected one key for each certificate, in the same order)";
            complain(more, message);
            return false;
        }
        return true;
    }

    private List<Identity> identities(Optional<LabCertificates> lab) {
        var certificates = settings.lines(Directive.SSL_CERTIFICATE);
        var keys = settings.lines(Directive.SSL_CERTIFICATE_KEY);
        var byKeyType = new LinkedHashMap<String, Identity>();
        if (!problems.isEmpty() || !arePairs(certificates, keys)) {
            return List.of();
        }
        try {
            if (certificates.isEmpty()) {
                return lab.isPresent() ? lab.get().server() : List.of();
            }
            for (int i = 0; i < certificates.size(); i++) {
                identity(certificates.get(i), keys.get(i)).ifPresent(identity -> putLast(byKeyType, identity));
            }
        } catch (IOException | UnusableException broken) {
            problems.add(new Problem(
                    Origin.DEFAULT,
                    "the lab's certificates cannot be made or read: " + broken.getMessage()
                            + " (expected: a folder where you may write; --certs DIR names another)"));
        }
        return List.copyOf(byKeyType.values());
    }

    private void putLast(Map<String, Identity> byKeyType, Identity identity) {
        if (byKeyType.put(identity.keyType(), identity) != null) {
            notes.add(new Problem(
                    origin(Directive.SSL_CERTIFICATE),
                    "ssl_certificate: two certificates with " + identity.keyType() + " keys: the last one is sent"));
        }
    }

    private Optional<Identity> identity(List<String> certificate, List<String> key) {
        List<X509Certificate> chain = List.of();
        PrivateKey secret = null;
        try {
            chain = IdentityReader.certificates(Pem.of(certificate.get(0), base));
        } catch (UnusableException unusable) {
            complain(Directive.SSL_CERTIFICATE, unusable.getMessage());
        }
        try {
            secret = IdentityReader.key(Pem.of(key.get(0), base), passPhrases());
        } catch (UnusableException unusable) {
            complain(Directive.SSL_CERTIFICATE_KEY, unusable.getMessage());
        }
        if (chain.isEmpty() || secret == null) {
            return Optional.empty();
        }
        var identity = new Identity(chain, secret);
        if (!Identity.KEY_TYPES.contains(identity.keyType())) {
            complain(
                    Directive.SSL_CERTIFICATE,
                    certificate.get(0) + " has a key of kind " + identity.keyType() + " (expected RSA or EC)");
        } else if (!IdentityReader.belongTogether(secret, identity.certificate().getPublicKey())) {
            complain(
                    Directive.SSL_CERTIFICATE_KEY,
                    key.get(0) + " is not the key of the first certificate in " + certificate.get(0));
        }
        return Optional.of(identity);
    }

    private PassPhrases passPhrases() throws UnusableException {
        var setting = settings.find(Directive.SSL_PASSWORD_FILE);
        return setting.isEmpty()
                ? PassPhrases.NONE
                : PassPhrases.read(base.resolve((String) setting.get().value()));
    }

    private List<String> versions() {
        var words = settings.words(Directive.SSL_PROTOCOLS);
        if (words.isEmpty()) {
            complain(Directive.SSL_PROTOCOLS, "names no version (expected some of " + String.join(" ", VERSIONS) + ")");
        }
        for (var word : words) {
            if (word.equals("SSLv2") || word.equals("SSLv3")) {
                cannot(
                        Directive.SSL_PROTOCOLS,
                        word + ", which no engine has (expected some of " + String.join(" ", VERSIONS) + ")");
            } else if (!VERSIONS.contains(word)) {
                complain(
                        Directive.SSL_PROTOCOLS,
                        "\"" + word + "\" (expected some of " + String.join(" ", VERSIONS) + ")");
            } else if (!engine.speaks(word)) {
                cannot(
                        Directive.SSL_PROTOCOLS,
                        word + ", which the JDK's jdk.tls.disabledAlgorithms forbids (tls_engine openssl can)");
            }
        }
        return VERSIONS.stream().filter(words::contains).toList();
    }

    /** nginx has no DHE suites without ssl_dhparam, whatever ssl_ciphers names. */
    private List<String> suites() {
        var has = engine.cipherSuites();
        List<CipherSuite> asked;
        try {
            asked = CipherString.read(settings.text(Directive.SSL_CIPHERS)).stream()
                    .filter(suite -> !suite.is("DHE"))
                    .toList();
            CipherString.unknown(settings.text(Directive.SSL_CIPHERS))
                    .forEach(word -> notes.add(new Problem(
                            origin(Directive.SSL_CIPHERS),
                            "ssl_ciphers: \"" + word + "\" is no cipher suite and no class of them, and passed over")));
        } catch (IllegalArgumentException unreadable) {
            complain(Directive.SSL_CIPHERS, unreadable.getMessage());
            return List.of();
        }
        var missing = asked.stream()
                .filter(suite -> !has.contains(suite.iana()))
                .map(CipherSuite::name)
                .toList();
        boolean matters = settings.words(Directive.SSL_PROTOCOLS).stream().anyMatch(word -> !word.equals("TLSv1.3"));
        if (matters && missing.size() == asked.size()) {
            cannot(Directive.SSL_CIPHERS, "any of these suites: " + String.join(":", missing));
        }
        var named = missing.stream()
                .filter(List.of(settings.text(Directive.SSL_CIPHERS).split("[:;, ]+"))::contains)
                .toList();
        if (matters && !named.isEmpty()) {
            notes.add(new Problem(
                    origin(Directive.SSL_CIPHERS),
                    "tls_engine " + engine.word() + " does not have these of ssl_ciphers and never chooses them: "
                            + String.join(":", named)));
        }
        return Stream.concat(TLS_1_3_SUITES.stream(), asked.stream().map(CipherSuite::iana))
                .filter(has::contains)
                .toList();
    }

    /** Nothing is made of them, but nginx does not start without (ngx_ssl_dhparam). */
    private void checkDhParameters() {
        var file = settings.find(Directive.SSL_DHPARAM);
        try {
            if (file.isPresent()) {
                IdentityReader.checkDhParameters(
                        base.resolve((String) file.get().value()));
            }
        } catch (UnusableException unusable) {
            complain(Directive.SSL_DHPARAM, unusable.getMessage());
        }
    }

    /** At most 1,000,000 sessions, whatever is asked for. */
    private int cachedSessions() {
        int sessions = 0;
        for (var word : settings.words(Directive.SSL_SESSION_CACHE)) {
            var builtin = BUILTIN.matcher(word);
            var shared = SHARED.matcher(word);
            if (builtin.matches()) {
                sessions = builtin.group(1) == null ? BUILTIN_DEFAULT : Integer.parseInt(builtin.group(1));
            } else if (shared.matches()) {
                long unit = shared.group(2).isEmpty() ? 1 : shared.group(2).equalsIgnoreCase("k") ? 1 << 10 : 1 << 20;
                long bytes = Long.parseLong(shared.group(1)) * unit;
                sessions = (int) Math.min(1_000_000, Math.max(1, bytes * SESSIONS_PER_MEGABYTE >> 20));
            } else if (word.equals("off") && engine != TlsEngine.OPENSSL) {
                cannot(Directive.SSL_SESSION_CACHE, "off: it resumes the last session (openssl can)");
            } else if (!word.equals("off") && !word.equals("none")) {
                complain(
                        Directive.SSL_SESSION_CACHE,
                        "\"" + word + "\" (expected off, none, builtin, builtin:SESSIONS or shared:NAME:SIZE)");
            }
        }
        return Math.min(sessions, 1_000_000);
    }

    private String sharedCache() {
        return settings.words(Directive.SSL_SESSION_CACHE).stream()
                .filter(word -> SHARED.matcher(word).matches())
                .map(word -> word.split(":")[1])
                .findFirst()
                .orElse("");
    }

    /** nginx takes keys for AES of 128 and 256 bits; tickets are as long with either, and BoringSSL has the shorter. */
    private List<byte[]> ticketKeys() {
        var keys = new ArrayList<byte[]>();
        for (var words : settings.lines(Directive.SSL_SESSION_TICKET_KEY)) {
            if (engine != TlsEngine.OPENSSL) {
                cannot(Directive.SSL_SESSION_TICKET_KEY, "it (tls_engine openssl can)");
                return List.of();
            }
            try {
                var bytes = Files.readAllBytes(base.resolve(words.get(0)));
                if (bytes.length == TicketKeys.SIZE) {
                    keys.add(bytes);
                } else if (bytes.length == LONG_TICKET_KEY) {
                    keys.add(shortened(bytes));
                } else {
                    complain(Directive.SSL_SESSION_TICKET_KEY, "\"" + words.get(0) + "\" must be 48 or 80 bytes");
                }
            } catch (IOException unreadable) {
                complain(Directive.SSL_SESSION_TICKET_KEY, words.get(0) + " cannot be read: " + unreadable);
            }
        }
        return keys;
    }

    private static byte[] shortened(byte[] bytes) {
        var key = Arrays.copyOf(bytes, TicketKeys.SIZE);
        System.arraycopy(bytes, 16 + 32, key, 32, 16);
        return key;
    }

    /** The JDK has tickets for all of a process or for nothing; BouncyCastle has none, which "on" allows. */
    private boolean tickets() {
        boolean tickets = settings.flag(Directive.SSL_SESSION_TICKETS);
        if (!tickets && engine == TlsEngine.JDK) {
            cannot(Directive.SSL_SESSION_TICKETS, "off: it sends tickets to all clients (openssl and bctls can)");
        }
        return tickets;
    }

    /** JSSE reads 0 as for ever. */
    private Duration timeout() {
        var timeout = settings.time(Directive.SSL_SESSION_TIMEOUT);
        if (timeout.toSeconds() < 1 || timeout.toSeconds() > Integer.MAX_VALUE) {
            complain(Directive.SSL_SESSION_TIMEOUT, timeout.toSeconds() + "s (expected 1s or more, whole seconds)");
        }
        return timeout;
    }

    private Optional<KeyLog> keyLog(boolean begun) {
        var setting = settings.find(Directive.SSL_KEY_LOG);
        if (setting.isEmpty()) {
            return Optional.empty();
        }
        if (engine != TlsEngine.OPENSSL) {
            cannot(Directive.SSL_KEY_LOG, "it (tls_engine openssl can)");
            return Optional.empty();
        }
        var path = base.resolve(settings.text(Directive.SSL_KEY_LOG));
        try {
            if (begun) {
                return Optional.of(KeyLog.open(path));
            }
            KeyLog.tryToOpen(path);
            return Optional.empty();
        } catch (IOException unwritable) {
            complain(Directive.SSL_KEY_LOG, path + " cannot be written: " + unwritable);
            return Optional.empty();
        }
    }

    private Origin origin(Directive directive) {
        return settings.find(directive).map(Setting::origin).orElse(Origin.DEFAULT);
    }

    private void complain(Directive directive, String message) {
        problems.add(new Problem(origin(directive), directive.word() + ": " + message));
    }

    private void cannot(Directive directive, String what) {
        complain(directive, "tls_engine " + engine.word() + " cannot do " + what);
    }
}
