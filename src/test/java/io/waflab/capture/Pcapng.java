package io.waflab.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes pcapng files for tests, block by block. */
final class Pcapng {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    /** A section of unknown length. */
    Pcapng section(ByteOrder of, byte[]... options) {
        order = of;
        var head = numbers(16).putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0);
        return block(0x0a0d0d0a, head.putLong(-1).array(), Packets.join(options));
    }

    Pcapng capturedOn(LinkType type, int snapLength, byte[]... options) {
        var head = numbers(8).putShort((short) type.number()).putShort((short) 0);
        return block(1, head.putInt(snapLength).array(), Packets.join(options));
    }

    Pcapng packet(int on, long time, byte[] bytes, byte[]... options) {
        var head = numbers(20).putInt(on).putInt((int) (time >>> 32)).putInt((int) time);
        return block(
                6,
                head.putInt(bytes.length).putInt(bytes.length).array(),
                Packets.join(padded(bytes), Packets.join(options)));
    }

    Pcapng oldPacket(int on, long time, byte[] bytes) {
        var head = numbers(20).putShort((short) on).putShort((short) 0);
        head.putInt((int) (time >>> 32)).putInt((int) time).putInt(bytes.length);
        return block(2, head.putInt(bytes.length).array(), padded(bytes));
    }

    Pcapng simplePacket(int length, byte[] bytes) {
        return block(3, numbers(4).putInt(length).array(), padded(bytes));
    }

    Pcapng secrets(int type, String lines) {
        var bytes = lines.getBytes(StandardCharsets.US_ASCII);
        return block(10, numbers(8).putInt(type).putInt(bytes.length).array(), padded(bytes));
    }

    Pcapng block(int type, byte[]... parts) {
        var body = Packets.join(parts);
        out.writeBytes(numbers(8).putInt(type).putInt(12 + body.length).array());
        out.writeBytes(body);
        out.writeBytes(numbers(4).putInt(12 + body.length).array());
        return this;
    }

    byte[] option(int code, byte... value) {
        var head = numbers(4).putShort((short) code).putShort((short) value.length);
        return Packets.join(head.array(), padded(value));
    }

    byte[] option(int code, String value) {
        return option(code, value.getBytes(StandardCharsets.UTF_8));
    }

    ByteBuffer numbers(int size) {
        return ByteBuffer.allocate(size).order(order);
    }

    Pcapng order(ByteOrder next) {
        order = next;
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    private static byte[] padded(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 3 & ~3);
    }
}
