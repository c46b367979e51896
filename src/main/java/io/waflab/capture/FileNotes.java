package io.waflab.capture;

import io.waflab.capture.CaptureSummary.Comment;
import io.waflab.capture.CaptureSummary.Interface;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a capture file says besides its packets. Bounded as {@link CaptureSummary} says; what is beyond is left out. */
final class FileNotes {

    static final int MOST_KEY_LOG = 16 << 20;
    static final int MOST_COMMENT = 1_024;
    private static final int MOST_ENTRIES = 256;

    private final List<Interface> interfaces = new ArrayList<>();
    private final List<Comment> comments = new ArrayList<>();
    private final ByteArrayOutputStream keyLog = new ByteArrayOutputStream();

    void add(Interface capturedOn) {
        if (interfaces.size() < MOST_ENTRIES) {
            interfaces.add(capturedOn);
        }
    }

    /** Of the text no more than 1024 characters are kept. */
    void comment(int frame, String text) {
        if (comments.size() < MOST_ENTRIES) {
            comments.add(new Comment(frame, text.length() > MOST_COMMENT ? text.substring(0, MOST_COMMENT) : text));
        }
    }

    /** Secrets as they were in the file; a part that has no more room is left out whole. */
    void secrets(byte[] lines) {
        if (keyLog.size() + lines.length + 1 > MOST_KEY_LOG) {
            return;
        }
        keyLog.writeBytes(lines);
        if (lines.length > 0 && lines[lines.length - 1] != '\n') {
            keyLog.write('\n');
        }
    }

    List<Interface> interfaces() {
        return interfaces;
    }

    List<Comment> comments() {
        return comments;
    }

    String keyLog() {
        return keyLog.toString(StandardCharsets.ISO_8859_1);
    }
}
