package io.waflab.reproduce;

import java.time.Duration;
import java.util.Set;

/**
 * What to measure, and within which bounds.
 *
 * @param client where and how; its own limit and speed are not used
 * @param measures at least one
 * @param path what is asked for; answered with anything
 * @param large what is asked for to be left unread: an answer of some MiB
 * @param limit how long all of it may take
 * @param connections open at once, 1 to 64
 * @param requests on the one connection that counts them, at most
 * @param patience how long an answer may take before the server counts as gone
 */
public record MeasureOptions(
        ClientOptions client,
        Set<Measure> measures,
        String path,
        String large,
        Duration limit,
        int connections,
        int requests,
        Duration patience) {

    private static final int MOST_CONNECTIONS = 64;
    private static final int MOST_REQUESTS = 100_000;
    private static final int REQUESTS = 1_200;

    /** Answers are waited for longer where there is time; a tenth of the limit in all is for the last of them. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    public MeasureOptions {
        measures = Set.copyOf(measures);
        RequestWords.ascii(path);
        RequestWords.ascii(large);
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException(
                    "connections: " + connections + " (expected: 1 to " + MOST_CONNECTIONS + ")");
        }
        if (requests < 1 || requests > MOST_REQUESTS) {
            throw new IllegalArgumentException("requests: " + requests + " (expected: 1 to " + MOST_REQUESTS + ")");
        }
        if (limit.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("limit: " + limit.toMillis() + " ms (expected: at least 1 s)");
        }
    }

    /** 32 connections at once and 1,200 requests. */
    public static MeasureOptions of(ClientOptions client, Set<Measure> measures, String path, Duration limit) {
        var tenth = limit.dividedBy(10);
        return new MeasureOptions(
                client, measures, path, path, limit, 32, REQUESTS, tenth.compareTo(PATIENCE) < 0 ? tenth : PATIENCE);
    }

    public MeasureOptions withConnections(int atOnce) {
        return new MeasureOptions(client, measures, path, large, limit, atOnce, requests, patience);
    }

    public MeasureOptions withRequests(int most) {
        return new MeasureOptions(client, measures, path, large, limit, connections, most, patience);
    }

    public MeasureOptions withLarge(String target) {
        return new MeasureOptions(client, measures, path, target, limit, connections, requests, patience);
    }

    public MeasureOptions withPatience(Duration longest) {
        return new MeasureOptions(client, measures, path, large, limit, connections, requests, longest);
    }
}
