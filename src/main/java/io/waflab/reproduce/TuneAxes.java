package io.waflab.reproduce;

import io.waflab.config.Directive;
import io.waflab.diagnose.Grid.Axis;
import io.waflab.diagnose.Grid.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Reads what is to be varied. All throw {@link IllegalArgumentException} in one line. */
public final class TuneAxes {

    /** The pause between two requests. */
    public static final String IDLE = "client.idle";
    /** Requests that come by themselves, each independent of the others. */
    public static final String RATE = "client.requests_per_minute";

    private static final int MOST = 2;

    private TuneAxes() {}

    /**
     * The axes of a grid, the client's first.
     *
     * @param varied {@code client.idle=30s,60s} and the like
     * @param rates {@code 1,2,6}; empty for none
     */
    public static List<Axis> of(List<String> varied, String rates) {
        var axes = new ArrayList<>(varied.stream().map(TuneAxes::parse).toList());
        if (!rates.isEmpty()) {
            axes.add(0, axis(RATE, Unit.REQUESTS_PER_MINUTE, rates));
        }
        if (axes.isEmpty()) {
            throw new IllegalArgumentException(
                    "nothing is varied (expected --vary client.idle=30s,120s or a timer of the"
                            + " proxy, or --requests-per-minute)");
        }
        if (axes.size() > MOST) {
            throw new IllegalArgumentException(
                    axes.size() + " things are varied (expected at most two: a plane is what" + " can be drawn)");
        }
        if (axes.stream().map(Axis::name).distinct().count() < axes.size()
                || axes.stream().filter(Axis::isClients).count() > 1) {
            throw new IllegalArgumentException(
                    "varied twice: " + axes.stream().map(Axis::name).collect(Collectors.joining(" and ")));
        }
        axes.sort((one, other) -> Boolean.compare(other.isClients(), one.isClients()));
        return List.copyOf(axes);
    }

    private static Axis parse(String text) {
        var halves = text.split("=", 2);
        var name = halves[0].strip();
        if (halves.length < 2 || halves[1].isBlank()) {
            throw new IllegalArgumentException(
                    "--vary " + Printable.of(text) + ": no values (expected NAME=VALUE,VALUE)");
        }
        if (!name.equals(IDLE)
                && ConnectionTimers.ALL.stream().noneMatch(timer -> timer.word().equals(name))) {
            throw new IllegalArgumentException("--vary " + Printable.of(name) + ": cannot be varied (expected " + IDLE
                    + " or one of: "
                    + ConnectionTimers.ALL.stream().map(Directive::word).collect(Collectors.joining(", ")) + ")");
        }
        return axis(name, Unit.SECONDS, halves[1]);
    }

    private static Axis axis(String name, Unit unit, String values) {
        var numbers = Arrays.stream(values.split(","))
                .map(value -> number(name, unit, value.strip()))
                .sorted()
                .distinct()
                .toList();
        return new Axis(name, unit, numbers);
    }

    private static double number(String name, Unit unit, String value) {
        try {
            double number = unit == Unit.SECONDS ? LabClock.parse(value).toNanos() / 1e9 : Double.parseDouble(value);
            if (number > 0 && number <= 1_000_000) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException(name + ": \"" + Printable.of(value) + "\" is not a number");
        } catch (IllegalArgumentException noTime) {
            throw new IllegalArgumentException(name + ": " + noTime.getMessage());
        }
        throw new IllegalArgumentException(name + ": " + Printable.of(value) + " (expected more than 0)");
    }
}
