package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.waflab.tls.ClientHello.State;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class ClientHelloTest {

    private static byte[] hello(String name, String... versions) throws Exception {
        var engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        parameters.setProtocols(versions);
        parameters.setServerNames(List.of(new SNIHostName(name)));
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        engine.setSSLParameters(parameters);
        engine.beginHandshake();
        var out = java.nio.ByteBuffer.allocate(65_536);
        engine.wrap(java.nio.ByteBuffer.allocate(0), out);
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    private static ClientHello.Reading read(byte[] bytes) {
        return ClientHello.read(Unpooled.wrappedBuffer(bytes));
    }

    @Test
    void whatTheClientSaysIsRead() throws Exception {
        var hello = read(hello("Shop.Lab.TEST", "TLSv1.2", "TLSv1.3")).hello().orElseThrow();
        assertThat(hello.serverName()).contains("shop.lab.test");
        assertThat(hello.protocols()).containsExactly("h2", "http/1.1");
        assertThat(hello.versions()).containsExactlyInAnyOrder(ClientHello.TLS_1_2, ClientHello.TLS_1_3);
        assertThat(hello.cipherSuites()).contains(0x1301, 0xc02f);
        assertThat(hello.legacyVersion()).isEqualTo(ClientHello.TLS_1_2);
        assertThat(hello.speaks(ClientHello.TLS_1_3)).isTrue();
        assertThat(hello.speaks(ClientHello.TLS_1_1)).isFalse();
    }

    @Test
    void withoutItsListAVersionStandsForAllBefore() {
        var hello = read(record(old(0x0302, ""))).hello().orElseThrow();
        assertThat(hello.speaks(ClientHello.TLS_1_0)).isTrue();
        assertThat(hello.speaks(ClientHello.TLS_1_1)).isTrue();
        assertThat(hello.speaks(ClientHello.TLS_1_2)).isFalse();
        assertThat(hello.serverName()).isEmpty();
    }

    @Test
    void everyBeginningIsIncompleteAndReadingConsumesNothing() throws Exception {
        var bytes = hello("lab.test", "TLSv1.3");
        for (int length = 0; length < bytes.length; length++) {
            var beginning = Unpooled.wrappedBuffer(bytes, 0, length);
            assertThat(ClientHello.read(beginning).state()).isEqualTo(State.INCOMPLETE);
            assertThat(beginning.readableBytes()).isEqualTo(length);
        }
        assertThat(read(bytes).state()).isEqualTo(State.COMPLETE);
    }

    @Test
    void aHelloInManyRecordsIsJoined() throws Exception {
        var bytes = hello("lab.test", "TLSv1.2", "TLSv1.3");
        ByteBuf many = Unpooled.buffer();
        for (int at = 5; at < bytes.length; at += 3) {
            int length = Math.min(3, bytes.length - at);
            many.writeBytes(new byte[] {22, 3, 1, 0, (byte) length}).writeBytes(bytes, at, length);
            assertThat(ClientHello.read(many).state())
                    .isEqualTo(at + length < bytes.length ? State.INCOMPLETE : State.COMPLETE);
        }
        assertThat(ClientHello.read(many).hello().orElseThrow().serverName()).contains("lab.test");
    }

    @Test
    void namesThatAreNoneAreAbsent() {
        assertThat(read(record(old(0x0303, "lab.test."))).hello().orElseThrow().serverName())
                .contains("lab.test");
        assertThat(read(record(old(0x0303, "a b"))).hello().orElseThrow().serverName())
                .isEmpty();
        assertThat(read(record(old(0x0303, "a\r\nb"))).hello().orElseThrow().serverName())
                .isEmpty();
    }

    @Test
    void whatIsNoClientHelloIsMalformed() {
        assertThat(read("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII))
                        .state())
                .isEqualTo(State.MALFORMED);
        assertThat(read(new byte[] {22, 3, 1, 0, 0}).state()).isEqualTo(State.MALFORMED);
        assertThat(read(new byte[] {22, 3, 1, 0x40, 1, 1}).state()).isEqualTo(State.MALFORMED);
        assertThat(read(new byte[] {22, 3, 1, 0, 4, 2, 0, 0, 0}).state()).isEqualTo(State.MALFORMED);
        assertThat(read(new byte[] {22, 3, 1, 0, 4, 1, 0x7f, 0, 0}).state()).isEqualTo(State.MALFORMED);
        assertThat(read(new byte[] {22, 3, 1, 0, 5, 1, 0, 0, 1, 3}).state()).isEqualTo(State.MALFORMED);
    }

    @Test
    void brokenBytesNeverThrow() throws Exception {
        var random = new Random(1);
        var good = hello("lab.test", "TLSv1.2", "TLSv1.3");
        for (int i = 0; i < 20_000; i++) {
            var bytes = good.clone();
            for (int j = 0; j < 1 + random.nextInt(4); j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertThat(read(bytes).state()).isNotNull();
        }
    }

    /** A name that ends behind its list, a list behind its extension, an extension behind all of them, half a suite. */
    @Test
    void whatEndsBehindWhatHoldsItIsMalformed() {
        int suites = 2 + 32 + 1;
        int name = 50;
        for (int length : new int[] {name, name - 3, name - 5, name - 9, suites}) {
            var body = old(0x0303, "lab.test").writeZero(20);
            body.setShort(length, body.getShort(length) + (length == suites ? 1 : 3));
            assertThat(read(record(body)).state()).as("length at %s", length).isEqualTo(State.MALFORMED);
        }
    }

    /** pre_shared_key with one identity, "abc", whose SHA-256 FIPS 180 gives. */
    @Test
    void theFirstTicketIsKeptAsItsDigest() {
        assertThat(read(record(offering(3, "abc"))).hello().orElseThrow().ticket())
                .contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(read(record(offering(30, "abc"))).state()).isEqualTo(State.MALFORMED);
        assertThat(read(record(offering(0xffff, "abc"))).state()).isEqualTo(State.MALFORMED);
    }

    private static ByteBuf offering(int length, String ticket) {
        var body = old(0x0303, "");
        int identity = 2 + ticket.length() + 4;
        body.writeShort(4 + 2 + identity)
                .writeShort(41)
                .writeShort(2 + identity)
                .writeShort(identity);
        body.writeShort(length).writeCharSequence(ticket, StandardCharsets.US_ASCII);
        return body.writeInt(0);
    }

    @Test
    void brokenBytesAreReadInOneRecordAsInMany() throws Exception {
        var random = new Random(2);
        var good = hello("lab.test", "TLSv1.2", "TLSv1.3");
        for (int i = 0; i < 2_000; i++) {
            var bytes = good.clone();
            bytes[9 + random.nextInt(bytes.length - 9)] = (byte) random.nextInt();
            ByteBuf two =
                    Unpooled.buffer().writeBytes(new byte[] {22, 3, 1, 0, 7}).writeBytes(bytes, 5, 7);
            two.writeBytes(bytes, 0, 3).writeShort(bytes.length - 12).writeBytes(bytes, 12, bytes.length - 12);
            assertThat(ClientHello.read(two)).isEqualTo(read(bytes));
        }
    }

    @Test
    void theFirstByteTellsTlsFromPlainHttp() {
        assertThat(ClientHello.beginsTls((byte) 0x16)).isTrue();
        assertThat(ClientHello.beginsTls((byte) 0x80)).isTrue();
        assertThat(ClientHello.beginsTls((byte) 'G')).isFalse();
        assertThat(ClientHello.beginsTls((byte) 0x15)).isFalse();
    }

    /** A ClientHello body with one suite and, for a name that is not empty, server_name. */
    private static ByteBuf old(int version, String name) {
        var body = Unpooled.buffer().writeShort(version).writeZero(32).writeByte(0);
        body.writeShort(2).writeShort(0xc02f).writeByte(1).writeByte(0);
        if (!name.isEmpty()) {
            int length = name.length();
            body.writeShort(length + 9).writeShort(0).writeShort(length + 5).writeShort(length + 3);
            body.writeByte(0).writeShort(length).writeCharSequence(name, StandardCharsets.US_ASCII);
        }
        return body;
    }

    private static byte[] record(ByteBuf body) {
        int length = body.readableBytes();
        var record = Unpooled.buffer().writeByte(22).writeShort(0x0301).writeShort(length + 4);
        record.writeByte(1).writeMedium(length).writeBytes(body);
        return io.netty.buffer.ByteBufUtil.getBytes(record);
    }
}
