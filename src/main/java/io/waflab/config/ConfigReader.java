package io.waflab.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Reads what the operator wrote. Every method throws {@link ConfigException} with all problems at once, sorted by place.
 *
 * <p>{@code sets} are {@code name=value} of the command line; they hold everywhere, whatever the file says at any depth.
 */
public final class ConfigReader {

    private static final String PROFILE = "aliyun-waf-3";

    private ConfigReader() {}

    /** A file in HOCON or in nginx's own language, which its text tells. */
    public static LabConfig read(Path file) throws ConfigException {
        return read(file, List.of());
    }

    /** The same, some of its values replaced. */
    public static LabConfig read(Path file, List<String> sets) throws ConfigException {
        return read(file, Optional.empty(), sets);
    }

    /**
     * The same with what holds where the file says nothing.
     *
     * @param profile a file of {@code conf/profiles} without its ending, or the path of another; only for nginx's language,
     *     {@link NginxFile#PROFILE} when empty
     */
    public static LabConfig read(Path file, Optional<String> profile, List<String> sets) throws ConfigException {
        if (Language.of(file) == Language.NGINX) {
            return read(nginxFile(file, profile.orElse(NginxFile.PROFILE)), sets);
        }
        if (profile.isPresent()) {
            throw new ConfigException(
                    new Origin("--profile", 0),
                    "is for nginx.conf: a file in HOCON has the line "
                            + Profiles.include(profile.get()).strip());
        }
        var problems = new Problems();
        var statements = HoconReader.read(file, problems);
        return model(statements, sets, file.toString(), base(file), problems, Language.HOCON);
    }

    /**
     * HOCON from a text.
     *
     * @param name what messages call it, and whose folder includes and relative paths are looked for in
     */
    public static LabConfig read(String text, String name, List<String> sets) throws ConfigException {
        var problems = new Problems();
        var statements = HoconReader.read(name, text, problems);
        return model(statements, sets, name, base(Path.of(name)), problems, Language.HOCON);
    }

    /**
     * A proxy without a file: TLS with the lab's own certificate in front of one upstream, with the profile
     * {@code aliyun-waf-3}.
     *
     * @param upstreamUrl as in {@code proxy_pass}
     * @param listen as in {@code listen} without {@code ssl}; a port alone is that port of 127.0.0.1
     */
    public static LabConfig ofUpstream(String upstreamUrl, String listen, List<String> sets) throws ConfigException {
        return ofUpstream(upstreamUrl, listen, Optional.empty(), sets);
    }

    /** The same over another profile, by its name or its file's path. */
    public static LabConfig ofUpstream(String upstreamUrl, String listen, Optional<String> profile, List<String> sets)
            throws ConfigException {
        var problems = new Problems();
        var place = new Origin("--listen", 0);
        var address = listen.matches("[0-9]+") ? "127.0.0.1:" + listen : listen;
        var proxyPass = new Statement("proxy_pass", List.of(upstreamUrl), new Origin("--upstream", 0), List.of());
        var server = new Statement(
                "server",
                List.of(),
                place,
                List.of(
                        new Statement("listen", List.of(address, "ssl"), place, List.of()),
                        new Statement("location", List.of("/"), place, List.of(proxyPass))));
        var statements = new ArrayList<Statement>();
        for (var statement : Profiles.read(profile.orElse(PROFILE), problems)) {
            var block = new ArrayList<>(statement.block());
            if (statement.name().equals("http")) {
                block.add(server);
            }
            statements.add(statement.withBlock(block));
        }
        return model(statements, sets, "command line", Path.of(""), problems, Language.HOCON);
    }

    /** An nginx.conf, as nginx reads it. */
    public static LabConfig read(NginxFile source, List<String> sets) throws ConfigException {
        var problems = new Problems();
        var statements = NginxModel.read(source, problems);
        return model(statements, sets, source.file().toString(), source.prefix(), problems, Language.NGINX);
    }

    /**
     * A file in either language, changed before anything is made of it.
     *
     * @param profile as for {@link #read(Path, Optional, List)}; without effect on HOCON
     * @param change gets all statements, the profile's among them, where the file is an nginx.conf
     * @param sets over what comes of that
     */
    public static LabConfig changed(Path file, String profile, UnaryOperator<List<Statement>> change, List<String> sets)
            throws ConfigException {
        var problems = new Problems();
        var language = Language.of(file);
        var statements = language == Language.NGINX
                ? NginxModel.read(nginxFile(file, profile), problems)
                : HoconReader.read(file, problems);
        return model(change.apply(statements), sets, file.toString(), base(file), problems, language);
    }

    /** Whether a profile holds where the file says nothing: HOCON names its own by {@code include}. */
    public static boolean takesProfile(Path file) {
        return Language.of(file) == Language.NGINX;
    }

    /** The texts of an nginx.conf and of all that it includes, by name, in the order of their first lines. */
    public static Map<String, String> texts(NginxFile source) throws ConfigException {
        return NginxReader.texts(source.file());
    }

    private static LabConfig model(
            List<Statement> statements, List<String> sets, String file, Path base, Problems problems, Language language)
            throws ConfigException {
        var all = Overrides.apply(statements, sets, problems);
        return new ModelReader(problems, Resolver.SYSTEM, base.toAbsolutePath()).read(all, file, language);
    }

    /** An nginx.conf as a text in HOCON that reads as the same model when it is put beside the file. */
    public static String toHocon(Path file, String profile) throws ConfigException {
        return HoconWriter.convert(nginxFile(file, profile));
    }

    /** One that is run in the foreground of a terminal. */
    private static NginxFile nginxFile(Path file, String profile) {
        return new NginxFile(file, base(file), List.of("stderr", "info"), "", profile);
    }

    /** nginx's prefix: the folder above {@code conf/}; of a file that stands elsewhere its own folder. */
    private static Path base(Path file) {
        var folder = file.toAbsolutePath().normalize().getParent();
        boolean conf = folder.endsWith("conf") && folder.getParent() != null;
        return conf ? folder.getParent() : folder;
    }
}
