package io.waflab.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.waflab.tls.ClientHello.Reading;
import io.waflab.tls.ClientHello.State;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads a ClientHello out of one or several handshake records (RFC 8446 sections 4.1.2 and 5.1). */
final class ClientHelloReader {

    private static final int RECORD_HEADER = 5;
    private static final int HANDSHAKE_HEADER = 4;
    private static final int HANDSHAKE_RECORD = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int LONGEST_RECORD = 16_384;
    private static final int SERVER_NAME = 0;
    private static final int SUPPORTED_GROUPS = 10;
    private static final int ALPN = 16;
    private static final int PRE_SHARED_KEY = 41;
    private static final int SUPPORTED_VERSIONS = 43;

    private static final Reading INCOMPLETE = new Reading(State.INCOMPLETE, Optional.empty());
    private static final Reading MALFORMED = new Reading(State.MALFORMED, Optional.empty());

    private final ByteBuf in;
    private List<Integer> groups = List.of();
    private Optional<String> ticket = Optional.empty();
    private Optional<List<Integer>> versions = Optional.empty();
    private Optional<String> serverName = Optional.empty();
    private List<String> protocols = List.of();

    private ClientHelloReader(ByteBuf message) {
        in = message;
    }

    static Reading read(ByteBuf bytes) {
        try {
            var in = bytes.slice();
            return isWhole(in) ? new ClientHelloReader(in).readMessage() : readRecords(in);
        } catch (IndexOutOfBoundsException truncatedInside) {
            return MALFORMED;
        }
    }

    /** Whether one record holds all of it, as most often; the bytes are then those of the message alone. */
    private static boolean isWhole(ByteBuf in) {
        if (in.readableBytes() < RECORD_HEADER + HANDSHAKE_HEADER
                || in.getUnsignedShort(0) != (HANDSHAKE_RECORD << 8 | 3)
                || in.getByte(RECORD_HEADER) != CLIENT_HELLO) {
            return false;
        }
        int record = in.getUnsignedShort(3);
        int message = HANDSHAKE_HEADER + in.getUnsignedMedium(RECORD_HEADER + 1);
        if (record > LONGEST_RECORD
                || message > Math.min(record, ClientHello.LONGEST)
                || message > in.readableBytes() - RECORD_HEADER) {
            return false;
        }
        in.setIndex(RECORD_HEADER + HANDSHAKE_HEADER, RECORD_HEADER + message);
        return true;
    }

    /** Joins the fragments of one handshake message, then reads it. */
    private static Reading readRecords(ByteBuf in) {
        var message = Unpooled.buffer(512, ClientHello.LONGEST + LONGEST_RECORD);
        int wanted = HANDSHAKE_HEADER;
        while (message.readableBytes() < wanted) {
            if (in.isReadable() && in.getByte(in.readerIndex()) != HANDSHAKE_RECORD) {
                return MALFORMED;
            }
            if (in.readableBytes() < RECORD_HEADER) {
                return INCOMPLETE;
            }
            int length = in.getUnsignedShort(in.readerIndex() + 3);
            if (in.getByte(in.readerIndex() + 1) != 3 || length == 0 || length > LONGEST_RECORD) {
                return MALFORMED;
            }
            in.skipBytes(RECORD_HEADER);
            int there = Math.min(length, in.readableBytes());
            message.writeBytes(in, there);
            if (message.readableBytes() >= HANDSHAKE_HEADER) {
                wanted = HANDSHAKE_HEADER + message.getUnsignedMedium(1);
                if (message.getByte(0) != CLIENT_HELLO || wanted > ClientHello.LONGEST) {
                    return MALFORMED;
                }
            }
            if (there < length && message.readableBytes() < wanted) {
                return INCOMPLETE;
            }
        }
        message.setIndex(HANDSHAKE_HEADER, wanted);
        return new ClientHelloReader(message).readMessage();
    }

    private Reading readMessage() {
        int legacyVersion = in.readUnsignedShort();
        in.skipBytes(32);
        in.skipBytes(in.readUnsignedByte());
        var suites = numbers(in.readUnsignedShort());
        in.skipBytes(in.readUnsignedByte());
        if (in.isReadable()) {
            int end = Vectors.enter(in, in.readUnsignedShort());
            while (in.isReadable()) {
                int type = in.readUnsignedShort();
                int next = Vectors.enter(in, in.readUnsignedShort());
                readExtension(type);
                Vectors.leave(in, next);
            }
            Vectors.leave(in, end);
        }
        var hello = new ClientHello(
                legacyVersion,
                versions.orElseGet(() -> Numbers.of(List.of(legacyVersion))),
                versions.isPresent(),
                serverName,
                protocols,
                suites,
                groups,
                ticket);
        return new Reading(State.COMPLETE, Optional.of(hello));
    }

    private void readExtension(int type) {
        switch (type) {
            case SERVER_NAME -> readServerName();
            case ALPN -> readProtocols();
            case SUPPORTED_GROUPS -> groups = numbers(in.readUnsignedShort());
            case PRE_SHARED_KEY -> readTicket();
            case SUPPORTED_VERSIONS -> versions = Optional.of(numbers(in.readUnsignedByte()));
            default -> {}
        }
    }

    private List<Integer> numbers(int bytes) {
        int end = Vectors.enter(in, bytes);
        var numbers = Numbers.read(in);
        Vectors.leave(in, end);
        return numbers;
    }

    private void readProtocols() {
        var names = new ArrayList<String>(2);
        int end = Vectors.enter(in, in.readUnsignedShort());
        while (in.isReadable()) {
            names.add(text(in.readUnsignedByte()));
        }
        Vectors.leave(in, end);
        protocols = names;
    }

    private void readTicket() {
        int end = Vectors.enter(in, in.readUnsignedShort());
        int next = Vectors.enter(in, in.readUnsignedShort());
        ticket = Optional.of(digest(ByteBufUtil.getBytes(in)));
        Vectors.leave(in, next);
        Vectors.leave(in, end);
    }

    private String text(int bytes) {
        int end = Vectors.enter(in, bytes);
        var text = in.readCharSequence(bytes, StandardCharsets.ISO_8859_1).toString();
        Vectors.leave(in, end);
        return text;
    }

    private static String digest(byte[] ticket) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(ticket));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** RFC 6066 section 3: a list that in practice holds one DNS name, of type 0. */
    private void readServerName() {
        if (!in.isReadable()) {
            return;
        }
        int end = Vectors.enter(in, in.readUnsignedShort());
        while (in.isReadable()) {
            int type = in.readUnsignedByte();
            var name = text(in.readUnsignedShort()).toLowerCase(Locale.ROOT);
            if (type == 0 && serverName.isEmpty()) {
                serverName = Optional.of(name.endsWith(".") ? name.substring(0, name.length() - 1) : name)
                        .filter(ClientHelloReader::isDnsName);
            }
        }
        Vectors.leave(in, end);
    }

    private static boolean isDnsName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '/' || c == '\\') {
                return false;
            }
        }
        return !name.isEmpty() && name.length() < 256;
    }
}
