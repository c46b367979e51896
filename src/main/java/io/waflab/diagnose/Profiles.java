package io.waflab.diagnose;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.waflab.connection.Peer;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The timers of known products, from {@code profiles.conf}.
 *
 * <p>A silence fits a timer that is as long to 0.3 s or one hundredth, whichever is more, plus what that timer is known to
 * be late; whose end looks as this one did; and that waits for what was waited for.
 */
public final class Profiles {

    private static final Duration NEAR = Duration.ofMillis(300);
    private static final int HUNDREDTH = 100;
    private static final int MOST = 6;
    private static final int MOST_MISSES = 3;

    private static final class Loaded {
        static final Profiles ALL = read("profiles.conf");
    }

    private final List<Profile> rows;

    private Profiles(List<Profile> rows) {
        this.rows = List.copyOf(rows);
    }

    public static Profiles all() {
        return Loaded.ALL;
    }

    /** In the order of the file: servers and what stands before them, then clients. */
    public List<Profile> rows() {
        return rows;
    }

    /** Products whose names have every one of these words in them, in any case and order. */
    public List<Profile> named(String words) {
        var wanted = words.toLowerCase(Locale.ROOT).split("[\\s,_-]+");
        return rows.stream()
                .filter(row -> {
                    var name = row.product().toLowerCase(Locale.ROOT);
                    return List.of(wanted).stream().allMatch(name::contains);
                })
                .toList();
    }

    /** Timers that this silence fits, best first: those of the end that hung up, and of what is on the path. */
    List<Finding.Fit> fits(Profile.Timer timer, Optional<Peer> by, How how, Duration silence) {
        return candidates(timer, by)
                .filter(row -> row.endings().isEmpty() || row.endings().contains(how))
                .map(row -> new Finding.Fit(row, off(row, silence)))
                .filter(fit -> isNear(fit, silence))
                .sorted(Comparator.comparing(
                                (Finding.Fit fit) -> fit.profile().endings().isEmpty())
                        .thenComparing(fit -> !fit.profile().known())
                        .thenComparing(fit -> fit.profile().mark())
                        .thenComparing(fit -> fit.off().abs()))
                .limit(MOST)
                .toList();
    }

    /** Well-known timers of that kind that this silence does not fit, nearest first. */
    List<Finding.Fit> misses(Profile.Timer timer, Optional<Peer> by, Duration silence) {
        return candidates(timer, by)
                .filter(Profile::known)
                .map(row -> new Finding.Fit(row, off(row, silence)))
                .filter(fit -> !isNear(fit, silence))
                .sorted(Comparator.comparing(fit -> fit.off().abs()))
                .limit(MOST_MISSES)
                .toList();
    }

    private Stream<Profile> candidates(Profile.Timer timer, Optional<Peer> by) {
        return rows.stream()
                .filter(row -> row.timer() == timer && row.seconds().isPresent())
                .filter(row -> by.isEmpty()
                        || row.role() == Profile.Role.PATH
                        || by.get() == Peer.CLIENT == (row.role() == Profile.Role.CLIENT))
                .filter(row -> !row.toOrigin());
    }

    /** Whether devices that forward packets are known to forget a connection after this time, in nanoseconds. */
    boolean isPathTimer(long nanos) {
        var silence = Duration.ofNanos(nanos);
        return rows.stream()
                .filter(row -> row.role() == Profile.Role.PATH && row.seconds().isPresent())
                .anyMatch(row -> silence.compareTo(row.seconds().get().minus(NEAR)) >= 0
                        && silence.compareTo(
                                        row.seconds().get().multipliedBy(11).dividedBy(10))
                                <= 0);
    }

    /**
     * Timers of what forwards packets that ran out in this pause, the longest first: of those that may answer the next
     * packet with RST.
     *
     * @param survived a pause that the same connection had outlived
     */
    List<Profile> outlasted(Duration survived, Duration pause) {
        return rows.stream()
                .filter(row -> row.role() == Profile.Role.PATH && row.timer() == Profile.Timer.IDLE)
                .filter(row -> row.endings().isEmpty() || row.endings().contains(How.RST))
                .filter(row -> row.seconds()
                        .filter(ranOut -> ranOut.compareTo(survived) > 0 && ranOut.compareTo(pause.plus(NEAR)) <= 0)
                        .isPresent())
                .sorted(Comparator.comparing((Profile row) -> row.seconds().orElseThrow())
                        .reversed()
                        .thenComparing(row -> !row.known()))
                .limit(2)
                .toList();
    }

    /** Whether a server is known to give up after this time, in nanoseconds, while a request is unfinished. */
    boolean isServerTimer(long nanos) {
        var silence = Duration.ofNanos(nanos);
        return rows.stream()
                .filter(row -> row.timer() == Profile.Timer.HEADER || row.timer() == Profile.Timer.BODY)
                .filter(row ->
                        row.role() != Profile.Role.CLIENT && row.seconds().isPresent())
                .anyMatch(row -> isNear(new Finding.Fit(row, off(row, silence)), silence));
    }

    private static Duration off(Profile row, Duration silence) {
        return silence.minus(row.seconds().orElseThrow());
    }

    /** Late timers fit from their seconds on, up to how late they are. */
    private static boolean isNear(Finding.Fit fit, Duration silence) {
        var tolerance = silence.dividedBy(HUNDREDTH).compareTo(NEAR) > 0 ? silence.dividedBy(HUNDREDTH) : NEAR;
        return fit.off().compareTo(tolerance.negated()) >= 0
                && fit.off().compareTo(tolerance.plus(fit.profile().late())) <= 0;
    }

    static Profiles read(String resource) {
        var rows = new ArrayList<Profile>();
        for (var product : parse(resource).getConfigList("products")) {
            for (var timer : product.getConfigList("timers")) {
                rows.add(row(timer.withFallback(product)));
            }
        }
        return new Profiles(rows);
    }

    static Config parse(String resource) {
        try (var in = Profiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return ConfigFactory.parseReader(
                    new InputStreamReader(in, StandardCharsets.UTF_8),
                    ConfigParseOptions.defaults().setOriginDescription(resource).setAllowMissing(false));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Profile row(Config row) {
        return new Profile(
                row.getString("product"),
                text(row, "version"),
                word(Profile.Role.class, row.getString("role")),
                row.getString("setting"),
                word(Profile.Timer.class, row.getString("timer")),
                seconds(row, "seconds"),
                range(row, 0),
                range(row, 1),
                seconds(row, "late").orElse(Duration.ZERO),
                text(row, "closes"),
                endings(row),
                word(Profile.Mark.class, row.getString("mark")),
                row.getString("source"),
                text(row, "note"),
                text(row, "toward").equals("origin"),
                row.hasPath("known") && row.getBoolean("known"));
    }

    private static Optional<Duration> seconds(Config row, String key) {
        return row.hasPath(key)
                ? Optional.of(Duration.ofMillis(Math.round(row.getDouble(key) * 1_000)))
                : Optional.empty();
    }

    private static Optional<Duration> range(Config row, int end) {
        return row.hasPath("range")
                ? Optional.of(Duration.ofSeconds(row.getLongList("range").get(end)))
                : Optional.empty();
    }

    private static Set<How> endings(Config row) {
        return row.hasPath("endings")
                ? row.getStringList("endings").stream()
                        .map(name -> word(How.class, name))
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(How.class)))
                : Set.of();
    }

    private static String text(Config row, String key) {
        return row.hasPath(key) ? row.getString(key) : "";
    }

    private static <E extends Enum<E>> E word(Class<E> type, String name) {
        return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    }
}
