package io.waflab.http;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads the trailer section behind a chunked body's last chunk (RFC 9112, 7.1.2), over any split. Bounded. */
final class TrailerReader {

    private final FieldLine line = new FieldLine(true, false);
    private final Fields fields = new Fields();
    private final int most;
    private byte[] data = new byte[256];
    private int length;
    private int parsed;
    private boolean ended;
    private boolean malformed;

    /** @param most bytes of the whole section; more is {@link #malformed()} */
    TrailerReader(int most) {
        this.most = most;
    }

    /** Takes what belongs to it. */
    void read(ByteBuf in) {
        int taken = Math.min(in.readableBytes(), most - length);
        if (length + taken > data.length) {
            data = Arrays.copyOf(data, Math.max(length + taken, data.length * 2));
        }
        in.readBytes(data, length, taken);
        length += taken;
        fields.data(data);
        parse();
        if (ended) {
            in.readerIndex(in.readerIndex() - (length - parsed));
        } else if (length == most) {
            malformed = true;
        }
    }

    private void parse() {
        while (parsed < length && !ended && !malformed) {
            switch (line.parse(data, parsed, length)) {
                case MORE -> {}
                case FIELD -> fields.add(line);
                case END -> ended = true;
                case INVALID -> malformed = true;
            }
            parsed = line.position();
        }
    }

    boolean ended() {
        return ended;
    }

    boolean malformed() {
        return malformed;
    }

    /** Names and values in their order. */
    List<Map.Entry<String, String>> fields() {
        var all = new ArrayList<Map.Entry<String, String>>();
        for (int i = 0; i < fields.count(); i++) {
            all.add(Map.entry(fields.name(i), fields.value(i)));
        }
        return all;
    }
}
