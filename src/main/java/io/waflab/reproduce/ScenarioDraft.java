package io.waflab.reproduce;

import io.waflab.diagnose.Outcome;
import io.waflab.reproduce.LabScenario.ClientPart;
import io.waflab.reproduce.LabScenario.OriginPart;
import io.waflab.reproduce.LabScenario.ProxyPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@link LabScenario} while it is made, each of its values with where it is from. */
final class ScenarioDraft {

    private final Map<String, String> notes = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, String> directives = new HashMap<>();
    private final Map<String, Behaviour> paths = new HashMap<>();
    private String protocol = "";
    private String cipher = "";
    private List<String> alpn = List.of();
    private boolean isHttp2;
    private String sni = "";
    private String rejects = "";
    private boolean isTls = true;
    private String certificate = "";
    private String profile = "tengine-3.2";
    private Optional<Duration> limit = Optional.empty();
    private boolean listens = true;
    private PathDeed path = PathDeed.PASS;

    void note(String key, String words) {
        notes.merge(key, words, (old, more) -> old + "\n" + more);
    }

    void tls(String version, String suite, String name) {
        protocol = version;
        cipher = suite;
        sni = name;
    }

    String sni() {
        return sni;
    }

    void protocol(String version, String why) {
        protocol = version;
        note("client.protocol", why);
    }

    void cipher(String suite, String why) {
        cipher = suite;
        note(suite.isEmpty() ? "client" : "client.cipher", why);
    }

    void alpn(List<String> names, String why) {
        alpn = names;
        note("client.alpn", why);
    }

    /** Client and proxy speak no TLS. */
    void plain(String why) {
        isTls = false;
        note("proxy.tls", why);
    }

    boolean isPlain() {
        return !isTls;
    }

    /** Client and proxy speak HTTP/2. */
    void http2(String why) {
        isHttp2 = true;
        directive("http2", "on", why);
    }

    boolean isHttp2() {
        return isHttp2;
    }

    void rejects(String alert, String why) {
        rejects = alert;
        note("client.rejects", why);
    }

    void certificate(String name, String why) {
        certificate = name;
        note("proxy.certificate", why);
    }

    void profile(String name, String why) {
        profile = name;
        note("proxy.profile", why);
    }

    void limit(Duration longest, String why) {
        limit = Optional.of(longest);
        note("client.limit", why);
    }

    void step(String text) {
        steps.add(Step.parse(text));
    }

    void step(String text, String why) {
        note("client.steps." + steps.size(), why);
        step(text);
    }

    void directive(String name, String value, String why) {
        directives.put(name, value);
        note("proxy.directives." + name, why);
    }

    void answers(String target, Behaviour behaviour, String why) {
        paths.put(target, behaviour);
        note("origin.paths." + target, why);
    }

    void refusesConnections(String why) {
        listens = false;
        note("origin.listens", why);
    }

    void path(PathDeed.Kind kind, Duration after, String why) {
        path = new PathDeed(kind, after);
        note("path", why);
    }

    Map<String, String> notes() {
        return Map.copyOf(notes);
    }

    LabScenario scenario(double speed, Outcome expect) {
        var made = new LabScenario(
                speed,
                new ClientPart(protocol, cipher, alpn, sni, rejects, limit.orElse(ClientPart.LIMIT), steps),
                new ProxyPart(profile, isTls, certificate, directives, Optional.empty()),
                new OriginPart(listens, paths),
                path,
                expect);
        return limit.isPresent() ? made : made.patient();
    }
}
