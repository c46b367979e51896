package io.waflab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.Directive;
import io.waflab.config.Settings;
import io.waflab.connection.Action.AbandonUpstream;
import io.waflab.connection.Action.Close;
import io.waflab.connection.Action.Plain;
import io.waflab.connection.Action.Respond;
import io.waflab.connection.Action.Start;
import io.waflab.connection.Action.Stop;
import io.waflab.connection.Event.RequestRead;
import io.waflab.connection.Timer.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What is told to the rules, and all that they answer: {@code story().when(event).then(actions).endedAs(...)}. An answer
 * that the test does not look at fails it.
 */
final class RulesStory {

    /** Every timer has another duration, so that a wrong one shows. */
    private static final Map<Timer, Duration> DURATIONS = Map.of(
            Timer.CLIENT_HEADER, Duration.ofSeconds(11),
            Timer.CLIENT_BODY, Duration.ofSeconds(12),
            Timer.SEND, Duration.ofSeconds(13),
            Timer.KEEPALIVE, Duration.ofSeconds(14),
            Timer.KEEPALIVE_MIN, Duration.ZERO,
            Timer.LINGERING, Duration.ofSeconds(5),
            Timer.LINGERING_TIME, Duration.ofSeconds(30),
            Timer.PROXY_CONNECT, Duration.ofSeconds(16),
            Timer.PROXY_SEND, Duration.ofSeconds(17),
            Timer.PROXY_READ, Duration.ofSeconds(18));

    private static final List<String> PLAIN = List.of(
            "lingering_close=on",
            "reset_timedout_connection=off",
            "gateway_timeout_closes=off",
            "proxy_read_timeout_in_tunnel=upstream",
            "proxy_ignore_client_abort=off");

    private static final String CONF =
            "http { servers = [ { listen = [\"127.0.0.1:0\"], locations = { \"/\" { return = \"200\" } } } ] }";

    /** The settings of the stories so far, by what they set: most stories have the same. */
    private static final Map<List<String>, Settings> READ = new ConcurrentHashMap<>();

    /** Which rules the story is told to. */
    interface Rules {
        Step next(Life life, Event event, Settings in);
    }

    private final Settings settings;
    private final Rules rules;
    private Life life = Life.NEW;
    private Step step;
    private Event event;

    private RulesStory(Rules rules, Settings settings) {
        this.rules = rules;
        this.settings = settings;
    }

    /** @param sets {@code directive=value}, over nginx's defaults */
    static RulesStory story(String... sets) {
        return storyOf(ConnectionRules::next, sets);
    }

    static RulesStory storyOf(Rules rules, String... sets) {
        return new RulesStory(rules, settings(sets));
    }

    static Settings settings(String... sets) {
        return READ.computeIfAbsent(List.of(sets), RulesStory::read);
    }

