package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.config.DocumentRoot;
import io.waflab.config.ErrorPage;
import io.waflab.config.LabConfig;
import io.waflab.config.Location;
import io.waflab.config.MediaTypes;
import io.waflab.config.ProxyPass;
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
    private final int prefixLength;
    private final List<ErrorPage> errorPages;
    private final AddedSettings added;
    private final List<AccessLogs.Target> accessLogs;
    private final PageStyle pages;
    private final long keepAliveHeader;
    private final Limits limits;
    private final RealIp realIp;

    private Route(
            Settings settings, Optional<Location> location, List<RewriteStep> steps, DocumentRoot root, Plan plan) {
        this.settings = settings;
        this.location = location;
        this.steps = steps;
        this.root = root;
        var variables = plan.config().variables();
        index = settings.lines(Directive.INDEX).stream()
                .flatMap(List::stream)
                .map(word -> Template.of(word, variables))
                .toList();
        tryFiles = settings.find(Directive.TRY_FILES)
                .map(setting -> TryFiles.of(setting.lines().get(0), variables));
        types = MediaTypes.of(settings);
        prefixLength = name().getBytes(StandardCharsets.UTF_8).length;
        proxying = location.flatMap(there -> there.proxyPass().map(pass -> plan.proxying(pass, there)));
        errorPages =
                settings.lines(Directive.ERROR_PAGE).stream().map(ErrorPage::of).toList();
        added = AddedSettings.of(settings, variables);
        accessLogs = plan.logs().accesses(settings);
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

    static Route of(Location location, Plan plan) {
        return new Route(location.settings(), Optional.of(location), location.steps(), location.root(), plan);
    }

    /** What a server does where no location answers, and before one is looked for. */
    static Route of(Server server, Plan plan) {
        return new Route(server.settings(), Optional.empty(), server.steps(), server.root(), plan);
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
        return prefixLength;
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

    List<AccessLogs.Target> accessLogs() {
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
