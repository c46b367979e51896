package io.waflab.tls;

import io.netty.buffer.ByteBuf;
import java.util.OptionalInt;

/**
 * Finds the group of the key exchange in what a server sends: no engine tells it. In TLS 1.3 it is in the ServerHello's
 * key_share (RFC 8446, section 4.2.8), before in the ServerKeyExchange (RFC 8422, section 5.4). Looks at whole records
 * alone, as engines write them.
 */
final class AgreedGroup {

    private static final int RECORD_HEADER = 5;
    private static final int HANDSHAKE_RECORD = 22;
    private static final int SERVER_HELLO = 2;
    private static final int SERVER_KEY_EXCHANGE = 12;
    private static final int NAMED_CURVE = 3;
    private static final int KEY_SHARE = 51;

    private OptionalInt group = OptionalInt.empty();

    /** Its number; empty where no group was used, or a session was resumed without one. */
    OptionalInt group() {
        return group;
    }

    /** Looks at records on their way out, before they are encrypted ones. */
    void see(ByteBuf records) {
        var in = records.slice();
        while (in.readableBytes() >= RECORD_HEADER) {
            int type = in.readUnsignedByte();
            in.skipBytes(2);
            int length = in.readUnsignedShort();
            if (type != HANDSHAKE_RECORD || length > in.readableBytes()) {
                return;
            }
            int next = Vectors.enter(in, length);
            messages(in);
            Vectors.leave(in, next);
        }
    }

    private void messages(ByteBuf in) {
        while (in.readableBytes() >= 4) {
            int type = in.readUnsignedByte();
            int length = in.readUnsignedMedium();
            if (length > in.readableBytes()) {
                return;
            }
            int end = in.readerIndex() + length;
            int next = Vectors.enter(in, length);
            message(type, in);
            // A message that breaks off does so within a vector of its own, which is then still entered.
            in.setIndex(end, next);
        }
    }

    private void message(int type, ByteBuf body) {
        try {
            if (type == SERVER_HELLO) {
                serverHello(body);
            } else if (type == SERVER_KEY_EXCHANGE && body.readUnsignedByte() == NAMED_CURVE) {
                group = OptionalInt.of(body.readUnsignedShort());
            }
        } catch (IndexOutOfBoundsException shorterThanItSays) {
            // an engine's own affair: the variable stays empty
        }
    }

    private void serverHello(ByteBuf body) {
        body.skipBytes(2 + 32);
        body.skipBytes(body.readUnsignedByte());
        body.skipBytes(2 + 1);
        if (!body.isReadable()) {
            return;
        }
        int end = Vectors.enter(body, body.readUnsignedShort());
        while (body.isReadable()) {
            int type = body.readUnsignedShort();
            int next = Vectors.enter(body, body.readUnsignedShort());
            if (type == KEY_SHARE) {
                group = OptionalInt.of(body.readUnsignedShort());
            }
            Vectors.leave(body, next);
        }
        Vectors.leave(body, end);
    }
}
