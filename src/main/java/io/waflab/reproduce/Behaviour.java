package io.waflab.reproduce;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How an origin answers one request: an answer, and what goes wrong when.
 *
 * @param answer what would be sent
 * @param effects at the moments where something else happens than going on
 * @param readRate bytes a second at which the request's body is read (times the speed); 0 for as fast as it comes
 * @param tunnel for a path that answers 101 and upgrades to WebSocket
 */
public record Behaviour(Answer answer, Map<Moment, Effect> effects, int readRate, Optional<Tunnel> tunnel) {

    /**
     * The origin's side of a WebSocket: answers pings, echoes messages.
     *
     * @param pushes messages sent unasked, at first
     * @param gap before each
     * @param mute reads and says nothing
     * @param raw echoes bytes and not frames
     * @param closeAfter FIN so long after the pushes; empty for never
     */
    public record Tunnel(int pushes, Duration gap, boolean mute, boolean raw, Optional<Duration> closeAfter) {}

    public Behaviour {
        effects = Map.copyOf(effects);
    }

    static Behaviour of(Answer answer) {
        return new Behaviour(answer, Map.of(), 0, Optional.empty());
    }

    Behaviour on(Moment moment, Effect effect) {
        var all = new EnumMap<Moment, Effect>(Moment.class);
        all.putAll(effects);
        all.put(moment, effect);
        return new Behaviour(answer, all, readRate, tunnel);
    }

    Behaviour on(Moment moment, Effect.Kind kind, Duration time) {
        return on(moment, Effect.of(kind, time));
    }

    Behaviour reading(int bytesPerSecond) {
        return new Behaviour(answer, effects, bytesPerSecond, tunnel);
    }

    Behaviour upgrading(Tunnel websocket) {
        return new Behaviour(answer, effects, readRate, Optional.of(websocket));
    }

    /** Whether no answer comes to its end, because of a silence. */
    boolean isNeverWhole() {
        return effects.entrySet().stream()
                .anyMatch(effect ->
                        effect.getKey() != Moment.IDLE && effect.getValue().isSilence());
    }

    Effect at(Moment moment) {
        return effects.getOrDefault(moment, Effect.NONE);
    }
}
