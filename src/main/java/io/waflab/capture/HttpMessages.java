package io.waflab.capture;

import io.waflab.connection.Peer;
import io.waflab.journal.What;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells the HTTP/1.1 messages in one direction of a connection without TLS (RFC 9112): the first line of each head, and
 * how much of the body it promised has come. Of a line 1 KiB is kept, of a body nothing.
 */
final class HttpMessages {

    private enum Place {
        FIRST_LINE,
        FIELDS,
        LENGTH,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        UNTIL_CLOSE,
        /** Bytes are missing: where the next message begins is not known. */
        LOST
    }

    private static final int LONGEST_LINE = 1_024;
    private static final int LARGEST_SIZE_DIGITS = 15;
    private static final Pattern REQUEST_LINE =
            Pattern.compile("(GET|POST|PUT|HEAD|DELETE|OPTIONS|PATCH|TRACE|CONNECT|PROPFIND|MKCOL|MOVE|COPY"
                    + "|LOCK|UNLOCK|REPORT|SEARCH|PURGE) [^ ](?s:.*)");
    private static final Pattern STATUS = Pattern.compile("[1-9][0-9][0-9]");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1," + LARGEST_SIZE_DIGITS + "}");
    private static final Pattern CHUNK_SIZE =
            Pattern.compile("([0-9a-fA-F]{1," + LARGEST_SIZE_DIGITS + "})(?:[;\\s]|$)");
    /** The lengths of the field names that matter here; most fields have another. */
    private static final Set<Integer> OF_USE =
            Set.of("content-length".length(), "transfer-encoding".length(), "upgrade".length());

    private final Peer by;
    private final HttpExchange exchange;
    private final ToldStory told;
    private final Tally tally;
    private final byte[] line = new byte[LONGEST_LINE];
    private int lineLength;
    private Place place = Place.FIRST_LINE;
    /** The message that is being read, and what its first line says. */
    private ToldStory.Seen message;

    private String firstLine = "";
    private String method = "";
    private int status;
    private boolean chunked;
    private long promised = -1;
    private long left;
    private long received;
    private String remark = "";

    HttpMessages(Peer by, HttpExchange exchange, ToldStory told, Tally tally) {
        this.by = by;
        this.exchange = exchange;
        this.told = told;
        this.tally = tally;
    }

    /** Reads all, or up to where a tunnel begins. */
    void read(ByteBuffer bytes) {
        if (place == Place.LOST && isFirstLine(bytes, by)) {
            place = Place.FIRST_LINE;
        }
        while (bytes.hasRemaining() && !isTunnel()) {
            switch (place) {
                case LENGTH, CHUNK, UNTIL_CLOSE, LOST -> body(bytes);
                case FIRST_LINE, FIELDS, CHUNK_SIZE, CHUNK_END, TRAILERS -> line(bytes);
            }
        }
    }

    private boolean isTunnel() {
        return place == Place.FIRST_LINE && lineLength == 0 && exchange.tunnel() != HttpExchange.Tunnel.NONE;
    }

    void miss(long count) {
        told.tell(by, What.DATA, count, "not in the capture");
        var within = (place == Place.LENGTH || place == Place.CHUNK) && count < left;
        if (within || place == Place.UNTIL_CLOSE) {
            left -= count;
            received += count;
        } else {
            place = Place.LOST;
            lineLength = 0;
        }
    }

    /** The direction has ended: says how far the message had come. */
    void ends() {
        if (place == Place.FIRST_LINE && lineLength > 0) {
            begin();
            place = Place.FIELDS;
        }
        if (message != null) {
            message.say(words());
        }
    }

    /**
     * Whether a message seems to begin here, as far as it is there.
     *
     * @param by who sends it
     */
    static boolean isFirstLine(ByteBuffer bytes, Peer by) {
        var text = StandardCharsets.ISO_8859_1
                .decode(bytes.slice(bytes.position(), Math.min(20, bytes.remaining())))
                .toString();
        if (by == Peer.SERVER) {
            return text.startsWith("HTTP/1.");
        }
        return REQUEST_LINE.matcher(text).matches();
    }

    private void line(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            var next = bytes.get();
            if (next == '\n') {
                var text = new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
                endOfLine(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
                lineLength = 0;
                return;
            }
            if (lineLength < LONGEST_LINE) {
                line[lineLength++] = next;
            }
        }
    }

    private void endOfLine(String text) {
        switch (place) {
            case FIRST_LINE -> {
                if (!text.isEmpty()) {
                    begin();
                    place = Place.FIELDS;
                }
            }
            case FIELDS -> field(text);
            case CHUNK_SIZE -> chunk(text);
            case CHUNK_END -> place = Place.CHUNK_SIZE;
            case TRAILERS -> {
                if (text.isEmpty()) {
                    end();
                }
            }
            case LENGTH, CHUNK, UNTIL_CLOSE, LOST -> throw new IllegalStateException("no line in " + place);
        }
    }

    private void begin() {
        var length = lineLength > 0 && line[lineLength - 1] == '\r' ? lineLength - 1 : lineLength;
        firstLine = ShownBytes.of(ByteBuffer.wrap(line, 0, length));
        var words = new String(line, 0, length, StandardCharsets.ISO_8859_1).split(" ", 3);
        chunked = false;
        promised = -1;
        received = 0;
        remark = "";
        tally.spoke(by);
        if (by == Peer.CLIENT) {
            method = words[0];
            exchange.asked(method);
            message = told.tellAlone(by, What.REQUEST, 0, words());
        } else {
            status = words.length > 1 && STATUS.matcher(words[1]).matches() ? Integer.parseInt(words[1]) : 0;
            method = exchange.answered(status);
            message = told.tellAlone(by, What.RESPONSE, status, words());
        }
    }

    private void field(String text) {
        if (text.isEmpty()) {
            endOfHead();
            return;
        }
        var colon = text.indexOf(':');
        if (colon < 0 || !OF_USE.contains(colon)) {
            return;
        }
        var name = text.substring(0, colon).toLowerCase(Locale.ROOT);
        var value = text.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
        switch (name) {
            case "content-length" -> promised = DECIMAL.matcher(value).matches() ? Long.parseLong(value) : -1;
            case "transfer-encoding" -> chunked = value.endsWith("chunked");
            case "upgrade" -> {
                if (value.equals("websocket") && by == Peer.CLIENT) {
                    exchange.askedForWebSocket();
                }
            }
            default -> {}
        }
    }

    private void endOfHead() {
        if (hasNoBody()) {
            chunked = false;
            promised = -1;
            end();
        } else if (chunked) {
            place = Place.CHUNK_SIZE;
        } else if (promised >= 0) {
            left = promised;
            place = Place.LENGTH;
            if (left == 0) {
                end();
            }
        } else if (by == Peer.CLIENT) {
            end();
        } else {
            place = Place.UNTIL_CLOSE;
        }
    }

    /** RFC 9112 section 6.3. */
    private boolean hasNoBody() {
        return by == Peer.SERVER
                && (status / 100 == 1
                        || status == 204
                        || status == 304
                        || method.equals("HEAD")
                        || method.equals("CONNECT") && status / 100 == 2);
    }

    private void chunk(String text) {
        var size = CHUNK_SIZE.matcher(text);
        if (!size.lookingAt()) {
            place = Place.LOST;
            return;
        }
        left = Long.parseLong(size.group(1), 16);
        place = left == 0 ? Place.TRAILERS : Place.CHUNK;
    }

    private void body(ByteBuffer bytes) {
        var counted = place == Place.LENGTH || place == Place.CHUNK;
        var count = counted ? (int) Math.min(left, bytes.remaining()) : bytes.remaining();
        if (status == 400 && received == 0) {
            remark = isAboutTls(bytes) ? " [says: plain HTTP sent to a TLS port]" : "";
        }
        received += count;
        bytes.position(bytes.position() + count);
        tally.spoke(by);
        told.tell(by, What.DATA, count, place == Place.LOST ? "behind a gap" : "");
        if (counted) {
            left -= count;
            if (left == 0 && place == Place.CHUNK) {
                place = Place.CHUNK_END;
            } else if (left == 0) {
                end();
            }
        }
    }

    /** How nginx, Go and Apache answer plain HTTP where TLS is expected. */
    private static boolean isAboutTls(ByteBuffer body) {
        var text = StandardCharsets.ISO_8859_1
                .decode(body.slice(body.position(), Math.min(1_024, body.remaining())))
                .toString();
        return text.contains("HTTPS port") || text.contains("HTTPS server") || text.contains("SSL-enabled server");
    }

    private void end() {
        place = Place.FIRST_LINE;
        message.say(words());
        message = null;
    }

    /** The first line, and in brackets how much of the body has come; see {@link What#RESPONSE}. */
    private String words() {
        return firstLine
                + switch (place) {
                    case FIRST_LINE -> message == null ? " [head unfinished]" : wholeWords();
                    case FIELDS -> " [head unfinished]";
                    case LENGTH -> " [" + received + " of " + promised + " bytes]";
                    case CHUNK_SIZE, CHUNK, CHUNK_END, TRAILERS -> " [" + received + " bytes, chunked, unfinished]";
                    case UNTIL_CLOSE -> " [" + received + " bytes, until the end]";
                    case LOST -> " [" + received + " bytes, then a gap]";
                }
                + remark;
    }

    private String wholeWords() {
        if (chunked) {
            return " [" + received + " bytes, chunked]";
        }
        return promised >= 0 ? " [" + received + " of " + promised + " bytes]" : "";
    }
}
