package io.waflab.diagnose;

import io.waflab.diagnose.Grid.Axis;
import io.waflab.diagnose.Grid.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a {@link Grid} says to set. Only what was counted; what goes beyond says so. */
public final class TuneAdvice {

    private static final String KEEPALIVE = "keepalive_timeout";
    /** No timer: looked at when a request is answered (ngx_http_update_location_config). */
    private static final String AGE = "keepalive_time";

    private final Grid grid;
    private final List<Sentence> says = new ArrayList<>();

    private TuneAdvice(Grid grid) {
        this.grid = grid;
    }

    /** In the order of importance; at least one. */
    public static List<Sentence> of(Grid grid) {
        var advice = new TuneAdvice(grid);
        advice.conclude();
        return List.copyOf(advice.says);
    }

    private void conclude() {
        var total = grid.total();
        if (total.trials() == 0) {
            say("tune.nothing");
            return;
        }
        if (total.decided() == 0) {
            say("tune.all-failed", total.failed(), grid.failure());
            return;
        }
        if (total.raced() == 0) {
            say("tune.none", total.decided(), percent(total.interval().high()));
        } else if (grid.rows().isClients()) {
            columns().forEach(this::ofColumn);
            aColumnForAll();
            say("tune.retry");
        } else {
            say("tune.some", total.raced(), total.decided());
            say("tune.retry");
        }
        Stream.of(grid.rows(), grid.columns())
                .filter(axis -> !axis.isClients() && !axis.name().equals(KEEPALIVE))
                .forEach(axis -> say(axis.name().equals(AGE) ? "tune.age" : "tune.elsewhere", axis.name()));
        if (total.renewed() > 0) {
            say("tune.renewed", total.renewed());
        }
        if (total.failed() > 0) {
            say("tune.failed", total.failed(), grid.failure());
        }
    }

    private void ofColumn(int column) {
        var where = value(grid.columns(), column);
        if (rows().anyMatch(row -> grid.cell(row, column).decided() == 0)) {
            say("tune.column.partial", grid.columns().name(), where);
        } else if (isClean(column)) {
            say("tune.column.clean", grid.columns().name(), where);
        } else if (grid.rows().unit() == Unit.REQUESTS_PER_MINUTE) {
            int worst = rows().boxed()
                    .max(Comparator.comparingDouble(
                            row -> grid.cell(row, column).share()))
                    .orElseThrow();
            racing("tune.column.rate", worst, column);
        } else {
            ofIdle(column);
        }
    }

    /** Up to which idle time nothing races, and how much does from there on. */
    private void ofIdle(int column) {
        int first = rows().filter(row -> grid.cell(row, column).raced() > 0)
                .findFirst()
                .orElseThrow();
        if (first == 0) {
            racing("tune.column.all", first, column);
            return;
        }
        var clean = grid.cell(first - 1, column);
        say(
                "tune.column.limit",
                grid.columns().name(),
                value(grid.columns(), column),
                value(grid.rows(), first - 1),
                clean.decided(),
                percent(clean.interval().high()));
        racing("tune.column.from", first, column);
    }

    private void racing(String key, int row, int column) {
        var cell = grid.cell(row, column);
        say(
                key,
                grid.columns().name(),
                value(grid.columns(), column),
                value(grid.rows(), row),
                percent(cell.share()),
                percent(cell.interval().low()),
                percent(cell.interval().high()));
    }

    /** The smallest value of the columns from which on nothing races in any row; else what would have to be tried. */
    private void aColumnForAll() {
        int count = grid.columns().values().size();
        int clean = count;
        while (clean > 0 && isClean(clean - 1)) {
            clean--;
        }
        if (clean < count) {
            say("tune.column.enough", grid.columns().name(), value(grid.columns(), clean));
        } else if (grid.columns().name().equals(KEEPALIVE) && grid.rows().unit() == Unit.SECONDS) {
            say(
                    "tune.column.beyond",
                    KEEPALIVE,
                    value(grid.rows(), grid.rows().values().size() - 1));
        }
    }

    private boolean isClean(int column) {
        return rows().mapToObj(row -> grid.cell(row, column)).allMatch(cell -> cell.decided() > 0 && cell.raced() == 0);
    }

    private IntStream rows() {
        return IntStream.range(0, grid.rows().values().size());
    }

    private IntStream columns() {
        return IntStream.range(0, grid.columns().values().size());
    }

    /** A value of an axis, as a sentence takes it. */
    public static Object value(Axis axis, int index) {
        double value = axis.values().get(index);
        return axis.unit() == Unit.SECONDS
                ? Duration.ofNanos(Math.round(value * 1e9))
                : Sentence.of("tune.per-minute", value);
    }

    private static Object percent(double share) {
        double percent = share * 100;
        return percent > 0 && percent < 1 ? (Object) percent : Math.round(percent);
    }

    private void say(String key, Object... arguments) {
        says.add(Sentence.of(key, arguments));
    }
}
