package io.waflab.cli;

import io.waflab.connection.Cause;
import io.waflab.connection.Phase;
import io.waflab.diagnose.Diagnosis;
import io.waflab.diagnose.Finding;
import io.waflab.diagnose.How;
import io.waflab.reproduce.LabClock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which of a capture's connections a user wants to hear of: all terms must hold. */
record Wanted(List<Predicate<Diagnosis>> terms) {

    static final int MOST_PORT = 65_535;

    private static final String EXPECTED = "expected cause=ID, closed_by=client|server|neither, how=HOW, phase=PHASE,"
            + " sni=NAME, client=ADDRESS, server=ADDRESS, port=PORT, conn=N, gap>TIME or gap<TIME";

    private static final List<String> CAUSES =
            Stream.of(Cause.values()).map(Cause::id).toList();
    private static final List<String> CLOSERS = List.of("client", "server", "neither");
    private static final List<String> HOWS =
            Stream.of(How.values()).map(How::word).toList();
    private static final List<String> PHASES =
            Stream.of(Phase.values()).map(Phase::word).distinct().toList();

    /** @throws IllegalArgumentException for what is no term, in one line */
    static Wanted of(List<String> words) {
        var terms = new ArrayList<Predicate<Diagnosis>>();
        words.forEach(word -> terms.add(term(word)));
        return new Wanted(List.copyOf(terms));
    }

    boolean holds(Diagnosis diagnosis) {
        return terms.stream().allMatch(term -> term.test(diagnosis));
    }

    private static Predicate<Diagnosis> term(String word) {
        if (word.startsWith("gap>") || word.startsWith("gap<")) {
            return gap(word);
        }
        var halves = word.split("=", 2);
        if (halves.length != 2) {
            throw new IllegalArgumentException(named(word) + ": " + EXPECTED);
        }
        var value = halves[1];
        return switch (halves[0]) {
            case "cause" -> {
                known(word, value.split(":", 2)[0], CAUSES);
                yield one -> isOrHas(one.finding(), value);
            }
            case "closed_by" -> {
                known(word, value, CLOSERS);
                yield one -> one.finding().closer().equals(value);
            }
            case "how" -> {
                known(word, value, HOWS);
                yield one -> one.finding().how().word().equals(value);
            }
            case "phase" -> {
                known(word, value, PHASES);
                yield one -> one.finding().phase().word().equals(value);
            }
            case "sni" -> one -> one.story().tls().sni().equalsIgnoreCase(value);
            case "client" -> one -> isAddress(one.story().client(), value);
            case "server" -> one -> isAddress(one.story().server(), value);
            case "port" -> {
                number(named(word), value, MOST_PORT);
                yield one -> one.story().server().endsWith(":" + value);
            }
            case "conn" -> {
                number(named(word), value, Integer.MAX_VALUE);
                yield one -> String.valueOf(one.story().number()).equals(value);
            }
            default -> throw new IllegalArgumentException(named(word) + ": " + EXPECTED);
        };
    }

    private static void known(String word, String value, List<String> values) {
        if (!values.contains(value)) {
            throw new IllegalArgumentException(named(word) + ": expected one of " + String.join(", ", values));
        }
    }

    private static String named(String word) {
        return "--filter \"" + word + "\"";
    }

    /** @throws IllegalArgumentException with {@code option} as its first words */
    static void number(String option, String value, int most) {
        if (!value.matches("[1-9][0-9]{0,9}") || Long.parseLong(value) > most) {
            throw new IllegalArgumentException(option + ": expected a number from 1 to " + most);
        }
    }

    /** The id with its alert, or without it. */
    private static boolean isOrHas(Finding finding, String id) {
        return finding.id().equals(id) || finding.cause().id().equals(id);
    }

    /** With its port or without, an IPv6 address with brackets or without. */
    private static boolean isAddress(String end, String value) {
        var host = end.substring(0, end.lastIndexOf(':'));
        return end.equals(value) || host.equals(value) || host.equals("[" + value + "]");
    }

    private static Predicate<Diagnosis> gap(String word) {
        var longer = word.charAt(3) == '>';
        var limit = Complaint.named(named(word) + ": ", () -> LabClock.parse(word.substring(4)));
        return one -> one.finding()
                .gap()
                .filter(gap -> longer ? gap.compareTo(limit) > 0 : gap.compareTo(limit) < 0)
                .isPresent();
    }
}
