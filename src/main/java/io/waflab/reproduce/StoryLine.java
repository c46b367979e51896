package io.waflab.reproduce;

import io.waflab.connection.Peer;
import io.waflab.journal.Observation;
import java.util.Locale;

/** One observation as a line of a plain timeline: time, direction, what, size, detail. */
public final class StoryLine {

    private StoryLine() {}

    /** Text from the peer is escaped. */
    public static String of(Observation seen) {
        var direction = seen.by() == Peer.CLIENT ? "client -> server" : "client <- server";
        var size = seen.size() == 0 ? "" : String.valueOf(seen.size());
        return String.format(
                        Locale.ROOT,
                        "%12.6f  %s  %-18s %8s  %s",
                        seen.nanos() / 1e9,
                        direction,
                        seen.what().name().toLowerCase(Locale.ROOT),
                        size,
                        Printable.of(seen.detail()))
                .stripTrailing();
    }
}
