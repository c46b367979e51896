package io.waflab.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Writes header fields as nginx does (ngx_http_v2_filter_module.c, RFC 7541): statuses of the static table as one octet,
 * names of the static table with their value to be indexed, all other fields as literals that are not; strings in the
 * Huffman code where that is shorter. Nothing is ever taken from the dynamic table. All text is ISO-8859-1.
 */
public final class HpackWriter {

    /** Names of the static table that nginx writes by their number, there (RFC 7541 appendix A). */
    public enum Name {
        CONTENT_LENGTH(28),
        CONTENT_TYPE(31),
        DATE(33),
        LAST_MODIFIED(44),
        LOCATION(46),
        SERVER(54),
        VARY(59);

        private final int index;

        Name(int index) {
            this.index = index;
        }
    }

    private static final int INDEXED = 0x80;
    private static final int INDEXING = 0x40;
    private static final int TABLE_OF_0 = 0x20;
    private static final int HUFFMAN = 0x80;
    private static final int STATUS = 8;

    private HpackWriter() {}

    /** Says that the table has room for nothing: owed once after the client's SETTINGS_HEADER_TABLE_SIZE. */
    public static void emptyTable(ByteBuf out) {
        out.writeByte(TABLE_OF_0);
    }

    /** {@code :status}, of three digits. */
    public static void status(int status, ByteBuf out) {
        int index = switch (status) {
            case 200 -> 8;
            case 204 -> 9;
            case 206 -> 10;
            case 304 -> 11;
            case 400 -> 12;
            case 404 -> 13;
            case 500 -> 14;
            default -> 0;
        };
        if (index > 0) {
            out.writeByte(INDEXED | index);
            return;
        }
        out.writeByte(INDEXING | STATUS);
        plain(StatusText.code(status), out);
    }

    /** A field whose name is in the static table. */
    public static void field(Name name, CharSequence value, ByteBuf out) {
        out.writeByte(INDEXING | name.index);
        if (name == Name.CONTENT_LENGTH) {
            plain(value, out);
        } else {
            text(value, out);
        }
    }

    /** Any other field; its name is written in lower case. */
    public static void field(String name, CharSequence value, ByteBuf out) {
        out.writeByte(0);
        text(name.toLowerCase(Locale.ROOT), out);
        text(value, out);
    }

    private static void plain(CharSequence text, ByteBuf out) {
        number(0, text.length(), out);
        out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    }

    private static void text(CharSequence text, ByteBuf out) {
        int length = Huffman.length(text);
        if (length >= text.length()) {
            plain(text, out);
            return;
        }
        number(HUFFMAN, length, out);
        Huffman.write(text, out);
    }

    /** A number with a prefix of 7 bits (RFC 7541 section 5.1). */
    private static void number(int first, int number, ByteBuf out) {
        if (number < 0x7f) {
            out.writeByte(first | number);
            return;
        }
        out.writeByte(first | 0x7f);
        int rest = number - 0x7f;
        while (rest >= 0x80) {
            out.writeByte(rest & 0x7f | 0x80);
            rest >>= 7;
        }
        out.writeByte(rest);
    }
}
