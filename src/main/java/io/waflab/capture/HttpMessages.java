package io.waflab.capture;

import io.waflab.connection.Peer;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
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
    /** In digits, of a chunk that is looked for: up to 16 MiB. */
    private static final int LONGEST_CHUNK_SIZE = 6;

    private static final int LINE_END = 2;
    private static final String[] METHODS = {
        "GET",
        "POST",
        "PUT",
        "HEAD",
        "DELETE",
        "OPTIONS",
        "PATCH",
        "TRACE",
        "CONNECT",
        "PROPFIND",
        "MKCOL",
        "MOVE",
        "COPY",
        "LOCK",
        "UNLOCK",
        "REPORT",
        "SEARCH",
        "PURGE"
    };
    private static final String VERSION = "HTTP/1.";
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1," + LARGEST_SIZE_DIGITS + "}");
    private static final Pattern CHUNK_SIZE =
            Pattern.compile("([0-9a-fA-F]{1," + LARGEST_SIZE_DIGITS + "})(?:[;\\s]|$)");
    private static final String CONTENT_LENGTH = "content-length";
    private static final String TRANSFER_ENCODING = "transfer-encoding";
    private static final String UPGRADE = "upgrade";
    private static final String HEAD_UNFINISHED = " [head unfinished]";

    private final Peer by;
    private final HttpExchange exchange;
    private final ToldStory told;
    private final Tally tally;
    /** The line that is being read: its first {@value #LONGEST_LINE} bytes. */
    private final ReadLine line = new ReadLine(LONGEST_LINE);

    private Place place = Place.FIRST_LINE;
    /** The message that is being read, and what its first line says. */
    private ToldStory.Seen message;

    private String firstLine = "";
    /** Of the message while its head is not whole. */
    private String firstWords = HEAD_UNFINISHED;

    private String method = "";
    private int status;
    private boolean chunked;
    private long promised = -1;
    private long left;
    private long received;
    private String remark = "";
    /** A gap is within a head that was not read to its end, or within chunks. */
    private boolean chunksMayFollow;

    HttpMessages(Peer by, HttpExchange exchange, ToldStory told, Tally tally) {
        this.by = by;
        this.exchange = exchange;
        this.told = told;
        this.tally = tally;
    }

    /** Reads all, or up to where a tunnel begins. */
    void read(ByteBuffer bytes) {
        if (place == Place.LOST) {
            findAgain(bytes);
        }
        while (bytes.hasRemaining() && !isTunnel()) {
            switch (place) {
                case LENGTH, CHUNK, UNTIL_CLOSE, LOST -> body(bytes);
                case FIRST_LINE, FIELDS, CHUNK_SIZE, CHUNK_END, TRAILERS -> line(bytes);
            }
        }
    }

    /** Behind a gap: where a message begins, or a chunk of the one whose head was missed. */
    private void findAgain(ByteBuffer bytes) {
        if (isFirstLine(bytes, by)) {
            giveUp();
            place = Place.FIRST_LINE;
        } else if (message != null && chunksMayFollow && isChunk(bytes)) {
            chunked = true;
            place = Place.CHUNK_SIZE;
        }
    }

    /** What is missed of the message stays unknown. */
    private void giveUp() {
        if (message != null) {
            told.reword(message, words());
            message = null;
        }
    }

    /** A size and its line's end, and one behind the chunk where that ends here (RFC 9112 section 7.1). */
    private static boolean isChunk(ByteBuffer bytes) {
        var start = bytes.position();
        var at = start;
        var size = 0;
        while (at < bytes.limit() && at - start < LONGEST_CHUNK_SIZE && Character.digit(bytes.get(at), 16) >= 0) {
            size = size * 16 + Character.digit(bytes.get(at), 16);
            at++;
        }
        var end = at + 2 + size;
        return at > start && isLineEnd(bytes, at) && (end >= bytes.limit() || isLineEnd(bytes, end));
    }

    private static boolean isLineEnd(ByteBuffer bytes, int at) {
        return at + 1 < bytes.limit() && bytes.get(at) == '\r' && bytes.get(at + 1) == '\n';
    }

    private boolean isTunnel() {
        return place == Place.FIRST_LINE && line.isEmpty() && exchange.tunnel() != HttpExchange.Tunnel.NONE;
    }

    void miss(long count) {
        told.tell(by, What.DATA, count, Observation.NOT_CAPTURED);
        var body = place == Place.UNTIL_CLOSE ? count : isCounted() ? Math.min(count, left) : 0;
        advance(body);
        var rest = count - body;
        if (rest == LINE_END && place == Place.CHUNK_END) {
            place = Place.CHUNK_SIZE;
        } else if (rest > 0) {
            chunksMayFollow = place == Place.FIELDS || chunked;
            place = Place.LOST;
            line.clear();
        }
    }

    private boolean isCounted() {
        return place == Place.LENGTH || place == Place.CHUNK;
    }

    /** So much more of the body, which may be all. */
    private void advance(long count) {
        received += count;
        if (isCounted()) {
            left -= count;
            if (left == 0 && place == Place.CHUNK) {
                place = Place.CHUNK_END;
            } else if (left == 0) {
                end();
            }
        }
    }

    int weight() {
        return line.weight() + firstLine.length() + firstWords.length();
    }

    /** The direction has ended: says how far the message had come. */
    void ends() {
        if (place == Place.FIRST_LINE && !line.isEmpty()) {
            begin();
            place = Place.FIELDS;
        }
        if (message != null) {
            told.reword(message, words());
        }
    }

    /**
     * Whether a message seems to begin here, as far as it is there.
     *
     * @param by who sends it
     */
    static boolean isFirstLine(ByteBuffer bytes, Peer by) {
        if (by == Peer.SERVER) {
            return beginsWith(bytes, VERSION);
        }
        for (var method : METHODS) {
            if (beginsWith(bytes, method)) {
                var behind = bytes.position() + method.length();
                return bytes.limit() > behind + 1 && bytes.get(behind) == ' ' && bytes.get(behind + 1) != ' ';
            }
        }
        return false;
    }

    private static boolean beginsWith(ByteBuffer bytes, String text) {
        if (bytes.remaining() < text.length()) {
            return false;
        }
        for (var i = 0; i < text.length(); i++) {
            if (bytes.get(bytes.position() + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void line(ByteBuffer bytes) {
        if (line.read(bytes)) {
            endOfLine();
            line.clear();
        }
    }

    private void endOfLine() {
        switch (place) {
            case FIRST_LINE -> {
                if (line.length() > 0) {
                    begin();
                    place = Place.FIELDS;
                }
            }
            case FIELDS -> field();
            case CHUNK_SIZE -> chunk(line.text(0, line.length()));
            case CHUNK_END -> place = Place.CHUNK_SIZE;
            case TRAILERS -> {
                if (line.length() == 0) {
                    end();
                }
            }
            case LENGTH, CHUNK, UNTIL_CLOSE, LOST -> throw new IllegalStateException("no line in " + place);
        }
    }

    private void begin() {
        if (!line.isShownAs(firstLine)) {
            firstLine = line.shown();
            firstWords = firstLine + HEAD_UNFINISHED;
        }
        chunked = false;
        promised = -1;
        received = 0;
        remark = "";
        tally.spoke(by);
        if (by == Peer.CLIENT) {
            method = method();
            exchange.asked(method);
            message = told.tellAlone(by, What.REQUEST, 0, firstWords);
        } else {
            status = status();
            method = exchange.answered(status);
            message = told.tellAlone(by, What.RESPONSE, status, firstWords);
        }
    }

    /** Of the methods, those that an answer's length depends on; every other counts as GET. */
    private String method() {
        var length = line.indexOf(' ', 0);
        var end = length < 0 ? line.length() : length;
        return line.is(0, end, "HEAD") ? "HEAD" : line.is(0, end, "CONNECT") ? "CONNECT" : "GET";
    }

    /** The second word of a first line, where that is a number of three digits; else 0. */
    private int status() {
        var first = line.indexOf(' ', 0);
        var second = first < 0 ? -1 : line.indexOf(' ', first + 1);
        var end = second < 0 ? line.length() : second;
        if (first < 0 || end - first != 4 || line.at(first + 1) == '0') {
            return 0;
        }
        var number = 0;
        for (var i = first + 1; i < end; i++) {
            var digit = line.at(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private void field() {
        if (line.length() == 0) {
            endOfHead();
            return;
        }
        var colon = line.indexOf(':', 0);
        if (line.isIgnoringCase(0, colon, CONTENT_LENGTH)) {
            var value = value(colon);
            promised = DECIMAL.matcher(value).matches() ? Long.parseLong(value) : -1;
        } else if (line.isIgnoringCase(0, colon, TRANSFER_ENCODING)) {
            chunked = value(colon).endsWith("chunked");
        } else if (line.isIgnoringCase(0, colon, UPGRADE)
                && by == Peer.CLIENT
                && value(colon).equals("websocket")) {
            exchange.askedForWebSocket();
        }
    }

    private String value(int colon) {
        return line.text(colon + 1, line.length()).strip().toLowerCase(Locale.ROOT);
    }

    private void endOfHead() {
        if (by == Peer.SERVER && HttpExchange.hasNoBody(method, status)) {
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
        var count = isCounted() ? (int) Math.min(left, bytes.remaining()) : bytes.remaining();
        if (status == 400 && received == 0) {
            remark = isAboutTls(bytes) ? " [says: plain HTTP sent to a TLS port]" : "";
        }
        bytes.position(bytes.position() + count);
        tally.spoke(by);
        told.tell(by, What.DATA, count, place == Place.LOST ? "behind a gap" : "");
        advance(count);
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
        told.reword(message, words());
        message = null;
    }

    /** The first line, and in brackets how much of the body has come; see {@link What#RESPONSE}. */
    private String words() {
        return firstLine
                + switch (place) {
                    case FIRST_LINE -> wholeWords();
                    case FIELDS -> HEAD_UNFINISHED;
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
