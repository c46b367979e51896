package io.waflab.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Writes response heads in nginx's order (ngx_http_header_filter_module.c). All text is ISO-8859-1. */
public final class ResponseWriter {

    /** {@code HTTP/1.1 100 Continue} and the empty line, as nginx answers {@code Expect}. */
    public static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    private static final byte[] VERSION = ascii("HTTP/1.1 ");
    private static final byte[] SERVER = ascii("\r\nServer: ");
    private static final byte[] DATE = ascii("\r\nDate: ");
    private static final byte[] CONTENT_TYPE = ascii("\r\nContent-Type: ");
    private static final byte[] CONTENT_LENGTH = ascii("\r\nContent-Length: ");
    private static final byte[] LAST_MODIFIED = ascii("\r\nLast-Modified: ");
    private static final byte[] LOCATION = ascii("\r\nLocation: ");
    private static final byte[] CHUNKED = ascii("\r\nTransfer-Encoding: chunked");
    private static final byte[] KEEP_ALIVE = ascii("\r\nConnection: keep-alive\r\n");
    private static final byte[] TIMEOUT = ascii("Keep-Alive: timeout=");
    private static final byte[] CLOSE = ascii("\r\nConnection: close\r\n");
    private static final byte[] UPGRADE = ascii("\r\nConnection: upgrade\r\n");

    private ResponseWriter() {}

    /** Writes the status line and the fields that come first; other fields and {@link #end} are to follow. */
    public static void start(ResponseStart start, ByteBuf out) {
        out.ensureWritable(256);
        out.writeBytes(VERSION);
        text(start.statusLine(), out);
        if (start.server() != null) {
            out.writeBytes(SERVER);
            text(start.server(), out);
        }
        if (start.date() != null) {
            out.writeBytes(DATE);
            out.writeBytes(start.date());
        }
        if (start.contentType() != null) {
            out.writeBytes(CONTENT_TYPE);
            text(start.contentType(), out);
        }
        if (start.contentLength() >= 0) {
            out.writeBytes(CONTENT_LENGTH);
            decimal(start.contentLength(), out);
        }
        if (start.lastModified() != null) {
            out.writeBytes(LAST_MODIFIED);
            text(start.lastModified(), out);
        }
        if (start.location() != null) {
            refuseLineEnds(start.location());
            out.writeBytes(LOCATION);
            text(start.location(), out);
        }
        if (start.chunked()) {
            out.writeBytes(CHUNKED);
        }
        connection(start, out);
    }

    private static void connection(ResponseStart start, ByteBuf out) {
        switch (start.persistence()) {
            case CLOSE -> out.writeBytes(CLOSE);
            case UPGRADE -> out.writeBytes(UPGRADE);
            case KEEP_ALIVE -> {
                out.writeBytes(KEEP_ALIVE);
                if (start.keepAliveHeader() > 0) {
                    out.writeBytes(TIMEOUT);
                    decimal(start.keepAliveHeader(), out);
                    lineEnd(out);
                }
            }
        }
    }

    /**
     * Writes {@code Name: value} and a line end.
     *
     * @throws IllegalArgumentException for a line end or NUL in name or value: it would begin a field of its own
     */
    public static void field(String name, String value, ByteBuf out) {
        refuseLineEnds(name);
        refuseLineEnds(value);
        text(name, out);
        out.writeShort(':' << 8 | ' ');
        text(value, out);
        lineEnd(out);
    }

    /** Writes the empty line. */
    public static void end(ByteBuf out) {
        lineEnd(out);
    }

    static void lineEnd(ByteBuf out) {
        out.writeShort('\r' << 8 | '\n');
    }

    static void text(String text, ByteBuf out) {
        out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    }

    /** @param number 0 or more */
    static void decimal(long number, ByteBuf out) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        out.ensureWritable(digits);
        int end = out.writerIndex() + digits;
        out.writerIndex(end);
        long rest = number;
        for (int at = end - 1; at >= end - digits; at--) {
            out.setByte(at, (int) ('0' + rest % 10));
            rest /= 10;
        }
    }

    static void refuseLineEnds(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                throw new IllegalArgumentException("control character " + (int) c + " in a header field at character "
                        + i + " (expected none: it would end the line)");
            }
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
