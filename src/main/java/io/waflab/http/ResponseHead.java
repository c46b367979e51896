package io.waflab.http;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** An upstream's response head. Text is ISO-8859-1: one character for each byte as received. */
public final class ResponseHead {

    /** What nginx hides from the client unless proxy_pass_header says otherwise (ngx_http_proxy_hide_headers). */
    public static final List<String> HIDDEN = List.of(
            "Date",
            "Server",
            "X-Pad",
            "X-Accel-Expires",
            "X-Accel-Redirect",
            "X-Accel-Limit-Rate",
            "X-Accel-Buffering",
            "X-Accel-Charset");

    private static final String OK = "200 OK";

    /** Withheld are those that are hop-by-hop, repeated, or written where nginx writes them. */
    final Fields fields;

    private List<String> warnings = List.of();

    int status;
    /** Where code and text of the status line are. */
    int lineStart;

    int lineEnd;
    /** The bytes did not begin with a status line. */
    boolean foreign;

    int length;
    long contentLength = -1;
    boolean chunked;
    boolean close;
    int contentType = -1;

    ResponseHead() {
        fields = new Fields();
    }

    private ResponseHead(ResponseHead of, Map<Integer, String> values) {
        status = of.status;
        lineStart = of.lineStart;
        lineEnd = of.lineEnd;
        foreign = of.foreign;
        fields = of.fields.with(values);
        length = of.length;
        contentLength = of.contentLength;
        chunked = of.chunked;
        close = of.close;
        contentType = of.contentType;
    }

    /** The same head with other values of some fields, by their index. They must hold no line ends. */
    public ResponseHead with(Map<Integer, String> values) {
        for (var value : values.values()) {
            ResponseWriter.refuseLineEnds(value);
        }
        return new ResponseHead(this, values);
    }

    /** What nginx would log of it at the level warn. */
    public List<String> warnings() {
        return warnings;
    }

    void warn(String warning) {
        var all = new ArrayList<>(warnings);
        all.add(warning);
        warnings = List.copyOf(all);
    }

    /** 100 – 999; 200 where there was no status line. */
    public int status() {
        return http09() ? 200 : status;
    }

    /** {@code 200 OK} as the upstream wrote it, the text kept; {@code 200} where there was no status line. */
    public String statusLine() {
        if (http09()) {
            return "200";
        }
        return Octets.equals(fields.data(), lineStart, lineEnd, OK)
                ? OK
                : Octets.text(fields.data(), lineStart, lineEnd);
    }

    /**
     * Whether the bytes did not begin with a status line. nginx logs "upstream sent no valid HTTP/1.0 header", counts 200,
     * sends the client the bytes as they are ({@link #unframed()}, then what follows until the end) without a head of its
     * own (in HTTP/2 with one of status 000), and leaves the client's connection as its request wished (1.22, as tried).
     */
    public boolean http09() {
        return foreign;
    }

    /** With {@link #http09()}: the bytes that were read before it was clear; they are the body's first. Else none. */
    public byte[] unframed() {
        return http09() ? Arrays.copyOf(fields.data(), length) : new byte[0];
    }

    /** Bytes of the body; -1 when it is chunked or ends with the connection. */
    public long contentLength() {
        return contentLength;
    }

    public boolean chunked() {
        return chunked;
    }

    /** Whether the upstream leaves the connection open: HTTP/1.1 without {@code Connection: close}. */
    public boolean keepAlive() {
        return !close && !http09();
    }

    /** The value of the first Content-Type; null without one or without a value. */
    public String contentType() {
        var value = contentType < 0 ? "" : fields.value(contentType);
        return value.isEmpty() ? null : value;
    }

    /** Whether a response to this method has a body. nginx gives one to a 101 that nobody asked for, too. */
    public boolean hasBody(boolean toHead) {
        int code = status();
        return !toHead && code != 204 && code != 304 && (chunked || contentLength != 0);
    }

    /** Bytes of the head, interim responses before it included. */
    public int length() {
        return length;
    }

    public int fieldCount() {
        return fields.count();
    }

    public String name(int i) {
        return fields.name(i);
    }

    public String value(int i) {
        return fields.value(i);
    }

    /** Whether field i has this name, which is given in lower case. */
    public boolean nameIs(int i, String lower) {
        return fields.nameIs(i, lower);
    }

    /** The value of the first field of that name (in lower case); null without one. */
    public String find(String lower) {
        return fields.find(lower);
    }

    /**
     * Whether the client gets field i, as {@link #writeFields} has it.
     *
     * @param hidden {@link #HIDDEN}, less proxy_pass_header, more proxy_hide_header
     */
    public boolean passesOn(int i, FieldNames hidden) {
        return !fields.isWithheld(i) && !hidden.contains(fields.data(), fields.nameStart(i), fields.nameEnd(i));
    }

    /**
     * Writes the fields that the client gets, in their order. Left out are Content-Type and Content-Length, which {@link
     * ResponseWriter} puts where nginx puts them; Connection, Keep-Alive and Transfer-Encoding; and repetitions of fields
     * that may stand once.
     *
     * @param hidden {@link #HIDDEN}, less proxy_pass_header, more proxy_hide_header
     */
    public void writeFields(FieldNames hidden, ByteBuf out) {
        fields.writeAll(hidden, out);
    }
}
