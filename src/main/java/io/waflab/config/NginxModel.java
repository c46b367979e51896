package io.waflab.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
        this.folder = source.file().toAbsolutePath().getParent();
    }

    /**
     * All of it.
     *
     * @throws ConfigException when a file cannot be read or is not nginx's language
     */
    static List<Statement> read(NginxFile source, Problems problems) throws ConfigException {
        var written = written(source, problems);
        var profile = Profiles.read(source.profile(), problems);
        var all = new ArrayList<>(missing(profile, written));
        for (var statement : written) {
            all.add(
                    statement.name().equals("http")
                            ? statement.withBlock(http(statement.block(), profile))
                            : statement);
        }
        return all;
    }

    /** The same without the profile. */
    static List<Statement> written(NginxFile source, Problems problems) throws ConfigException {
        var model = new NginxModel(source);
        var written = new ArrayList<>(NginxReader.ofParameter(source.parameter(), model.folder, problems));
        written.addAll(NginxReader.read(source.file(), problems));
        NginxEvents.check(written, source.file().toString(), problems);
        NginxOrder.check(written, problems);
        ThreadPools.check(written, problems);
        HeadBuffers.check(written, problems);
        UpstreamZones.check(written, problems);
        return model.whole(written);
    }

    /** One worker, whatever the profile: several would balance and keep connections each for itself. */
    private List<Statement> whole(List<Statement> written) {
        var all = new ArrayList<>(ofItself(
                written,
                ofItself("error_log", source.errorLog()),
                ofItself("daemon", List.of("on")),
                ofItself("worker_processes", List.of("1")),
                ofItself("worker_shutdown_timeout", List.of("0"))));
        all.addAll(ofItself(events(written), ofItself("worker_connections", List.of("512"))));
        for (var statement : written) {
            all.add(statement.name().equals("http") ? statement.withBlock(http(statement.block())) : statement);
        }
        return withFiles(all);
    }

    /** What all blocks of that name say. */
    private static List<Statement> events(List<Statement> written) {
        var all = new ArrayList<Statement>();
        for (var statement : written) {
            if (statement.name().equals("events")) {
                all.addAll(statement.block());
            }
        }
        return all;
    }

    private static List<Statement> http(List<Statement> written) {
        var all = new ArrayList<>(ofItself(written, ofItself("access_log", List.of("logs/access.log"))));
        for (var statement : written) {
            all.add(statement.name().equals("server") ? statement.withBlock(server(statement.block())) : statement);
        }
        return all;
    }

    /** Only root may listen on 80 (ngx_http_core_server). */
    private static List<Statement> server(List<Statement> written) {
        var port = System.getProperty("user.name").equals("root") ? "*:80" : "*:8000";
        var all = new ArrayList<>(ofItself(written, ofItself("listen", List.of(port))));
        all.addAll(written);
        return all;
    }

    /** Those of nginx's own that are not written. */
    private static List<Statement> ofItself(List<Statement> written, Statement... own) {
        var all = new ArrayList<Statement>();
        for (var statement : own) {
            if (!has(written, statement.name())) {
                all.add(statement);
            }
        }
        return all;
    }

    /** What the profile has and the file has not; of http only what is inside, see {@link #http}. */
    private static List<Statement> missing(List<Statement> profile, List<Statement> written) {
        var all = new ArrayList<Statement>();
        for (var statement : profile) {
            if (!statement.name().equals("http") && !has(written, statement.name())) {
                all.add(statement);
            }
        }
        return all;
    }

    private static List<Statement> http(List<Statement> written, List<Statement> profile) {
        var all = new ArrayList<Statement>();
        for (var statement : profile) {
            if (statement.name().equals("http")) {
                all.addAll(missing(statement.block(), written));
            }
        }
        all.addAll(written);
        return all;
    }

    private List<Statement> withFiles(List<Statement> statements) {
        var all = new ArrayList<Statement>();
        for (var statement : statements) {
            all.add(withFiles(statement));
        }
        return all;
    }

    private Statement withFiles(Statement statement) {
        var words = new ArrayList<>(statement.arguments());
        if (isBesideTheFile(statement)) {
            words.set(0, besideTheFile(words.get(0)));
        }
        return new Statement(statement.name(), words, statement.origin(), withFiles(statement.block()));
    }

    /** What is no file's name stays, for whoever reads it to refuse. */
    private String besideTheFile(String name) {
        try {
            return folder.resolve(name).toString();
        } catch (InvalidPathException noName) {
            return name;
        }
    }

    /** Whether its first word is such a file. */
    static boolean isBesideTheFile(Statement statement) {
        return BESIDE_THE_FILE.contains(statement.name())
                && !statement.arguments().isEmpty()
                && isFile(statement.arguments().get(0));
    }

    /**
     * What a variable begins may be a whole path: that is found out at each handshake. What has a NUL can be none, which
     * {@link Arguments} says.
     */
    private static boolean isFile(String word) {
        return !word.isEmpty()
                && !word.startsWith("data:")
                && !word.startsWith("engine:")
                && !word.startsWith("$")
                && word.indexOf(0) < 0;
    }

    private static boolean has(List<Statement> statements, String name) {
        for (var statement : statements) {
            if (statement.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static Statement ofItself(String name, List<String> words) {
        return new Statement(name, words, Origin.DEFAULT, List.of());
    }
}
