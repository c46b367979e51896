package io.waflab.report;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.ArrayList;
import java.util.List;

/** Writes stories down for tests: one line each of milliseconds, peer, what, size, frame and detail. */
final class Stories {

    /** The customer's case as a capture tells it, at speed 1. */
    static final List<Observation> CUSTOMER = of(
            "     0   CLIENT OPEN 0 1 SYN",
            "     0.1 SERVER OPEN 0 2 SYN,ACK",
            "     0.2 CLIENT ACK 0 3",
            "     2   CLIENT HANDSHAKE 150 4 ClientHello",
            "    40   SERVER HANDSHAKE 69 5 ServerHello TLSv1.2",
            "    40   SERVER HANDSHAKE 1601 5 Certificate",
            "    50   CLIENT DATA 66 6",
            "    70   SERVER DATA 448 7",
            "   110   CLIENT ACK 0 8",
            "119960   SERVER ALERT 26 9 encrypted, by its place: close_notify",
            "119960.02 CLIENT ACK 0 10",
            "119960.1 SERVER FIN 0 11",
            "120000   CLIENT ACK 0 12",
            "134908.1 CLIENT RST 0 13 RST,ACK");

    private Stories() {}

    static List<Observation> of(String... lines) {
        var story = new ArrayList<Observation>();
        for (var line : lines) {
            var words = line.strip().split("\\s+", 6);
            story.add(new Observation(
                    Math.round(Double.parseDouble(words[0]) * 1e6),
                    Side.DOWNSTREAM,
                    Peer.valueOf(words[1]),
                    What.valueOf(words[2]),
                    Long.parseLong(words[3]),
                    words.length > 5 ? words[5] : "",
                    Integer.parseInt(words[4])));
        }
        return story;
    }

    /** The same, ten times as fast. */
    static List<Observation> tenTimesAsFast(List<Observation> story) {
        return story.stream()
                .map(seen -> new Observation(
                        seen.nanos() / 10,
                        seen.leg(),
                        seen.by(),
                        seen.what(),
                        seen.size(),
                        seen.detail(),
                        seen.frame()))
                .toList();
    }

    static List<Observation> without(List<Observation> story, What what, Peer by) {
        return story.stream()
                .filter(seen -> seen.what() != what || seen.by() != by)
                .toList();
    }
}
