package io.waflab.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** The header fields of a head: the head's bytes, and where each name and value lies in them. */
final class Fields {

    private static final int PER_FIELD = 4;

    /** In a field's first offset: it is not passed on in its place. */
    private static final int WITHHELD = 1 << 31;

    /** A field and its line end are seldom shorter, so that one array does for most heads. */
    private static final int BYTES_A_FIELD = 24;

    private static final int FEWEST = 2;
    private static final int MOST_AT_FIRST = 16;
    private static final int[] NONE = {};

    private byte[] data;
    private int[] offsets = NONE;
    private int count;

    /** Fields of these bytes; the array may be replaced by a longer one with the same beginning. */
    void data(byte[] bytes) {
        data = bytes;
    }

    byte[] data() {
        return data;
    }

    /** The same fields, some with other values; nothing is shared that changes. */
    Fields with(Map<Integer, String> values) {
        var copy = new Fields();
        copy.count = count;
        copy.offsets = offsets.clone();
        int length = data.length;
        for (var value : values.values()) {
            length += value.length();
        }
        copy.data = Arrays.copyOf(data, length);
        int at = data.length;
        for (var entry : values.entrySet()) {
            var bytes = entry.getValue().getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(bytes, 0, copy.data, at, bytes.length);
            copy.offsets[entry.getKey() * PER_FIELD + 2] = at;
            at += bytes.length;
            copy.offsets[entry.getKey() * PER_FIELD + 3] = at;
        }
        return copy;
    }

    int add(FieldLine line) {
        return add(line.nameStart, line.nameEnd, line.valueStart, line.valueEnd);
    }

    int add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        int at = count * PER_FIELD;
        if (at == offsets.length) {
            offsets = at == 0 ? new int[expected() * PER_FIELD] : Arrays.copyOf(offsets, at * 2);
        }
        offsets[at] = nameStart;
        offsets[at + 1] = nameEnd;
        offsets[at + 2] = valueStart;
        offsets[at + 3] = valueEnd;
        return count++;
    }

    /** How many fields bytes like these have. */
    private int expected() {
        int many = data == null ? MOST_AT_FIRST : data.length / BYTES_A_FIELD;
        return Math.max(FEWEST, Math.min(many, MOST_AT_FIRST));
    }

    int count() {
        return count;
    }

    /** Field i is not passed on in its place. */
    void withhold(int i) {
        offsets[i * PER_FIELD] |= WITHHELD;
    }

    boolean isWithheld(int i) {
        return offsets[i * PER_FIELD] < 0;
    }

    int nameStart(int i) {
        return offsets[i * PER_FIELD] & ~WITHHELD;
    }

    int nameEnd(int i) {
        return offsets[i * PER_FIELD + 1];
    }

    int valueStart(int i) {
        return offsets[i * PER_FIELD + 2];
    }

    int valueEnd(int i) {
        return offsets[i * PER_FIELD + 3];
    }

    int nameLength(int i) {
        return nameEnd(i) - nameStart(i);
    }

    String name(int i) {
        return Octets.text(data, nameStart(i), nameEnd(i));
    }

    String value(int i) {
        return Octets.text(data, valueStart(i), valueEnd(i));
    }

    boolean nameIs(int i, String lower) {
        return Octets.equalsLower(data, nameStart(i), nameEnd(i), lower);
    }

    boolean valueIs(int i, String lower) {
        return Octets.equalsLower(data, valueStart(i), valueEnd(i), lower);
    }

    boolean valueContains(int i, String lower) {
        return Octets.containsLower(data, valueStart(i), valueEnd(i), lower);
    }

    /** The first field of that name, -1 when there is none. */
    int indexOf(String lower) {
        for (int i = 0; i < count; i++) {
            if (nameIs(i, lower)) {
                return i;
            }
        }
        return -1;
    }

    /** The first field that has the name of field i, which may be i itself. */
    int firstNamedAs(int i) {
        int first = 0;
        while (first < i
                && !Octets.equalsIgnoringCase(data, nameStart(first), nameEnd(first), nameStart(i), nameEnd(i))) {
            first++;
        }
        return first;
    }

    String find(String lower) {
        int i = indexOf(lower);
        return i < 0 ? null : value(i);
    }

    /** {@code Name: value} and a line end, as nginx passes a field on: the space and the line end are its own. */
    void write(int i, ByteBuf out) {
        int valueLength = valueEnd(i) - valueStart(i);
        out.ensureWritable(nameLength(i) + valueLength + 4);
        out.writeBytes(data, nameStart(i), nameLength(i));
        out.writeShort(':' << 8 | ' ');
        out.writeBytes(data, valueStart(i), valueLength);
        out.writeShort('\r' << 8 | '\n');
    }

    /** Writes all fields but those named and those withheld, in their order. */
    void writeAll(FieldNames but, ByteBuf out) {
        int from = 0;
        int to = 0;
        for (int i = 0; i < count; i++) {
            if (isWithheld(i) || but.contains(data, nameStart(i), nameEnd(i))) {
                continue;
            }
            if (!canonical(i)) {
                out.writeBytes(data, from, to - from);
                from = to;
                write(i, out);
                continue;
            }
            if (nameStart(i) != to) {
                out.writeBytes(data, from, to - from);
                from = nameStart(i);
            }
            to = valueEnd(i) + 2;
        }
        out.writeBytes(data, from, to - from);
    }

    /** Whether the field was received as it would be written, so that a run of such fields is one copy. */
    private boolean canonical(int i) {
        int nameEnd = nameEnd(i);
        int valueEnd = valueEnd(i);
        return valueStart(i) == nameEnd + 2
                && data[nameEnd] == ':'
                && data[nameEnd + 1] == ' '
                && data[valueEnd] == Octets.CR
                && data[valueEnd + 1] == Octets.LF;
    }

    String line(int i) {
        return name(i) + ": " + value(i);
    }
}
