package io.waflab.http;

import io.netty.util.AsciiString;
import io.waflab.http.HpackReader.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lays a head that came as fields of HTTP/2 out in one array, as lines of HTTP/1, which is what a RequestHead keeps. */
final class HeadBytes {

    private static final int VERSION = 2000;
    private static final byte[] PROTOCOL = ResponseWriter.ascii(" HTTP/2.0\r\n");

    private final RequestHead head;
    private byte[] data = new byte[512];
    private int length;

    HeadBytes(RequestHead head) {
        this.head = head;
        head.line.version = VERSION;
    }

    /** Returns whether the path is one. */
    boolean requestLine(AsciiString method, AsciiString path) {
        var line = head.line;
        add(method);
        line.methodEnd = length;
        add((byte) ' ');
        int from = length;
        add(path);
        int to = length;
        line.protocolStart = to + 1;
        line.protocolEnd = to + PROTOCOL.length - 2;
        line.end = line.protocolEnd;
        add(PROTOCOL);
        boolean good = line.path(data, from, to);
        line.uriStart = from;
        line.uriEnd = to;
        return good;
    }

    void field(Field field) {
        int name = length;
        add(field.name());
        int nameEnd = length;
        add((byte) ':');
        add((byte) ' ');
        int value = length;
        add(field.value());
        head.fields.add(name, nameEnd, value, length);
        add((byte) '\r');
        add((byte) '\n');
    }

    void done() {
        head.fields.data(data);
        head.length = length;
    }

    private void add(AsciiString text) {
        room(text.length());
        System.arraycopy(text.array(), text.arrayOffset(), data, length, text.length());
        length += text.length();
    }

    private void add(byte[] text) {
        room(text.length);
        System.arraycopy(text, 0, data, length, text.length);
        length += text.length;
    }

    private void add(byte octet) {
        room(1);
        data[length++] = octet;
    }

    private void room(int more) {
        if (length + more > data.length) {
            data = Arrays.copyOf(data, Math.max(data.length * 2, length + more));
        }
    }

    /** For a head without a request line. */
    static RequestHead empty(RequestHead head) {
        head.line.version = VERSION;
        head.fields.data("".getBytes(StandardCharsets.ISO_8859_1));
        return head;
    }
}
