package io.waflab.proxy;

import io.waflab.config.AccessLog;
import io.waflab.config.Directive;
import io.waflab.config.DocumentRoot;
import io.waflab.config.ErrorPage;
import io.waflab.config.LabConfig;
import io.waflab.config.Location;
import io.waflab.config.MediaTypes;
import io.waflab.config.ProxyPass;
import io.waflab.config.Referers;
import io.waflab.config.RewriteStep;
import io.waflab.config.Server;
import io.waflab.config.Settings;
import io.waflab.config.Template;
import io.waflab.config.TryFiles;
import io.waflab.config.Units;
import io.waflab.http.PageStyle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What a location (or a server, where no location answers) does with a request: its settings made ready once, so that a
 * request only looks things up.
 */
final class Route {

    private final Settings settings;
    private final Optional<Location> location;
    private final Optional<Proxying> proxying;
    private final List<RewriteStep> steps;
    private final DocumentRoot root;
    private final List<Template> index;
    private final Optional<TryFiles> tryFiles;
    private final MediaTypes types;
    private final Optional<Referers> referers;
    private final String prefix;
    private final List<ErrorPage> errorPages;
    private final AddedSettings added;
    private final CharsetFilter charset;
    private final GzipSettings gzip;
    private final List<Logs.Access> accessLogs;
    private final PageStyle pages;
    private final long keepAliveHeader;
    private final Limits limits;
    private final RealIp realIp;

    private Route(Server server, Optional<Location> location, Plan plan) {
        settings = location.map(Location::settings).orElse(server.settings());
        this.location = location;
        steps = location.map(Location::steps).orElse(server.steps());
        root = location.map(Location::root).orElse(server.root());
        referers = Referers.of(settings, server.names());
        var variables = plan.config().variables();
        index = settings.lines(Directive.INDEX).stream()
                .flatMap(List::stream)
                .map(word -> Template.of(word, variables))
                .toList();
        tryFiles = settings.find(Directive.TRY_FILES)
                .map(setting -> TryFiles.of(setting.lines().get(0), variables));
        types = MediaTypes.of(settings);
        boolean hasPrefix = location.filter(one -> one.regex().isEmpty() && one.match() != Location.Match.NAMED)
                .isPresent();
        prefix = hasPrefix ? new String(name().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1) : "";
        proxying = location.flatMap(there -> there.proxyPass().map(pass -> plan.proxying(pass, there)));
        errorPages =
                settings.lines(Directive.ERROR_PAGE).stream().map(ErrorPage::of).toList();
        added = AddedSettings.of(settings, variables);
        charset = CharsetFilter.of(settings, variables);
        gzip = GzipSettings.of(settings);
        accessLogs = AccessLog.of(settings.lines(Directive.ACCESS_LOG)).stream()
                .filter(log -> !AccessLog.isElsewhere(log.path()))
                .map(log -> plan.logs().access(log, settings, plan.config()))
                .toList();
        pages = PageStyle.of(settings);
        limits = Limits.of(settings, plan.zones());
        realIp = RealIp.of(settings);
        var keepalive = settings.words(Directive.KEEPALIVE_TIMEOUT);
        keepAliveHeader = keepalive.size() > 1 ? Units.time(keepalive.get(1)).toSeconds() : 0;
    }

    /** What routes are made from. */
    record Plan(LabConfig config, Logs logs, Zones zones, UpstreamTlsStore tls) {

        Proxying proxying(ProxyPass pass, Location location) {
            return new Proxying(pass, location, tls.of(pass, location));
        }
    }

    static Route of(Server server, Location location, Plan plan) {
        return new Route(server, Optional.of(location), plan);
    }

    /** What a server does where no location answers, and before one is looked for. */
    static Route of(Server server, Plan plan) {
        return new Route(server, Optional.empty(), plan);
    }

    Settings settings() {
        return settings;
    }

    Optional<Location> location() {
        return location;
    }

    /** What goes to an upstream; empty where something else answers. */
    Optional<Proxying> proxying() {
        return proxying;
    }

    /** The location's prefix, path or regular expression; empty for a server. */
    String name() {
        return location.map(Location::text).orElse("");
    }

    /** How many characters of a URI are the location's prefix. */
    int prefixLength() {
        return prefix.length();
    }

    /** Whether a URI still begins with the location's prefix; of locations without one, true. */
    boolean isPrefixOf(String uri) {
        return prefix.isEmpty() || uri.startsWith(prefix);
    }

    /** What is rewritten here. */
    List<RewriteStep> steps() {
        return steps;
    }

    DocumentRoot root() {
        return root;
    }

    /** Names of files that answer for a folder. */
    List<Template> index() {
        return index;
    }

    Optional<TryFiles> tryFiles() {
        return tryFiles;
    }

    /** Where requests may come from; empty for anywhere. */
    Optional<Referers> referers() {
        return referers;
    }

    MediaTypes types() {
        return types;
    }

    boolean hasErrorPages() {
        return !errorPages.isEmpty();
    }

    Optional<ErrorPage> errorPage(int status) {
        for (var page : errorPages) {
            if (page.codes().contains(status)) {
                return Optional.of(page);
            }
        }
        return Optional.empty();
    }

    AddedSettings added() {
        return added;
    }

    CharsetFilter charset() {
        return charset;
    }

    GzipSettings gzip() {
        return gzip;
    }

    List<Logs.Access> accessLogs() {
        return accessLogs;
    }

    PageStyle pages() {
        return pages;
    }

    Limits limits() {
        return limits;
    }

    RealIp realIp() {
        return realIp;
    }

    /** Seconds that the Keep-Alive field tells; 0 for no such field. */
    long keepAliveHeader() {
        return keepAliveHeader;
    }
}
