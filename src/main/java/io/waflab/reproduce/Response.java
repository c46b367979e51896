package io.waflab.reproduce;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A response as far as it came.
 *
 * @param status 0 when no head came
 * @param statusLine as received, what was none too; empty when nothing came
 * @param headers lines as received, in order
 * @param body its first 64 KiB, a byte a character (ISO 8859-1)
 * @param bodyLength bytes of the body that came, chunk framing not counted
 * @param complete whether head and body came whole, by their own framing
 * @param ended how the peer had ended when reading stopped; STILL_OPEN for a complete response on a connection that
 *     was not seen to close
 * @param headNanos when the head was complete, since the story began; 0 when none came
 * @param endNanos when reading stopped, since the story began
 */
public record Response(
        int status,
        String statusLine,
        List<String> headers,
        String body,
        long bodyLength,
        boolean complete,
        Ended ended,
        long headNanos,
        long endNanos) {

    /** Characters of what was no status line. */
    private static final int SHOWN = 60;

    public Response {
        headers = List.copyOf(headers);
    }

    /** The first header of that name, case ignored. */
    public Optional<String> header(String name) {
        return Heads.header(headers, name);
    }

    /** Whether it says that the connection ends behind it; HTTP/1.0 says so by not saying keep-alive (RFC 9112 section 9.3). */
    boolean saysClose() {
        return Heads.connection(headers, "close")
                || statusLine.startsWith("HTTP/1.0 ") && !Heads.connection(headers, "keep-alive");
    }

    private String none() {
        if (statusLine.isEmpty()) {
            return "no response";
        }
        var line = statusLine.length() > SHOWN ? statusLine.substring(0, SHOWN) + "..." : statusLine;
        return (statusLine.startsWith("HTTP/") ? "no whole head: \"" : "no HTTP: \"") + Printable.of(line) + "\"";
    }

    /** One line: {@code 200 connection=close, 300 bytes, complete}. */
    public String words() {
        if (status == 0) {
            return none() + ", " + ended.word();
        }
        var connection = header("Connection").orElse("-").toLowerCase(Locale.ROOT);
        return status + " connection=" + connection + ", " + bodyLength + " bytes, "
                + (complete ? "complete" : "cut short, " + ended.word());
    }
}
