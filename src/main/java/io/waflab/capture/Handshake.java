package io.waflab.capture;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the handshake messages in one direction's plaintext handshake records (RFC 5246 section 7.4, RFC 8446 section 4).
 * A message may span records, and a record may hold several. A hello is kept whole until it has been read, at most 16 KiB
 * of it; certificates are counted in passing.
 */
final class Handshake {

    static final int CLIENT_HELLO = 1;
    static final int SERVER_HELLO = 2;
    private static final int HEADER = 4;
    private static final int CERTIFICATE = 11;
    private static final int LARGEST_HELLO = 16_384;
    /** No flight has as many messages; a record can hold 4096 empty ones, and their names would fill the memory. */
    private static final int MOST_NAMES = 16;

    private final ByteBuffer header = ByteBuffer.allocate(HEADER);
    private boolean isHello;
    /** Of a hello that lies in more than one record, what has come. */
    private ByteBuffer hello;

    private int type = -1;
    private int left;
    private Hello read = Hello.NONE;
    private int helloWeight;
    private int hellos;
    private int certificates = -1;
    /** Of the length field that is being read in a Certificate message: the bytes of it so far, and its value so far. */
    private int lengthBytes;

    private int length;
    private boolean listLengthRead;
    private int certificateLeft;

    /** The names of the messages that begin in this fragment, no more than {@value #MOST_NAMES} of them. */
    List<String> read(ByteBuffer fragment) {
        var names = new ArrayList<String>();
        while (fragment.hasRemaining()) {
            if (left > 0) {
                continueMessage(fragment);
            } else {
                header.put(fragment.get());
                if (!header.hasRemaining()) {
                    begin();
                    if (names.size() <= MOST_NAMES) {
                        names.add(names.size() < MOST_NAMES ? name(type) : "and more");
                    }
                }
            }
        }
        return names;
    }

    /** A record of it is not in the capture: what was begun is given up. */
    void lose() {
        left = 0;
        hello = null;
        isHello = false;
        header.clear();
    }

    /** The last hello that was read whole; {@link Hello#NONE} before. */
    Hello hello() {
        return read;
    }

    /** How many bytes it holds: of a hello that has not come whole, and of one that has what is told of it. */
    int weight() {
        return (hello == null ? 0 : hello.capacity()) + helloWeight;
    }

    /** How many hellos were read whole. */
    int hellos() {
        return hellos;
    }

    /** How many certificates its Certificate message holds; -1 where there was none. */
    int certificates() {
        return certificates;
    }

    private void begin() {
        type = header.get(0);
        left = header.getInt(0) & 0xff_ffff;
        header.clear();
        hello = null;
        if (type == CERTIFICATE) {
            certificates = 0;
            listLengthRead = false;
            lengthBytes = 0;
            length = 0;
            certificateLeft = 0;
        }
        isHello = (type == CLIENT_HELLO || type == SERVER_HELLO) && left > 0 && left <= LARGEST_HELLO;
    }

    private void continueMessage(ByteBuffer fragment) {
        if (isHello && hello == null && fragment.remaining() >= left) {
            readHello(fragment.slice(fragment.position(), left));
            fragment.position(fragment.position() + left);
            left = 0;
            return;
        }
        var part = fragment.slice(fragment.position(), Math.min(left, fragment.remaining()));
        fragment.position(fragment.position() + part.remaining());
        left -= part.remaining();
        if (type == CERTIFICATE) {
            count(part);
        } else if (isHello) {
            hello = hello == null ? ByteBuffer.allocate(part.remaining() + left) : hello;
            hello.put(part);
            if (left == 0) {
                readHello(hello.flip());
                hello = null;
            }
        }
    }

    private void readHello(ByteBuffer message) {
        read = Hello.read(message, type == SERVER_HELLO);
        helloWeight = read.weight();
        hellos++;
    }

    /** RFC 5246 section 7.4.2: the length of the list, then each certificate behind its own length, all of three bytes. */
    private void count(ByteBuffer part) {
        while (part.hasRemaining()) {
            if (certificateLeft > 0) {
                var skipped = Math.min(certificateLeft, part.remaining());
                part.position(part.position() + skipped);
                certificateLeft -= skipped;
                continue;
            }
            length = length << 8 | part.get() & 0xff;
            lengthBytes++;
            if (lengthBytes == 3) {
                if (listLengthRead) {
                    certificates++;
                    certificateLeft = length;
                }
                listLengthRead = true;
                lengthBytes = 0;
                length = 0;
            }
        }
    }

    static String versionName(int version) {
        return switch (version) {
            case 0 -> "";
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
            case CLIENT_HELLO -> "ClientHello";
            case SERVER_HELLO -> "ServerHello";
            case 4 -> "NewSessionTicket";
            case 5 -> "EndOfEarlyData";
            case 8 -> "EncryptedExtensions";
            case CERTIFICATE -> "Certificate";
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
