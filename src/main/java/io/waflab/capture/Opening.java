package io.waflab.capture;

import io.waflab.connection.Peer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/** What the first bytes of one direction are. */
enum Opening {
    TLS,
    HTTP,
    /** A PROXY protocol header, version 1 or 2, whole. */
    PROXY,
    OTHER,
    /** That needs more bytes to be told. */
    MORE;

    /** More than the largest PROXY header of version 1, and one of version 2 with every address and some values. */
    static final int LONGEST = 600;

    private static final String PROXY_1 = "PROXY ";
    private static final String PROXY_2 = "\r\n\r\n\0\r\nQUIT\n";
    private static final int PROXY_2_HEADER = 16;
    private static final int HANDSHAKE_TYPE = 5;
    private static final int METHOD = 12;
    private static final int CLIENT_KEY_EXCHANGE = 16;
    private static final Set<Integer> CLIENTS_MESSAGES = Set.of(Handshake.CLIENT_HELLO, CLIENT_KEY_EXCHANGE);
    private static final int NEW_SESSION_TICKET = 4;
    private static final int SERVER_KEY_EXCHANGE = 12;
    private static final int SERVER_HELLO_DONE = 14;
    private static final Set<Integer> SERVERS_MESSAGES =
            Set.of(Handshake.SERVER_HELLO, NEW_SESSION_TICKET, SERVER_KEY_EXCHANGE, SERVER_HELLO_DONE);
    private static final Pattern LETTERS = Pattern.compile("[A-Z]+ ?");

    /** @param by who sends them */
    static Opening of(ByteBuffer bytes, Peer by) {
        var text = StandardCharsets.ISO_8859_1
                .decode(bytes.slice(bytes.position(), Math.min(PROXY_2_HEADER, bytes.remaining())))
                .toString();
        if (TlsRecords.isHeader(bytes)) {
            return bytes.remaining() < TlsRecord.HEADER ? MORE : TLS;
        }
        if (HttpMessages.isFirstLine(bytes, by)) {
            return HTTP;
        }
        if (text.startsWith(PROXY_1) || text.startsWith(PROXY_2)) {
            return proxyLength(bytes) < 0 ? MORE : PROXY;
        }
        var mayBecome = PROXY_1.startsWith(text) || PROXY_2.startsWith(text) || "HTTP/1.".startsWith(text);
        return mayBecome
                        || by == Peer.CLIENT
                                && text.length() < METHOD
                                && LETTERS.matcher(text).matches()
                ? MORE
                : OTHER;
    }

    /** Bytes of the PROXY header (HAProxy's proxy-protocol.txt, sections 2.1 and 2.2); -1 while it is not whole. */
    static int proxyLength(ByteBuffer bytes) {
        var start = bytes.position();
        if (bytes.get(start) == 'P') {
            for (var i = 1; i < bytes.remaining(); i++) {
                if (bytes.get(start + i) == '\n') {
                    return i + 1;
                }
            }
            return -1;
        }
        if (bytes.remaining() < PROXY_2_HEADER) {
            return -1;
        }
        var length = PROXY_2_HEADER + (bytes.getShort(start + 14) & 0xffff);
        return bytes.remaining() < length ? -1 : length;
    }

    /** Whether only the client can begin with these bytes: a handshake's message (RFC 5246 section 7.4), or a request. */
    static boolean isSentByClient(ByteBuffer bytes) {
        return CLIENTS_MESSAGES.contains(handshakeType(bytes)) || HttpMessages.isFirstLine(bytes, Peer.CLIENT);
    }

    /** See {@link #isSentByClient}. */
    static boolean isSentByServer(ByteBuffer bytes) {
        return SERVERS_MESSAGES.contains(handshakeType(bytes)) || HttpMessages.isFirstLine(bytes, Peer.SERVER);
    }

    /** -1 where no message of a handshake begins here. An encrypted one may seem to be of any type. */
    private static int handshakeType(ByteBuffer bytes) {
        return bytes.remaining() > HANDSHAKE_TYPE + 1
                        && TlsRecords.isHeader(bytes)
                        && bytes.get(bytes.position()) == TlsRecord.HANDSHAKE
                        && bytes.get(bytes.position() + HANDSHAKE_TYPE + 1) == 0
                ? bytes.get(bytes.position() + HANDSHAKE_TYPE)
                : -1;
    }

    /** Whether these are the first bytes of a record's header, two at least, and no more. */
    static boolean isPartOfHeader(ByteBuffer bytes) {
        return bytes.remaining() >= 2 && bytes.remaining() < TlsRecord.HEADER && TlsRecords.isHeader(bytes);
    }

    /** Whether bytes in the middle of a stream begin with a record: its header, and the next one's where that is there. */
    static boolean isRecord(ByteBuffer bytes) {
        if (bytes.remaining() < TlsRecord.HEADER || !TlsRecords.isHeader(bytes)) {
            return false;
        }
        var end = bytes.position() + TlsRecord.HEADER + (bytes.getShort(bytes.position() + 3) & 0xffff);
        return end >= bytes.limit() || TlsRecords.isHeader(bytes.slice(end, bytes.limit() - end));
    }
}