    private static Settings read(List<String> sets) {
        var times = DURATIONS.entrySet().stream()
                .map(time -> time.getKey().word() + "=" + time.getValue().toSeconds() + "s");
        var named = sets.stream().map(set -> set.substring(0, set.indexOf('='))).toList();
        var all = Stream.concat(
                        Stream.concat(times, PLAIN.stream())
                                .filter(set -> !named.contains(set.substring(0, set.indexOf('=')))),
                        sets.stream())
                .toList();
        try {
            return ConfigReader.read(CONF, "lab.conf", all)
                    .servers()
                    .get(0)
                    .locations()
                    .get(0)
                    .settings();
        } catch (ConfigException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    /** A timer with the duration that it has in every story which does not set it. */
    static Action runs(Timer timer) {
        return new Start(timer, DURATIONS.get(timer));
    }

    static Action stops(Slot slot) {
        return new Stop(slot);
    }

    RulesStory when(Event next) {
        assertThat(step).as("the answer to " + event + " was not looked at").isNull();
        event = next;
        step = rules.next(life, next, settings);
        life = step.life();
        return this;
    }

    RulesStory then(Action... actions) {
        assertThat(step.actions()).as("what %s brings about", event).containsExactly(actions);
        step = null;
        return this;
    }

    RulesStory thenNothing() {
        return then();
    }

    RulesStory thenHangsUp(CloseAct act) {
        return then(Plain.CLOSE_UPSTREAM, new Close(act)).in(Phase.CLOSED);
    }

    /** A connection that timed out, with reset_timedout_connection: RST, and the ending says so. */
    RulesStory thenResets() {
        thenHangsUp(CloseAct.SILENT_RESET);
        assertThat(life.ending().map(Ending::act)).contains(CloseAct.SILENT_RESET);
        return this;
    }

    RulesStory in(Phase phase) {
        assertThat(life.phase()).as("phase after %s", event).isEqualTo(phase);
        return this;
    }

    RulesStory endedAs(Cause cause, Peer by, CloseAct act, Phase phase) {
        return endedAs(new Ending(cause, by, act, phase, Optional.empty(), ""));
    }

    RulesStory endedAs(Cause cause, Peer by, CloseAct act, Phase phase, Directive directive) {
        return endedAs(new Ending(cause, by, act, phase, Optional.of(directive), ""));
    }

    /** How a request that is refused with a page ends its connection. */
    static Ending refused(int status, CloseAct act, Phase phase) {
        return new Ending(Cause.REQUEST_REFUSED, Peer.SERVER, act, phase, Optional.empty(), "status " + status);
    }

    RulesStory endedAs(Ending ending) {
        assertThat(step).as("the answer to " + event + " was not looked at").isNull();
        assertThat(life.ending()).contains(ending);
        return this;
    }

    RulesStory staysAlive() {
        assertThat(step).as("the answer to " + event + " was not looked at").isNull();
        assertThat(life.ending()).isEmpty();
        return this;
    }

    Life life() {
        return life;
    }

    // where most stories begin

    RulesStory handshaking() {
        return when(Happened.ACCEPTED_TLS).then(runs(Timer.CLIENT_HEADER)).in(Phase.HANDSHAKE);
    }

    RulesStory unused() {
        return handshaking().when(Happened.HANDSHAKE_DONE).thenNothing().in(Phase.UNUSED);
    }

    RulesStory awaiting() {
        return awaiting(new RequestRead(false, Optional.empty()));
    }

    RulesStory awaiting(RequestRead read) {
        return unused().when(read)
                .then(stops(Slot.CLIENT_READ))
                .in(Phase.AWAITING_RESPONSE)
                .sent();
    }

    /** A request without a body, or whose body is complete, goes to an upstream. */
    RulesStory sent() {
        return when(Happened.CONNECTING)
                .then(runs(Timer.PROXY_CONNECT))
                .when(Happened.CONNECTED)
                .then(stops(Slot.UPSTREAM_WRITE))
                .when(Happened.REQUEST_SENT)
                .then(stops(Slot.UPSTREAM_WRITE), runs(Timer.PROXY_READ));
    }

    RulesStory readingBody() {
        return unused().when(new RequestRead(true, Optional.empty()))
                .then(runs(Timer.CLIENT_BODY))
                .in(Phase.REQUEST);
    }

    RulesStory responding() {
        return awaiting().responseBegins();
    }

    RulesStory responseBegins() {
        return when(Happened.RESPONSE_HEAD).then(runs(Timer.PROXY_READ)).in(Phase.RESPONSE);
    }

    RulesStory responded() {
        return responding().responseEnds();
    }

    RulesStory responseEnds() {
        return when(Happened.RESPONSE_END).then(stops(Slot.UPSTREAM_READ), stops(Slot.UPSTREAM_WRITE));
    }

    RulesStory idle() {
        return responded().when(Happened.RESPONSE_FLUSHED).thenKeepsAlive();
    }

    RulesStory thenKeepsAlive() {
        return then(stops(Slot.CLIENT_WRITE), stops(Slot.CLIENT_LINGERING), runs(Timer.KEEPALIVE), Plain.NEXT_REQUEST)
                .in(Phase.IDLE);
    }

    RulesStory tunnel() {
        return awaiting()
                .when(Happened.UPGRADED)
                .then(stops(Slot.CLIENT_READ), stops(Slot.UPSTREAM_WRITE), runs(Timer.PROXY_READ))
                .in(Phase.TUNNEL);
    }

    /** The upstream's side is over before its response was; what was held back goes out. */
    RulesStory thenCuts() {
        return then(
                stops(Slot.UPSTREAM_READ),
                stops(Slot.UPSTREAM_WRITE),
                stops(Slot.CLIENT_READ),
                Plain.CLOSE_UPSTREAM,
                Plain.FLUSH);
    }

    /** The upstream's side is over, and the proxy answers in its place. */
    RulesStory thenRespondsItself(int status) {
        return then(
                stops(Slot.CLIENT_READ),
                stops(Slot.UPSTREAM_READ),
                stops(Slot.UPSTREAM_WRITE),
                Plain.CLOSE_UPSTREAM,
                new Respond(status));
    }

    /** This server is given up: another may be tried. */
    RulesStory thenAbandonsUpstream(Timer timer) {
        return then(stops(Slot.UPSTREAM_READ), stops(Slot.UPSTREAM_WRITE), new AbandonUpstream(timer));
    }
}
