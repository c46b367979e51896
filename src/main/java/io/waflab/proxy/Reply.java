package io.waflab.proxy;

import io.waflab.http.ByteRanges;
import io.waflab.http.FieldNames;
import io.waflab.http.HttpDateReader;
import io.waflab.http.MultipartRanges;
import io.waflab.http.ResponseHead;
import io.waflab.http.StatusText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The head of one response on its way to the client. What is written first is a field of its own here, as in nginx's
 * ngx_http_headers_out_t; the upstream's other fields follow byte for byte in their order, then what was added.
 */
final class Reply {

    /** A name and its value. */
    record Field(String name, String value) {}

    /** What of the body a client may ask for. */
    enum Ranges {
        NONE,
        ONE,
        MANY
    }

    private Optional<ResponseHead> passed;
    private List<Field> added = List.of();
    private FieldNames hidden = FieldNames.NONE;
    private int status;
    private String statusLine;
    private String server;
    private boolean dated = true;
    private String contentType;
    private long contentLength = -1;
    private String lastModified;
    private String location;
    private boolean locationFirst;
    private boolean body;
    private boolean upgrade;
    private boolean trailersExpected;
    private boolean allTrailers;
    private Ranges rangesLet = Ranges.NONE;
    private Optional<ByteRanges> cut = Optional.empty();
    private Optional<MultipartRanges> parts = Optional.empty();
    private boolean filtered;
    private boolean compress;
    private boolean encode;
    private boolean vary;

    private Reply(Optional<ResponseHead> passed, int status, String statusLine) {
        this.passed = passed;
        this.status = status;
        this.statusLine = statusLine;
    }

    /** An answer of the proxy's own. */
    static Reply own(int status) {
        return new Reply(Optional.empty(), status, StatusText.line(status));
    }

    /** The upstream's, its fields passed on but for those hidden. */
    static Reply passing(ResponseHead head, FieldNames hidden) {
        var reply = new Reply(Optional.of(head), head.status(), head.statusLine());
        reply.hidden = hidden;
        var type = head.contentType();
        reply.contentType = type == null || hidden.contains("Content-Type") ? null : type;
        return reply;
    }

    /** The upstream's head; empty for an answer of the proxy's own. */
    Optional<ResponseHead> passed() {
        return passed;
    }

    /** Names of the upstream's fields that do not go on. */
    FieldNames hidden() {
        return hidden;
    }

    int status() {
        return status;
    }

    /** Code and text as the status line has them. */
    String statusLine() {
        return statusLine;
    }

    /** Another status, with its usual text. */
    void status(int other) {
        if (other != status) {
            status = other;
            statusLine = StatusText.line(other);
        }
    }

    /** Null for none. */
    String server() {
        return server;
    }

    void server(String value) {
        server = value;
    }

    /** Whether Date is written. */
    boolean dated() {
        return dated;
    }

    void dated(boolean write) {
        dated = write;
    }

    /** Null for none. */
    String contentType() {
        return contentType;
    }

    void contentType(String value) {
        contentType = value;
    }

    /** Bytes; -1 where it is not told. */
    long contentLength() {
        return contentLength;
    }

    void contentLength(long bytes) {
        contentLength = bytes;
    }

    /** Null for none, or where the upstream's own is passed on. */
    String lastModified() {
        return lastModified;
    }

    void lastModified(String date) {
        lastModified = date;
    }

    /** Null for none, or where the upstream's own is passed on. */
    String location() {
        return location;
    }

    /** @param first whether HTTP/1 has it before Connection, not behind */
    void location(String url, boolean first) {
        location = url;
        locationFirst = first;
    }

    boolean isLocationFirst() {
        return locationFirst;
    }

    /** Whether a body follows the head, be it an empty one. */
    boolean hasBody() {
        return body;
    }

    void hasBody(boolean follows) {
        body = follows;
    }

    /** Whether a body of unknown length may go in chunks (ngx_http_chunked_header_filter). */
    boolean takesChunks() {
        return status >= 200 && status != 204 && status != 304;
    }

    /** Whether its head says so, be there another protocol or none. */
    boolean isSwitching() {
        return status == 101;
    }

    /** Whether the connection speaks another protocol after it. */
    boolean upgrades() {
        return upgrade;
    }

    void upgrades(boolean other) {
        upgrade = other;
    }

    /** Whether the body goes out compressed. */
    boolean isCompressed() {
        return compress;
    }

    void compressed(boolean gzip) {
        compress = gzip;
    }

