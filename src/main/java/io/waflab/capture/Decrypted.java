package io.waflab.capture;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What keys show of the connections of one capture; see {@link TsharkWithKeys}. */
public final class Decrypted {

    /** By who sent them, and to whom. */
    private final Map<String, List<HiddenFact>> byWay = new HashMap<>();

    private final Optional<String> problem;

    Decrypted(List<HiddenFact> facts, Optional<String> problem) {
        facts.forEach(fact -> byWay.computeIfAbsent(way(fact.from(), fact.to()), way -> new ArrayList<>())
                .add(fact));
        this.problem = problem;
    }

    private static String way(String from, String to) {
        return from + " > " + to;
    }

    static Decrypted nothing(String problem) {
        return new Decrypted(List.of(), Optional.of(problem));
    }

    /** Why there is nothing, or not all, in one line. */
    public Optional<String> problem() {
        return problem;
    }

    /**
     * The story with what was hidden in it: heads, alerts, session tickets, GOAWAY, RST_STREAM. An encrypted alert, and a
     * record that stood alone in the frame, make room for it; runs of data stay. What keys have opened is guessed no longer.
     */
    public ConnectionStory in(ConnectionStory story) {
        var found = facts(story);
        if (found.isEmpty()) {
            return story;
        }
        var all = new ArrayList<Observation>();
        for (var seen : story.observations()) {
            var sure = isRead(seen.by(), found) ? unguessed(seen) : seen;
            if (found.stream().noneMatch(fact -> replaces(fact, sure))) {
                all.add(sure);
            }
        }
        all.addAll(found);
        all.sort(Comparator.comparingInt(Observation::frame));
        return story.with(all);
    }

    /** What this side says could be read: a GOAWAY would be among it. */
    private static boolean isRead(Peer by, List<Observation> found) {
        return found.stream()
                .anyMatch(fact -> fact.by() == by && (fact.what() == What.REQUEST || fact.what() == What.RESPONSE));
    }

    /** A PING that was taken for GOAWAY, or a head as short. */
    private static Observation unguessed(Observation seen) {
        return seen.what() == What.GOAWAY && seen.detail().equals(HiddenRecords.GOAWAY)
                ? new Observation(
                        seen.nanos(),
                        seen.leg(),
                        seen.by(),
                        What.DATA,
                        seen.size(),
                        Http2Sizes.Guess.PING_OR_GOAWAY.bySize(),
                        seen.frame())
                : seen;
    }

    private static boolean replaces(Observation fact, Observation seen) {
        if (fact.frame() != seen.frame() || fact.by() != seen.by() || seen.run().count() > 1) {
            return false;
        }
        return switch (fact.what()) {
            case ALERT -> seen.what() == What.ALERT || seen.what() == What.DATA;
            case HANDSHAKE -> seen.what() == What.HANDSHAKE || seen.what() == What.DATA;
            case GOAWAY, RST_STREAM -> seen.what() == What.GOAWAY || hides(seen);
            case REQUEST, RESPONSE -> seen.what() == fact.what() || hides(seen);
            default -> seen.what() == What.DATA;
        };
    }

    /** One record of which no more was known than where it stood. */
    private static boolean hides(Observation seen) {
        return seen.what() == What.DATA
                || seen.what() == What.HANDSHAKE && seen.detail().equals(HiddenRecords.TICKETS_OR_SETTINGS);
    }

    private List<Observation> facts(ConnectionStory story) {
        var first = Integer.MAX_VALUE;
        var last = 0;
        for (var seen : story.observations()) {
            first = Math.min(first, seen.frame());
            last = Math.max(last, seen.run().lastFrame());
        }
        var found = new ArrayList<Observation>();
        for (var peer : Peer.values()) {
            var way = peer == Peer.CLIENT ? way(story.client(), story.server()) : way(story.server(), story.client());
            for (var fact : byWay.getOrDefault(way, List.of())) {
                if (fact.frame() >= first && fact.frame() <= last) {
                    found.add(observation(fact, peer, story));
                }
            }
        }
        return found;
    }

    private Observation observation(HiddenFact fact, Peer by, ConnectionStory story) {
        var words = fact.detail();
        if (fact.promised() >= 0) {
            words += " [at most " + Math.min(fact.promised(), received(fact, by, story)) + " of " + fact.promised()
                    + " bytes]";
        }
        return new Observation(
                fact.nanos() - story.startNanos(), Side.DOWNSTREAM, by, fact.what(), fact.size(), words, fact.frame());
    }

    /** What came from its head on until the other side spoke again, encrypted and with the head: the body is shorter. */
    private static long received(HiddenFact head, Peer by, ConnectionStory story) {
        var sum = 0L;
        for (var seen : story.observations()) {
            if (seen.what() == What.DATA && seen.run().lastFrame() >= head.frame()) {
                if (seen.by() != by && seen.frame() > head.frame()) {
                    break;
                }
                sum += seen.by() == by ? seen.size() : 0;
            }
        }
        return sum;
    }
}
