package io.waflab.clients;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a library is told: settings with their values at speed 1. */
public final class Orders {

    private static final Duration NEVER = Duration.ofSeconds(-1);

    private final Library library;
    private final double speed;
    private final Map<Setting, Duration> times = new EnumMap<>(Setting.class);
    private final Map<Setting, Boolean> switches = new EnumMap<>(Setting.class);

    private Orders(Library library, double speed) {
        this.library = library;
        this.speed = speed;
    }

    /**
     * @param sets each {@code name=value}
     * @param time reads a time
     * @param speed what every time is divided by, also the library's defaults where they can be set
     * @throws IllegalArgumentException for what cannot be set, in one line
     */
    public static Orders of(Library library, List<String> sets, Function<String, Duration> time, double speed) {
        var orders = new Orders(library, speed);
        sets.forEach(set -> orders.read(set, time));
        return orders;
    }

    private void read(String set, Function<String, Duration> time) {
        var equals = set.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("--set " + set + ": expected name=value");
        }
        var setting = Setting.named(set.substring(0, equals));
        var value = set.substring(equals + 1);
        if (library.own(setting).isEmpty()) {
            throw new IllegalArgumentException("--set " + setting.word() + ": " + library.word()
                    + " has no such setting (" + setting.meaning() + ")");
        }
        if (setting.isTime()) {
            times.put(setting, value.equals("off") ? NEVER : time.apply(value));
        } else if (value.equals("on") || value.equals("off")) {
            switches.put(setting, value.equals("on"));
        } else {
            throw new IllegalArgumentException("--set " + set + ": expected on or off");
        }
    }

    public Library library() {
        return library;
    }

    /**
     * How long a connection may be idle and still be used, at speed 1; empty for ever. A default that cannot be set is not
     * divided here, so that it is as much longer in the life that is played.
     *
     * @param java see {@link Library#idle}
     */
    Optional<Duration> idle(int java) {
        var said = Optional.ofNullable(times.get(Setting.EVICT_IDLE));
        if (said.isPresent()) {
            return said.filter(time -> !time.isNegative());
        }
        var undivided = library.own(Setting.EVICT_IDLE).isEmpty() ? speed : 1;
        return library.idle(java).map(time -> Duration.ofNanos(Math.round(time.toNanos() * undivided)));
    }

    /** After how much idleness a connection is looked at; empty for never, or where the library does not ask. */
    Optional<Duration> inactivity() {
        var said = Optional.ofNullable(times.get(Setting.VALIDATE));
        return said.isPresent() ? said.filter(time -> !time.isNegative()) : library.inactivity();
    }

    /** How old a connection may be and still be used, at speed 1; empty for any age, which is every library's default. */
    Optional<Duration> oldest() {
        return Optional.ofNullable(times.get(Setting.MAX_AGE)).filter(time -> !time.isNegative());
    }

    /** Whether a request of that method is sent again. */
    boolean retries(String method) {
        return Optional.ofNullable(switches.get(Setting.RETRY)).orElse(library.retries(method));
    }

    boolean keepsAlive() {
        return switches.getOrDefault(Setting.KEEP_ALIVE, true);
    }

    /** What was set, in the order of {@link Setting}, each with the library's own name for it. */
    public List<String> told() {
        var told = new ArrayList<String>();
        for (var setting : Setting.values()) {
            value(setting)
                    .ifPresent(value -> told.add(setting.word() + "=" + value + "  ("
                            + library.own(setting).orElseThrow() + ")"));
        }
        return told;
    }

    private Optional<String> value(Setting setting) {
        return Optional.ofNullable(times.get(setting))
                .map(time -> time.isNegative() ? "off" : seconds(time))
                .or(() -> Optional.ofNullable(switches.get(setting)).map(on -> on ? "on" : "off"));
    }

    static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }

    /**
     * As the programs take them. At another speed than 1 the library's defaults are said too: they are times like the
     * server's, and would otherwise be the only ones not divided.
     *
     * @param java see {@link Library#idle}
     */
    List<String> arguments(int java) {
        var all = new EnumMap<>(times);
        if (speed != 1) {
            library.idle(java)
                    .filter(time -> library.own(Setting.EVICT_IDLE).isPresent())
                    .ifPresent(time -> all.putIfAbsent(Setting.EVICT_IDLE, time));
            library.inactivity().ifPresent(time -> all.putIfAbsent(Setting.VALIDATE, time));
        }
        var arguments = new ArrayList<String>();
        all.forEach((setting, time) -> arguments.add(setting.word() + "="
                + (time.isNegative() ? "off" : String.valueOf(Math.round(time.toNanos() / speed / 1e6)))));
        switches.forEach((setting, on) -> arguments.add(setting.word() + "=" + (on ? "on" : "off")));
        return arguments;
    }
}
