package io.waflab.capture;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names the handshake messages in one direction's plaintext handshake records (RFC 5246 section 7.4, RFC 8446 section 4).
 * A message may span records, and a record may hold several.
 */
final class Handshake {

    private static final int HEADER = 4;
    private static final int SERVER_HELLO = 2;
    private static final int SUPPORTED_VERSIONS = 43;

    private final ByteBuffer header = ByteBuffer.allocate(HEADER);
    private int left;
    private String version = "";

    /** The names of the messages that begin in this fragment. */
    List<String> read(ByteBuffer fragment) {
        var names = new ArrayList<String>();
        while (fragment.hasRemaining()) {
            if (left > 0) {
                var count = Math.min(left, fragment.remaining());
                fragment.position(fragment.position() + count);
                left -= count;
            } else {
                header.put(fragment.get());
                if (!header.hasRemaining()) {
                    begin(fragment, names);
                }
            }
        }
        return names;
    }

    /** The version that the ServerHello chose, {@code TLSv1.2}; empty before it, or where it was not captured whole. */
    Optional<String> version() {
        return version.isEmpty() ? Optional.empty() : Optional.of(version);
    }

    private void begin(ByteBuffer fragment, List<String> names) {
        var type = header.get(0);
        left = header.getInt(0) & 0xff_ffff;
        header.clear();
        if (type == SERVER_HELLO && left <= fragment.remaining()) {
            version = chosenVersion(fragment.slice(fragment.position(), left));
        }
        names.add(name(type));
    }

    private static String chosenVersion(ByteBuffer hello) {
        // version 2, random 32, then the session id behind its length, cipher 2, compression 1, extensions' length 2
        if (hello.remaining() < 35) {
            return "";
        }
        var legacy = hello.getShort(0) & 0xffff;
        var at = 35 + (hello.get(34) & 0xff) + 5;
        while (at + 4 <= hello.limit()) {
            var length = hello.getShort(at + 2) & 0xffff;
            if (hello.getShort(at) == SUPPORTED_VERSIONS && length == 2 && at + 6 <= hello.limit()) {
                return versionName(hello.getShort(at + 4) & 0xffff);
            }
            at += 4 + length;
        }
        return versionName(legacy);
    }

    private static String versionName(int version) {
        return switch (version) {
            case 0x0300 -> "SSLv3";
            case 0x0301 -> "TLSv1";
            case 0x0302 -> "TLSv1.1";
            case 0x0303 -> "TLSv1.2";
            case 0x0304 -> "TLSv1.3";
            default -> String.format("version %04x", version);
        };
    }

    private static String name(int type) {
        return switch (type) {
            case 0 -> "HelloRequest";
            case 1 -> "ClientHello";
            case 2 -> "ServerHello";
            case 4 -> "NewSessionTicket";
            case 5 -> "EndOfEarlyData";
            case 8 -> "EncryptedExtensions";
            case 11 -> "Certificate";
            case 12 -> "ServerKeyExchange";
            case 13 -> "CertificateRequest";
            case 14 -> "ServerHelloDone";
            case 15 -> "CertificateVerify";
            case 16 -> "ClientKeyExchange";
            case 20 -> "Finished";
            case 22 -> "CertificateStatus";
            case 24 -> "KeyUpdate";
            default -> "handshake message " + (type & 0xff);
        };
    }
}
