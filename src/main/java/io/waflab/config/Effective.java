package io.waflab.config;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Every value in force and where it was set, as text: what {@code waflab check --effective} prints. */
public final class Effective {

    /** Values longer than this push their origin to the right. */
    private static final int COLUMN = 56;

    /** What is done in the order in which it stands, and shown so. */
    private static final Set<Directive> STEPS =
            Set.of(Directive.REWRITE, Directive.SET, Directive.BREAK, Directive.RETURN);

    private final StringBuilder text = new StringBuilder();

    private Effective() {}

    /** Lines of {@code directive value   place}, under the blocks that they are in force in. */
    public static String of(LabConfig config) {
        var effective = new Effective();
        effective.block("", "process", Origin.DEFAULT, here(config.main(), Context.MAIN));
        for (var server : config.servers()) {
            effective.server(server);
        }
        config.upstreams().values().stream()
                .sorted(Comparator.comparing(Upstream::name))
                .forEach(effective::upstream);
        if (config.stream() != StreamConfig.NONE) {
            effective.stream(config.stream());
        }
        return effective.text.toString();
    }

    private void stream(StreamConfig stream) {
        block("", "stream", Origin.DEFAULT, here(stream.settings(), Context.STREAM));
        for (var server : stream.servers()) {
            block("  ", "server", server.origin(), here(server.settings(), Context.STREAM_SERVER));
        }
        stream.upstreams().values().stream()
                .sorted(Comparator.comparing(Upstream::name))
                .forEach(this::upstream);
    }

    private void server(Server server) {
        var settings = new ArrayList<>(here(server.settings(), Context.SERVER));
        settings.removeIf(setting -> setting.directive() == Directive.LOG_FORMAT);
        block("", "server", server.origin(), settings);
        script("  ", server.script());
        server.locations().forEach(location -> location("  ", location));
    }

    private void location(String indent, Location location) {
        var head = new LocationHead(location.match(), location.text(), location.regex());
        block(indent, "location " + head, location.origin(), here(location.settings(), Context.LOCATION));
        script(indent + "  ", location.script());
        location.locations().forEach(inner -> location(indent + "  ", inner));
    }

    private void upstream(Upstream upstream) {
        text.append("upstream ")
                .append(Printable.line(upstream.name()))
                .append("   ")
                .append(upstream.origin())
                .append('\n');
        for (var peer : upstream.peers()) {
            text.append("  server ")
                    .append(Printable.line(address(peer)))
                    .append(' ')
                    .append(peer.options())
                    .append('\n');
        }
        upstream.settings().all().forEach(setting -> setting("  ", setting));
        text.append('\n');
    }

    private static String address(Upstream.Peer peer) {
        return peer.address() instanceof InetSocketAddress address
                ? address.getHostString() + ":" + address.getPort()
                : "unix:" + peer.address();
    }

    private static Collection<Setting> here(Settings settings, Context context) {
        return settings.all().stream()
                .filter(setting -> setting.directive().contexts().contains(context))
                .filter(setting -> !STEPS.contains(setting.directive()))
                .toList();
    }

    private void block(String indent, String head, Origin origin, Collection<Setting> settings) {
        text.append(indent).append(Printable.line(head));
        text.append(origin == Origin.DEFAULT ? "" : "   " + origin).append('\n');
        settings.forEach(setting -> setting(indent + "  ", setting));
        text.append('\n');
    }

    private void script(String indent, List<Statement> steps) {
        if (!steps.isEmpty()) {
            text.append(indent).append("in this order\n");
            steps(indent + "  ", steps);
            text.append('\n');
        }
    }

    /** With all that stands in an if: what is in force from there on where its condition is met. */
    private void steps(String indent, List<Statement> steps) {
        for (var step : steps) {
            line(indent + step.name(), step.arguments(), step.origin());
            steps(indent + "  ", step.block());
        }
    }

    private void setting(String indent, Setting setting) {
        for (List<String> words : setting.lines()) {
            line(indent + setting.directive().word(), words, setting.origin());
        }
    }

    private void line(String name, List<String> words, Origin origin) {
        var line = name + (words.isEmpty() ? "" : " " + Printable.line(Words.join(words)));
        text.append(line).append(" ".repeat(Math.max(3, COLUMN - line.length())));
        text.append(origin).append('\n');
    }
}
