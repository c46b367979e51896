package io.waflab.diagnose;

import io.waflab.connection.Peer;
import io.waflab.journal.ConnectionStory;
import java.time.Duration;
import java.util.List;

/**
 * What one end of a connection said before the other spoke again, or the connection's end began: a request or a part of
 * one, an answer, a message.
 *
 * @param by who spoke
 * @param begins nanoseconds since the story began
 * @param ends the last byte
 * @param frame the first packet's number; 0 where there is no capture
 * @param bytes of the application, as near as encryption lets it be known
 */
public record Spoken(Peer by, long begins, long ends, int frame, long bytes) {

    /** In order. What HTTP/2 and TLS say on their own account is left out. */
    public static List<Spoken> in(ConnectionStory story) {
        return Course.of(story).turns().stream()
                .map(turn -> new Spoken(
                        turn.by(), turn.begins(), turn.ends(), turn.frames().first(), turn.bytes()))
                .toList();
    }

    /** HTTP/2 was agreed on; where TLS hides that, its opening was seen. */
    public static boolean isHttp2(ConnectionStory story) {
        return Course.of(story).isHttp2();
    }

    /** Whether anything of it was TLS. */
    public static boolean hasTls(ConnectionStory story) {
        return Course.of(story).hasTls();
    }

    /** The silence before it. */
    public Duration since(long nanos) {
        return Duration.ofNanos(Math.max(0, begins - nanos));
    }
}
