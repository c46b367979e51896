package io.waflab.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** An nginx.conf's statements made whole: a profile below them, what nginx has by itself, files found beside the file. */
final class NginxModel {

    /** Files that nginx looks for beside the configuration, not below the prefix (ngx_conf_full_name with conf_prefix). */
    private static final Set<String> BESIDE_THE_FILE = Set.of(
            "ssl_certificate",
            "ssl_certificate_key",
            "ssl_client_certificate",
            "ssl_trusted_certificate",
            "ssl_crl",
            "ssl_dhparam",
            "ssl_password_file",
            "ssl_session_ticket_key",
            "proxy_ssl_certificate",
            "proxy_ssl_certificate_key",
            "proxy_ssl_trusted_certificate",
            "proxy_ssl_crl",
            "proxy_ssl_password_file",
            "auth_basic_user_file");

    private final NginxFile source;
    private final Path folder;

    private NginxModel(NginxFile source) {
        this.source = source;
        var parent = source.file().getParent();
        this.folder = parent == null ? Path.of("") : parent;
    }

    /** @throws ConfigException when a file cannot be read or is not nginx's language */
    static List<Statement> read(NginxFile source, Problems problems) throws ConfigException {
        var model = new NginxModel(source);
        var written = new ArrayList<>(NginxReader.ofParameter(source.parameter(), model.folder));
        written.addAll(NginxReader.read(source.file()));
        return model.whole(written, problems);
    }

    private List<Statement> whole(List<Statement> written, Problems problems) throws ConfigException {
        if (!has(written, "events")) {
            problems.add(Origin.NOWHERE, "no \"events\" section in configuration");
        }
        var profile = HoconReader.read("profile", "include \"profiles/" + source.profile() + ".conf\"\n", problems);
        var all = new ArrayList<Statement>();
        // One worker, whatever the profile: several would balance and keep connections each for itself.
        var ofItself = Map.of(
                "error_log", source.errorLog(),
                "daemon", "on",
                "worker_processes", "1",
                "worker_shutdown_timeout", "0");
        ofItself.forEach((name, word) -> {
            if (!has(written, name)) {
                all.add(ofItself(name, word));
            }
        });
        all.addAll(missing(
                profile.stream()
                        .filter(statement -> !ofItself.containsKey(statement.name()))
                        .toList(),
                written));
        for (var statement : written) {
            all.add(statement.name().equals("http") ? inBlock(statement, block -> http(block, profile)) : statement);
        }
        return all.stream().map(this::withFiles).toList();
    }

    /** What the profile has and the file has not; of http only what is inside, see {@link #http}. */
    private static List<Statement> missing(List<Statement> profile, List<Statement> written) {
        var names = written.stream().map(Statement::name).collect(Collectors.toSet());
        return profile.stream()
                .filter(statement ->
                        !names.contains(statement.name()) && !statement.name().equals("http"))
                .toList();
    }

    private static List<Statement> http(List<Statement> written, List<Statement> profile) {
        var all = new ArrayList<Statement>();
        if (!has(written, "access_log")) {
            all.add(ofItself("access_log", "logs/access.log"));
        }
        profile.stream()
                .filter(statement -> statement.name().equals("http"))
                .forEach(http -> all.addAll(missing(http.block(), written)));
        for (var statement : written) {
            all.add(statement.name().equals("server") ? inBlock(statement, NginxModel::server) : statement);
        }
        return all;
    }

    private static List<Statement> server(List<Statement> written) {
        if (has(written, "listen")) {
            return written;
        }
        var all = new ArrayList<Statement>();
        all.add(ofItself("listen", "*:80"));
        all.addAll(written);
        return all;
    }

    private Statement withFiles(Statement statement) {
        var inner = statement.block().stream().map(this::withFiles).toList();
        var words = new ArrayList<>(statement.arguments());
        if (BESIDE_THE_FILE.contains(statement.name()) && !words.isEmpty() && isFile(words.get(0))) {
            words.set(0, folder.resolve(words.get(0)).toString());
        }
        return new Statement(statement.name(), words, statement.origin(), inner);
    }

    private static boolean isFile(String word) {
        return !word.isEmpty() && !word.startsWith("data:") && !word.startsWith("engine:") && !word.contains("$");
    }

    private static Statement inBlock(Statement statement, UnaryOperator<List<Statement>> change) {
        return new Statement(
                statement.name(), statement.arguments(), statement.origin(), change.apply(statement.block()));
    }

    private static boolean has(List<Statement> statements, String name) {
        return statements.stream().anyMatch(statement -> statement.name().equals(name));
    }

    private static Statement ofItself(String name, String word) {
        return new Statement(name, List.of(word), Origin.DEFAULT, List.of());
    }
}
