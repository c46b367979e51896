package io.waflab.capture;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A ClientHello or a ServerHello (RFC 8446 section 4.1, RFC 5246 section 7.4.1), as far as it was captured and says what
 * it should.
 *
 * @param version the one that it chooses; of a ClientHello the legacy one
 * @param random 64 hexadecimal digits
 * @param cipher the suite that a ServerHello chooses; -1 in a ClientHello
 * @param name the server_name of a ClientHello, at most its first {@value #LONGEST_NAME} bytes: no name of the DNS is longer
 * @param protocols of the ALPN extension
 * @param preSharedKey whether it has that extension
 */
record Hello(int version, String random, int cipher, String name, List<String> protocols, boolean preSharedKey) {

    private static final int SERVER_NAME = 0;
    private static final int ALPN = 16;
    private static final int PRE_SHARED_KEY = 41;
    private static final int SUPPORTED_VERSIONS = 43;
    /** The random that says HelloRetryRequest (RFC 8446 section 4.1.3). */
    private static final String RETRY = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    private static final int MOST_PROTOCOLS = 32;
    private static final int LONGEST_NAME = 255;

    static final Hello NONE = new Hello(0, "", -1, "", List.of(), false);

    /**
     * Reads the message behind its header; empty fields where it ends too early.
     *
     * @param isServers whether it is a ServerHello
     */
    static Hello read(ByteBuffer message, boolean isServers) {
        if (message.remaining() < 35) {
            return NONE;
        }
        var hello = message.slice();
        var version = hello.getShort() & 0xffff;
        var random = hex(hello, 32);
        skip(hello, length(hello, 1));
        var cipher = -1;
        if (isServers) {
            cipher = hello.remaining() < 2 ? -1 : hello.getShort() & 0xffff;
            skip(hello, 1);
        } else {
            skip(hello, length(hello, 2));
            skip(hello, length(hello, 1));
        }
        var plain = new Hello(version, random, cipher, "", List.of(), false);
        return plain.withExtensions(part(hello, length(hello, 2)), isServers);
    }

    /** About how many bytes its texts take. */
    int weight() {
        var weight = random.length() + name.length();
        for (var protocol : protocols) {
            weight += 48 + protocol.length();
        }
        return weight;
    }

    boolean isRetry() {
        return random.equals(RETRY);
    }

    private Hello withExtensions(ByteBuffer extensions, boolean isServers) {
        var chosen = version;
        var server = "";
        var alpn = protocols;
        var key = false;
        while (extensions.remaining() >= 4) {
            var type = extensions.getShort() & 0xffff;
            var body = part(extensions, length(extensions, 2));
            switch (type) {
                case SUPPORTED_VERSIONS ->
                    chosen = isServers && body.remaining() == 2 ? body.getShort() & 0xffff : chosen;
                case SERVER_NAME -> server = isServers ? "" : serverName(body);
                case ALPN -> alpn = alpn(body);
                case PRE_SHARED_KEY -> key = true;
                default -> {}
            }
        }
        return new Hello(chosen, random, cipher, server, alpn, key);
    }

    /** RFC 6066 section 3: a list of names with their type, of which only host_name exists, which is to be ASCII. */
    private static String serverName(ByteBuffer body) {
        var list = part(body, length(body, 2));
        if (list.remaining() < 3 || list.get() != 0) {
            return "";
        }
        var name = part(list, Math.min(LONGEST_NAME, length(list, 2)));
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(name.duplicate()).toString();
        } catch (CharacterCodingException single) {
            return text(name);
        }
    }

    /** RFC 7301 section 3.1. */
    private static List<String> alpn(ByteBuffer body) {
        var list = part(body, length(body, 2));
        var names = new ArrayList<String>();
        while (list.hasRemaining() && names.size() < MOST_PROTOCOLS) {
            names.add(text(part(list, length(list, 1))));
        }
        return names;
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }

    private static int length(ByteBuffer from, int bytes) {
        if (from.remaining() < bytes) {
            from.position(from.limit());
            return 0;
        }
        return bytes == 1 ? from.get() & 0xff : from.getShort() & 0xffff;
    }

    /** At most what is there. */
    private static ByteBuffer part(ByteBuffer from, int length) {
        var count = Math.min(length, from.remaining());
        var part = from.slice(from.position(), count);
        from.position(from.position() + count);
        return part;
    }

    private static void skip(ByteBuffer from, int count) {
        from.position(from.position() + Math.min(count, from.remaining()));
    }

    private static String hex(ByteBuffer from, int count) {
        var digits = new byte[2 * count];
        for (var i = 0; i < count; i++) {
            var value = from.get();
            digits[2 * i] = DIGITS[value >> 4 & 0x0f];
            digits[2 * i + 1] = DIGITS[value & 0x0f];
        }
        return new String(digits, StandardCharsets.ISO_8859_1);
    }
}
