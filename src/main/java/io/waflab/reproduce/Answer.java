package io.waflab.reproduce;

import java.util.List;

/**
 * What an origin answers when nothing keeps it from it.
 *
 * @param status 200 to 599
 * @param framing what tells the body's end
 * @param content what the body is
 * @param length bytes of the body, for content FILL; any
 * @param headers lines behind the framing's own
 */
public record Answer(int status, Framing framing, Content content, long length, List<String> headers) {

    public enum Framing {
        LENGTH,
        CHUNKED,
        /** The connection's end. */
        UNTIL_CLOSE,
        /** Nothing: the status says that there is no body (204, 304; RFC 9112 section 6.3). */
        NONE;

        /** What is right for a status where nobody says otherwise. */
        static Framing of(int status) {
            return status == 204 || status == 304 ? NONE : LENGTH;
        }
    }

    public enum Content {
        /** Bytes {@code x}. */
        FILL,
        /** The request's head and the first 64 KiB of its body. */
        ECHO,
        /** The number of bytes of the request's body, in digits. */
        COUNT,
        /** Server-sent events, one for each piece of the {@link Effect.Kind#DRIP}. */
        EVENTS
    }

    public Answer {
        headers = List.copyOf(headers);
    }

    /** 200 with so many bytes under Content-Length. */
    static Answer ok(long length) {
        return new Answer(200, Framing.LENGTH, Content.FILL, length, List.of());
    }

    Answer with(Content other) {
        return new Answer(status, framing, other, length, headers);
    }

    Answer with(Framing other) {
        return new Answer(status, other, content, length, headers);
    }

    Answer with(String header) {
        return new Answer(status, framing, content, length, List.of(header));
    }

    /** The head with its empty line. @param bytes of the body */
    String head(long bytes) {
        var head = new StringBuilder("HTTP/1.1 " + status + " " + (status == 200 ? "OK" : "Scripted") + "\r\n");
        switch (framing) {
            case LENGTH -> head.append("Content-Length: ").append(bytes).append("\r\n");
            case CHUNKED -> head.append("Transfer-Encoding: chunked\r\n");
            case UNTIL_CLOSE -> head.append("Connection: close\r\n");
            case NONE -> {
                // The status alone.
            }
        }
        headers.forEach(line -> head.append(line).append("\r\n"));
        return head.append("\r\n").toString();
    }
}
