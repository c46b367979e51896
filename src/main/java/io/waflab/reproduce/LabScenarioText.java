package io.waflab.reproduce;

import com.typesafe.config.ConfigUtil;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Writes a {@link LabScenario} as HOCON that people read and edit: behind each number where it is from. */
public final class LabScenarioText {

    private static final String INDENT = "  ";

    private final Map<String, String> notes;
    private final StringBuilder text = new StringBuilder();
    private String indent = "";

    private LabScenarioText(Map<String, String> notes) {
        this.notes = notes;
    }

    /**
     * A whole file.
     *
     * @param notes comments by what they are about: {@code ""} for the file, {@code client.cipher}, {@code
     *     client.steps.0}, {@code proxy.directives.keepalive_timeout}, {@code origin.paths./1}
     */
    public static String of(LabScenario scenario, Map<String, String> notes) {
        var writer = new LabScenarioText(notes);
        writer.write(scenario);
        return writer.text.toString();
    }

    private void write(LabScenario scenario) {
        comment("");
        comment("speed");
        line("speed = " + number(scenario.speed()));
        client(scenario.client());
        proxy(scenario.proxy());
        origin(scenario.origin());
        text.append('\n');
        comment("path");
        line("path = " + ConfigUtil.quoteString(scenario.path().toString()));
        expect(scenario);
    }

    private void client(LabScenario.ClientPart client) {
        open("client");
        value("client.protocol", client.protocol());
        value("client.cipher", client.cipher());
        if (!client.alpn().isEmpty()) {
            comment("client.alpn");
            line("alpn = ["
                    + String.join(
                            ", ",
                            client.alpn().stream().map(ConfigUtil::quoteString).toList()) + "]");
        }
        value("client.sni", client.sni());
        value("client.rejects", client.rejects());
        value("client.limit", LabClock.text(client.limit()));
        line("steps = [");
        indent += INDENT;
        for (var i = 0; i < client.steps().size(); i++) {
            comment("client.steps." + i);
            line(ConfigUtil.quoteString(client.steps().get(i).toString()));
        }
        close("]");
        close("}");
    }

    private void proxy(LabScenario.ProxyPart proxy) {
        open("proxy");
        value("proxy.profile", proxy.profile());
        if (!proxy.tls()) {
            comment("proxy.tls");
            line("tls = false");
        }
        value("proxy.certificate", proxy.certificate());
        proxy.conf().ifPresent(conf -> value("proxy.conf", conf.toAbsolutePath().toString()));
        if (!proxy.directives().isEmpty()) {
            line("directives {");
            indent += INDENT;
            proxy.directives().forEach((name, set) -> {
                comment("proxy.directives." + name);
                line(name + " = " + ConfigUtil.quoteString(set));
            });
            close("}");
        }
        close("}");
    }

    private void origin(LabScenario.OriginPart origin) {
        open("origin");
        comment("origin.listens");
        line("listens = " + origin.listens());
        if (!origin.paths().isEmpty()) {
            line("paths {");
            indent += INDENT;
            origin.paths().forEach((path, behaviour) -> {
                comment("origin.paths." + path);
                line(ConfigUtil.quoteString(path) + " { " + behaviour(behaviour) + " }");
            });
            close("}");
        }
        close("}");
    }

    private static String behaviour(Behaviour behaviour) {
        var answer = behaviour.answer();
        var words = new StringBuilder("status = " + answer.status() + ", length = " + answer.length() + ", framing = "
                + OriginFile.word(answer.framing()));
        if (behaviour.readRate() > 0) {
            words.append(", read_rate = ").append(behaviour.readRate());
        }
        Arrays.stream(Moment.values())
                .filter(behaviour.effects()::containsKey)
                .forEach(moment -> words.append(", ")
                        .append(moment.key())
                        .append(" = ")
                        .append(ConfigUtil.quoteString(behaviour.at(moment).text())));
        headers(answer.headers(), words);
        return words.toString();
    }

    private static void headers(List<String> headers, StringBuilder words) {
        if (headers.isEmpty()) {
            return;
        }
        var all = headers.stream()
                .map(line -> line.split(": ", 2))
                .map(sides -> ConfigUtil.quoteString(sides[0]) + " = " + ConfigUtil.quoteString(sides[1]))
                .toList();
        words.append(", headers { ").append(String.join(", ", all)).append(" }");
    }

    private void expect(LabScenario scenario) {
        var expect = scenario.expect();
        open("expect");
        value("expect.cause", expect.cause());
        value("expect.closed_by", expect.closedBy());
        value("expect.how", expect.how());
        value("expect.phase", expect.phase());
        expect.gap().ifPresent(gap -> time("expect.gap", gap));
        expect.client().ifPresent(parting -> {
            value("expect.client_how", parting.how());
            time("expect.client_after", parting.after());
        });
        close("}");
    }

    private void time(String key, Duration time) {
        value(key, LabClock.text(time));
    }

    private void value(String key, String value) {
        if (!value.isEmpty()) {
            comment(key);
            line(key.substring(key.indexOf('.') + 1) + " = " + ConfigUtil.quoteString(value));
        }
    }

    private void comment(String key) {
        if (notes.containsKey(key)) {
            notes.get(key).lines().forEach(words -> line("# " + Printable.of(words)));
        }
    }

    private void open(String block) {
        text.append('\n');
        comment(block);
        line(block + " {");
        indent = INDENT;
    }

    private void close(String bracket) {
        indent = indent.substring(INDENT.length());
        line(bracket);
    }

    private void line(String words) {
        text.append(indent).append(words).append('\n');
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
