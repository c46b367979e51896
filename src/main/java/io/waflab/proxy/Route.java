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
import io.waflab.config.Variables;
import io.waflab.http.PageStyle;
import java.util.ArrayList;
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
        var there = location.orElse(null);
        settings = there == null ? server.settings() : there.settings();
        this.location = location;
        steps = there == null ? server.steps() : there.steps();
        root = there == null ? server.root() : there.root();
        referers = Referers.of(settings, server.names());
        var variables = plan.config().variables();
        index = index(settings, variables);
        tryFiles = settings.has(Directive.TRY_FILES)
                ? Optional.of(TryFiles.of(settings.words(Directive.TRY_FILES), variables))
                : Optional.empty();
        types = MediaTypes.of(settings);
        boolean hasPrefix = there != null && there.regex().isEmpty() && there.match() != Location.Match.NAMED;
        prefix = hasPrefix ? there.octets() : "";
        proxying = there != null && there.proxyPass().isPresent()
                ? Optional.of(plan.proxying(there.proxyPass().get(), there))
                : Optional.empty();
        errorPages = errorPages(settings);
        added = AddedSettings.of(settings, variables);
        charset = CharsetFilter.of(settings, variables);
        gzip = GzipSettings.of(settings);
        accessLogs = accessLogs(settings, plan);
        pages = PageStyle.of(settings);
        limits = Limits.of(settings, plan.zones());
        realIp = RealIp.of(settings);
        var keepalive = settings.words(Directive.KEEPALIVE_TIMEOUT);
        keepAliveHeader = keepalive.size() > 1 ? Units.seconds(keepalive.get(1)).toSeconds() : 0;
    }

    private static List<Template> index(Settings settings, Variables variables) {
        var all = new ArrayList<Template>();
        for (var words : settings.lines(Directive.INDEX)) {
            for (var word : words) {
                all.add(Template.of(word, variables));
            }
        }
        return all;
    }

    private static List<ErrorPage> errorPages(Settings settings) {
        var all = new ArrayList<ErrorPage>();
        for (var words : settings.lines(Directive.ERROR_PAGE)) {
            all.add(ErrorPage.of(words));
        }
        return all;
    }

    private static List<Logs.Access> accessLogs(Settings settings, Plan plan) {
        var all = new ArrayList<Logs.Access>();
        for (var log : AccessLog.of(settings.lines(Directive.ACCESS_LOG))) {
            if (!AccessLog.isElsewhere(log.path())) {
                all.add(plan.logs().access(log, settings, plan.config()));
            }
        }
        return all;
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
        return location.isPresent() ? location.get().text() : "";
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