    /** Whether the body is encoded already, where it is the proxy's own. */
    boolean isEncoded() {
        return encode;
    }

    void encoded(boolean already) {
        encode = already;
    }

    /** Whether {@code Vary: Accept-Encoding} is said. */
    boolean varies() {
        return vary;
    }

    void varies(boolean says) {
        vary = says;
    }

    /**
     * The ETag is no longer that of the same bytes (ngx_http_weak_etag): it becomes a weak one, and goes where it was
     * not in quotes.
     */
    void weakenTag() {
        var tag = entityTag();
        if (tag == null || tag.startsWith("W/")) {
            return;
        }
        if (!tag.startsWith("\"")) {
            remove("ETag");
            return;
        }
        if (!added.isEmpty()) {
            added.replaceAll(
                    field -> field.name().equalsIgnoreCase("ETag") ? new Field(field.name(), "W/" + tag) : field);
        }
        passed = passed.map(head -> weakened(head, tag));
    }

    private static ResponseHead weakened(ResponseHead head, String tag) {
        var values = new HashMap<Integer, String>();
        for (int i = 0; i < head.fieldCount(); i++) {
            if (head.nameIs(i, "etag")) {
                values.put(i, "W/" + tag);
            }
        }
        return values.isEmpty() ? head : head.with(values);
    }

    /** Whether a field of that name (in lower case) is passed on that is empty. */
    boolean hasEmpty(String lower) {
        return passed.filter(head -> "".equals(head.find(lower))).isPresent() && !hidden.contains(lower);
    }

    /** What goes to the client under that name (in lower case), several values joined; empty for none. */
    String value(String lower) {
        var own = switch (lower) {
            case "content-type" -> contentType;
            case "content-length" -> contentLength < 0 ? null : Long.toString(contentLength);
            case "last-modified" -> lastModified;
            case "location" -> location;
            default -> null;
        };
        if (own != null) {
            return own;
        }
        var values = new ArrayList<String>();
        passed.ifPresent(head -> {
            for (int i = 0; i < head.fieldCount(); i++) {
                if (head.nameIs(i, lower) && !hidden.contains(head.name(i))) {
                    values.add(head.value(i));
                }
            }
        });
        added.stream()
                .filter(field -> field.name().equalsIgnoreCase(lower))
                .forEach(field -> values.add(field.value()));
        return String.join(", ", values);
    }

    /** The ETag that goes to the client; null for none. */
    String entityTag() {
        var tag = value("etag");
        return tag.isEmpty() ? null : tag;
    }

    /** Last-Modified in seconds since 1970; {@link HttpDateReader#NONE} for none. */
    long modified() {
        return HttpDateReader.read(value("last-modified"));
    }

    /** What of the body a client may ask for. */
    Ranges ranges() {
        return rangesLet;
    }

    void ranges(Ranges let) {
        rangesLet = let;
    }

    /** The ranges that are sent in the body's place; empty for the whole body. */
    Optional<ByteRanges> cut() {
        return cut;
    }

    /** How several ranges are told apart in it; empty for one. */
    Optional<MultipartRanges> parts() {
        return parts;
    }

    void cutTo(ByteRanges ranges, Optional<MultipartRanges> form) {
        cut = Optional.of(ranges);
        parts = form;
    }

    /** Whether {@link HeaderFilters} have made of it what they make. */
    boolean isFiltered() {
        return filtered;
    }

    void filtered() {
        filtered = true;
    }

    /** Whether trailers may follow the body, so that it is framed with a place for them. */
    boolean expectsTrailers() {
        return trailersExpected;
    }

    /** Whether all of them follow, not only those that are said always. */
    boolean addsAll() {
        return allTrailers;
    }

    /** @param all whether the status takes those that are not said always */
    void expectTrailers(boolean all) {
        trailersExpected = true;
        allTrailers = all;
    }

    /** Takes a field out, the upstream's and what was added. */
    void remove(String name) {
        if (passed.isPresent() && passed.get().find(name.toLowerCase(Locale.ROOT)) != null) {
            hidden = hidden.and(name);
        }
        if (!added.isEmpty()) {
            added.removeIf(field -> field.name().equalsIgnoreCase(name));
        }
        if (name.equalsIgnoreCase("Last-Modified")) {
            lastModified = null;
        }
    }

    /** In the order in which they are written, after all others. */
    List<Field> added() {
        return added;
    }

    void add(String name, String value) {
        if (added.isEmpty()) {
            added = new ArrayList<>(4);
        }
        added.add(new Field(name, value));
    }
}
