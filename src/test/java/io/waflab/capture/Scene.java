package io.waflab.capture;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Observation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A conversation made by hand: each call is one packet, 1 ms after the one before. Sequence numbers follow by themselves. */
final class Scene {

    static final String RANDOM_C = "c1".repeat(32);
    static final String RANDOM_S = "5e".repeat(32);

    private Conversation conversation;
    private final long[] next = {1_000, 5_000};
    private int frame;
    private long nanos = 1_000_000_000L;
    private int ttl = 57;
    private int id = -1;
    private TcpSegment last;

    /** SYN, SYN,ACK, ACK. */
    Scene open() {
        return packet(Peer.CLIENT, TcpSegment.SYN)
                .packet(Peer.SERVER, TcpSegment.SYN | TcpSegment.ACK)
                .ack(Peer.CLIENT);
    }

    /** Time passes before the next packet. */
    Scene pause(long millis) {
        nanos += millis * 1_000_000;
        return this;
    }

    Scene client(byte[]... parts) {
        return packet(Peer.CLIENT, TcpSegment.ACK, parts);
    }

    Scene server(byte[]... parts) {
        return packet(Peer.SERVER, TcpSegment.ACK, parts);
    }

    Scene client(String text) {
        return client(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Scene server(String text) {
        return server(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Scene ack(Peer by) {
        return packet(by, TcpSegment.ACK);
    }

    Scene fin(Peer by) {
        return packet(by, TcpSegment.FIN | TcpSegment.ACK);
    }

    Scene rst(Peer by) {
        return packet(by, TcpSegment.RST | TcpSegment.ACK);
    }

    /** The next packets have this one. */
    Scene ttl(int ttl) {
        this.ttl = ttl;
        return this;
    }

    Scene id(int id) {
        this.id = id;
        return this;
    }

    /** Bytes that cross and are not captured. */
    Scene lost(Peer by, int count) {
        next[by.ordinal()] += count;
        return this;
    }

    /** The last packet once more, so much later. */
    Scene again(long micros) {
        nanos += micros * 1_000 - 1_000_000;
        return add(last);
    }

    Scene packet(Peer by, int flags, byte[]... parts) {
        var side = by.ordinal();
        var payload = Packets.join(parts);
        var segment = segment(by, next[side], next[1 - side], flags, 1_000, payload);
        next[side] += payload.length + ((flags & (TcpSegment.SYN | TcpSegment.FIN)) != 0 ? 1 : 0);
        return add(segment);
    }

    /** One packet of its own making; what is expected next does not move. */
    Scene odd(Peer by, long offset, int flags, int window, byte... payload) {
        var side = by.ordinal();
        return add(segment(by, next[side] + offset, next[1 - side], flags, window, payload));
    }

    private TcpSegment segment(Peer by, long sequence, long acknowledgement, int flags, int window, byte[] payload) {
        return new TcpSegment()
                .between(
                        by == Peer.CLIENT ? Packets.CLIENT : Packets.SERVER,
                        by == Peer.CLIENT ? Packets.SERVER : Packets.CLIENT)
                .header((int) sequence, (int) acknowledgement, flags, window)
                .carrying(ByteBuffer.wrap(payload), payload.length)
                .inPacket(ttl, id);
    }

    private Scene add(TcpSegment of) {
        last = of;
        frame++;
        nanos += 1_000_000;
        var segment = of.seen(frame, nanos).carrying(of.payload().rewind(), of.length());
        if (conversation == null) {
            conversation = new Conversation(segment, new HeldBytes(100_000));
        }
        conversation.add(segment);
        return this;
    }

    Conversation conversation() {
        return conversation;
    }

    ConnectionStory story() {
        conversation.finish();
        return conversation.story(1);
    }

    /** Everything told but bare acknowledgements: {@code 5 SERVER DATA 60 words x2}. */
    List<String> told() {
        conversation.finish();
        return conversation.story(Side.DOWNSTREAM).stream()
                .map(Scene::line)
                .filter(line -> !line.endsWith("ACK 0 "))
                .toList();
    }

    /** The last lines of {@link #told}. */
    List<String> last(int count) {
        var all = told();
        return all.subList(all.size() - count, all.size());
    }

    static String line(Observation seen) {
        return seen.by() + " " + seen.what() + " " + seen.size() + " " + seen.detail()
                + (seen.run().count() > 1 ? " x" + seen.run().count() : "");
    }

    static byte[] data(int size) {
        return Packets.record(TlsRecord.APPLICATION_DATA, new byte[size]);
    }

    static byte[] handshake(String hex) {
        return Packets.record(TlsRecord.HANDSHAKE, Packets.hex(hex));
    }

    static byte[] changeCipherSpec() {
        return Packets.record(TlsRecord.CHANGE_CIPHER_SPEC, (byte) 1);
    }

    /** With this ALPN list; empty for none. */
    static byte[] clientHello(String... protocols) {
        var names = new StringBuilder();
        for (var name : protocols) {
            names.append(String.format("%02x", name.length()));
            name.chars().forEach(letter -> names.append(String.format("%02x", letter)));
        }
        var list = names.length() / 2;
        var alpn = protocols.length == 0 ? "" : String.format("0010 %04x %04x", list + 2, list) + names;
        return hello(1, "0303" + RANDOM_C + "00" + "0002 1301" + "0100", "0000 0009 0007 00 0004 6c61622e" + alpn);
    }

    static byte[] serverHello13(String cipher, String... extensions) {
        return hello(2, "0303" + RANDOM_S + "00" + cipher + "00", "002b 0002 0304" + String.join("", extensions));
    }

    static byte[] serverHello12(String cipher, String extensions) {
        return hello(2, "0303" + RANDOM_S + "00" + cipher + "00", extensions);
    }

    static byte[] hello(int type, String beginning, String extensions) {
        var length = extensions.replace(" ", "").length() / 2;
        var body = (beginning + String.format("%04x", length) + extensions).replace(" ", "");
        return handshake(String.format("%02x%06x", type, body.length() / 2) + body);
    }

    /** TLS 1.3 with AES-128 up to the client's Finished. */
    Scene handshake13(String... protocols) {
        return open().client(clientHello(protocols))
                .server(serverHello13("1301"), changeCipherSpec(), data(1_600))
                .client(changeCipherSpec(), data(53));
    }

    /** TLS 1.2 with AES-128-GCM. */
    Scene handshake12(String serverExtensions) {
        return open().client(clientHello("h2", "http/1.1"))
                .server(
                        serverHello12("c02f", serverExtensions),
                        handshake("0b00000c 000009 000006 010203040506"),
                        handshake("0e000000"))
                .client(handshake("10000002 0000"), changeCipherSpec(), Packets.record(22, new byte[40]))
                .server(changeCipherSpec(), Packets.record(22, new byte[40]));
    }
}
