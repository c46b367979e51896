package io.waflab.capture;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A capture file, read: the TCP connections in it, in the order of their first packets.
 *
 * <p>Bounds: at most 64 MiB of segments waiting for earlier ones, and what each {@link Conversation} says.
 *
 * @param packets all in the file
 * @param others packets that are no TCP segment, or of which too little was captured
 */
public record Capture(int packets, int others, List<Conversation> conversations) {

    private static final long MOST_HELD = 64L << 20;

    public Capture {
        conversations = List.copyOf(conversations);
    }

    /** @throws CaptureException if the file cannot be read, with its name, what is wrong and at which byte */
    public static Capture read(Path file) throws CaptureException {
        try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return read(in);
        } catch (IOException unreadable) {
            throw new CaptureException(file + ": cannot be read (" + unreadable + ")", unreadable);
        } catch (CaptureException broken) {
            throw new CaptureException(file + ": " + broken.getMessage(), broken);
        }
    }

    static Capture read(InputStream in) throws CaptureException {
        var reading = new Reading();
        var reader = new PcapReader(in);
        for (var packet = reader.next(); packet.isPresent(); packet = reader.next()) {
            reading.add(packet.get());
        }
        return reading.end();
    }

    private static final class Reading {

        private final HeldBytes room = new HeldBytes(MOST_HELD);
        private final List<Conversation> all = new ArrayList<>();
        private final Map<Set<Endpoint>, Conversation> open = new HashMap<>();
        private int packets;
        private int others;

        void add(Packet packet) {
            packets++;
            var segment = TcpSegment.parse(packet);
            if (segment.isEmpty()) {
                others++;
                return;
            }
            find(segment.get()).add(segment.get());
        }

        private Conversation find(TcpSegment segment) {
            var ends =
                    segment.from().equals(segment.to()) ? Set.of(segment.from()) : Set.of(segment.from(), segment.to());
            var conversation = open.get(ends);
            if (conversation == null || conversation.isEndedBy(segment)) {
                if (conversation != null) {
                    conversation.finish();
                }
                conversation = new Conversation(segment, room);
                open.put(ends, conversation);
                all.add(conversation);
            }
            return conversation;
        }

        Capture end() {
            open.values().forEach(Conversation::finish);
            return new Capture(packets, others, all);
        }
    }
}
