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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads a ClientHello out of one or several handshake records (RFC 8446 sections 4.1.2 and 5.1). */
final class ClientHelloReader {

    private static final int RECORD_HEADER = 5;
    private static final int HANDSHAKE_HEADER = 4;
    private static final int LONGEST_RECORD = 16_384;
    private static final int SERVER_NAME = 0;
    private static final int SUPPORTED_GROUPS = 10;
    private static final int ALPN = 16;
    private static final int PRE_SHARED_KEY = 41;
    private static final int SUPPORTED_VERSIONS = 43;

    private static final Reading INCOMPLETE = new Reading(State.INCOMPLETE, Optional.empty());
    private static final Reading MALFORMED = new Reading(State.MALFORMED, Optional.empty());

    private int legacyVersion;
    private final List<Integer> suites = new ArrayList<>();
    private final List<Integer> groups = new ArrayList<>();
    private Optional<String> ticket = Optional.empty();
    private final Set<Integer> versions = new LinkedHashSet<>();
    private boolean listsVersions;
    private Optional<String> serverName = Optional.empty();
    private final List<String> protocols = new ArrayList<>();

    private ClientHelloReader() {}

    static Reading read(ByteBuf bytes) {
        try {
            return readRecords(bytes.slice());
        } catch (IndexOutOfBoundsException truncatedInside) {
            return MALFORMED;
        }
    }

    /** Joins the fragments of one handshake message, then reads it. */
    private static Reading readRecords(ByteBuf in) {
        var message = Unpooled.buffer(512, ClientHello.LONGEST + LONGEST_RECORD);
        int wanted = HANDSHAKE_HEADER;
        while (message.readableBytes() < wanted) {
            if (in.isReadable() && in.getByte(in.readerIndex()) != 0x16) {
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
                if (message.getByte(0) != 1 || wanted > ClientHello.LONGEST) {
                    return MALFORMED;
                }
            }
            if (there < length && message.readableBytes() < wanted) {
                return INCOMPLETE;
            }
        }
        return new ClientHelloReader().readMessage(message.slice(HANDSHAKE_HEADER, wanted - HANDSHAKE_HEADER));
    }

    private Reading readMessage(ByteBuf body) {
        legacyVersion = body.readUnsignedShort();
        body.skipBytes(32);
        body.skipBytes(body.readUnsignedByte());
        var list = body.readSlice(body.readUnsignedShort());
        while (list.isReadable()) {
            suites.add(list.readUnsignedShort());
        }
        body.skipBytes(body.readUnsignedByte());
        if (body.isReadable()) {
            var extensions = body.readSlice(body.readUnsignedShort());
            while (extensions.isReadable()) {
                int type = extensions.readUnsignedShort();
                readExtension(type, extensions.readSlice(extensions.readUnsignedShort()));
            }
        }
        if (!listsVersions) {
            versions.add(legacyVersion);
        }
        var hello =
                new ClientHello(legacyVersion, versions, listsVersions, serverName, protocols, suites, groups, ticket);
        return new Reading(State.COMPLETE, Optional.of(hello));
    }

    private void readExtension(int type, ByteBuf data) {
        switch (type) {
            case SERVER_NAME -> readServerName(data);
            case ALPN -> {
                var list = data.readSlice(data.readUnsignedShort());
                while (list.isReadable()) {
                    protocols.add(list.readCharSequence(list.readUnsignedByte(), StandardCharsets.ISO_8859_1)
                            .toString());
                }
            }
            case SUPPORTED_GROUPS -> {
                var list = data.readSlice(data.readUnsignedShort());
                while (list.isReadable()) {
                    groups.add(list.readUnsignedShort());
                }
            }
            case PRE_SHARED_KEY -> {
                var first = data.readSlice(data.readUnsignedShort());
                ticket = Optional.of(digest(ByteBufUtil.getBytes(first.readSlice(first.readUnsignedShort()))));
            }
            case SUPPORTED_VERSIONS -> {
                listsVersions = true;
                var list = data.readSlice(data.readUnsignedByte());
                while (list.isReadable()) {
                    versions.add(list.readUnsignedShort());
                }
            }
            default -> {}
        }
    }

    private static String digest(byte[] ticket) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(ticket));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** RFC 6066 section 3: a list that in practice holds one DNS name, of type 0. */
    private void readServerName(ByteBuf data) {
        if (!data.isReadable()) {
            return;
        }
        var list = data.readSlice(data.readUnsignedShort());
        while (list.isReadable()) {
            int type = list.readUnsignedByte();
            var name = list.readCharSequence(list.readUnsignedShort(), StandardCharsets.ISO_8859_1)
                    .toString()
                    .toLowerCase(Locale.ROOT);
            if (type == 0 && serverName.isEmpty()) {
                serverName = Optional.of(name.endsWith(".") ? name.substring(0, name.length() - 1) : name)
                        .filter(ClientHelloReader::isDnsName);
            }
        }
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
