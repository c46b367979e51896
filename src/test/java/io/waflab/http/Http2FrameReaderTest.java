package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.waflab.connection.Http2Error;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class Http2FrameReaderTest {

    private static final String PREFACE = ByteBufUtil.hexDump(Http2FrameReader.PREFACE);

    private final Told told = new Told();
    private final Http2FrameReader reader = new Http2FrameReader(told, HeadLimits.DEFAULT);

    @Test
    void framesAreToldTheSameHoweverTheyAreSplit() throws Http2Failure {
        var all = PREFACE
                + frame(4, 0, 0, "000300000064" + "0004 0000ffff".replace(" ", ""))
                + frame(4, 1, 0, "")
                + frame(1, 0x29, 1, "02" + "00000000" + "10" + "8286" + "0000")
                + frame(9, 0x4, 1, "84")
                + frame(0, 0x8, 1, "01" + "616263" + "00")
                + frame(0, 0x1, 1, "64")
                + frame(6, 0, 0, "0102030405060708")
                + frame(6, 1, 0, "0102030405060708")
                + frame(8, 0, 0, "00000005")
                + frame(2, 0, 3, "0000000010")
                + frame(3, 0, 3, "00000008")
                + frame(7, 0, 0, "0000000300000002" + "6279")
                + frame(0x10, 0, 0, "0000");
        var expected = List.of(
                "setting 3=100",
                "setting 4=65535",
                "settings end",
                "settings ack",
                "headers 1 on 0 end",
                "block 1 828684",
                "data 1 5 with 2",
                "abc",
                "data 1 1",
                "d end",
                "ping 102030405060708",
                "window 0 5",
                "priority",
                "reset 3 8",
                "goaway 3 2",
                "unknown 16");
        for (int part : new int[] {1, 2, 3, 7, 10_000}) {
            var seen = new Told();
            feed(new Http2FrameReader(seen, HeadLimits.DEFAULT), all, part);
            assertThat(seen.joined()).as("in parts of %d", part).isEqualTo(expected);
        }
    }

    @Test
    void whatBreaksFramesEndsTheConnectionWithNginxsCode() {
        assertThat(failure(frame(0, 8, 1, ""))).isEqualTo(Http2Error.FRAME_SIZE_ERROR);
        assertThat(failure(frame(0, 8, 1, "05" + "00"))).isEqualTo(Http2Error.PROTOCOL_ERROR);
        assertThat(failure(frame(0, 0, 0, "00"))).isEqualTo(Http2Error.PROTOCOL_ERROR);
        assertThat(failure(frame(1, 5, 1, ""))).isEqualTo(Http2Error.FRAME_SIZE_ERROR);
        assertThat(failure(frame(1, 0x2c, 1, "0000"))).isEqualTo(Http2Error.FRAME_SIZE_ERROR);
        assertThat(failure(frame(1, 0xc, 1, "05" + "82"))).isEqualTo(Http2Error.PROTOCOL_ERROR);
        assertThat(failure(frame(1, 0x1, 1, "82") + frame(0, 0, 1, ""))).isEqualTo(Http2Error.PROTOCOL_ERROR);
        assertThat(failure(frame(1, 0x1, 1, "82") + frame(9, 4, 3, ""))).isEqualTo(Http2Error.PROTOCOL_ERROR);
        assertThat(failure(frame(2, 0, 1, "00000000"))).isEqualTo(Http2Error.FRAME_SIZE_ERROR);
        assertThat(failure(frame(2, 0, 1, "0000000110"))).isEqualTo(Http2Error.PROTOCOL_ERROR);
        assertThat(failure(frame(2, 0, 0, "0000000110"))).isEqualTo(Http2Error.PROTOCOL_ERROR);
        assertThat(failure(frame(3, 0, 1, "000000"))).isEqualTo(Http2Error.FRAME_SIZE_ERROR);
        assertThat(failure(frame(3, 0, 0, "00000000"))).isEqualTo(Http2Error.PROTOCOL_ERROR);
        assertThat(failure(frame(4, 0, 0, "00"))).isEqualTo(Http2Error.FRAME_SIZE_ERROR);
        assertThat(failure(frame(4, 1, 0, "000000000000"))).isEqualTo(Http2Error.FRAME_SIZE_ERROR);
        assertThat(failure(frame(4, 0, 1, ""))).isEqualTo(Http2Error.PROTOCOL_ERROR);
        assertThat(failure(frame(5, 0, 1, ""))).isEqualTo(Http2Error.PROTOCOL_ERROR);
        assertThat(failure(frame(6, 0, 0, "00"))).isEqualTo(Http2Error.FRAME_SIZE_ERROR);
        assertThat(failure(frame(6, 0, 1, "0000000000000000"))).isEqualTo(Http2Error.PROTOCOL_ERROR);
        assertThat(failure(frame(7, 0, 0, "00"))).isEqualTo(Http2Error.FRAME_SIZE_ERROR);
        assertThat(failure(frame(7, 0, 1, "0000000000000000"))).isEqualTo(Http2Error.PROTOCOL_ERROR);
        assertThat(failure(frame(8, 0, 0, "00"))).isEqualTo(Http2Error.FRAME_SIZE_ERROR);
        assertThat(failure(frame(8, 0, 0, "00000000"))).isEqualTo(Http2Error.PROTOCOL_ERROR);
        assertThat(failure(frame(9, 4, 1, "82"))).isEqualTo(Http2Error.PROTOCOL_ERROR);
    }

    @Test
    void anotherPrefaceIsRefusedAfterSixteenOctets() {
        assertThat(catchThrowableOfType(
                                Http2Failure.class,
                                () -> feed(reader, ByteBufUtil.hexDump("GET / HTTP/1.1\r\n".getBytes()), 100))
                        .error())
                .isEqualTo(Http2Error.PROTOCOL_ERROR);
    }

    @Test
    void aHeaderBlockHasALimitHoweverLittleItHolds() {
        var many = "3fe11f".repeat(50_000);
        assertThat(failure(frame(1, 5, 1, many))).isEqualTo(Http2Error.ENHANCE_YOUR_CALM);
    }

    @Test
    void itKnowsWhenItWaitsForTheRestOfAFrame() throws Http2Failure {
        assertThat(reader.isBetweenFrames()).isTrue();
        feed(reader, PREFACE.substring(0, 10), 5);
        assertThat(reader.isBetweenFrames()).isFalse();
        feed(reader, PREFACE.substring(10), 5);
        assertThat(reader.isBetweenFrames()).isTrue();
        feed(reader, frame(1, 1, 1, "82"), 100);
        assertThat(reader.isBetweenFrames()).isFalse();
        assertThat(reader.openHeaders()).isEqualTo(1);
        feed(reader, frame(9, 4, 1, "84"), 100);
        assertThat(reader.isBetweenFrames()).isTrue();
        assertThat(reader.openHeaders()).isZero();
    }

    @Test
    void skippedHeadersAreNotLookedAt() throws Http2Failure {
        told.skips = true;
        feed(reader, PREFACE + frame(1, 5, 1, "ff") + frame(6, 0, 0, "0000000000000001"), 3);
        assertThat(told.joined()).containsExactly("ping 1");
    }

    private static String frame(int type, int flags, int stream, String payload) {
        return String.format("%06x%02x%02x%08x", payload.length() / 2, type, flags, stream) + payload;
    }

    private static Http2Error failure(String frames) {
        return catchThrowableOfType(
                        Http2Failure.class,
                        () -> feed(new Http2FrameReader(new Told(), HeadLimits.DEFAULT), PREFACE + frames, 100_000))
                .error();
    }

    private static void feed(Http2FrameReader reader, String hex, int part) throws Http2Failure {
        var octets = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
        while (octets.isReadable()) {
            reader.read(octets.readSlice(Math.min(part, octets.readableBytes())));
        }
    }

    private static final class Told implements Http2Frames {

        private final List<String> all = new ArrayList<>();
        private boolean skips;

        /** Pieces of one frame are one. */
        List<String> joined() {
            var joined = new ArrayList<String>();
            for (var one : all) {
                int last = joined.size() - 1;
                if (one.startsWith("+") && joined.get(last).startsWith("+")) {
                    joined.set(last, joined.get(last) + one.substring(1));
                } else {
                    joined.add(one);
                }
            }
            joined.replaceAll(one -> one.startsWith("+") ? one.substring(1) : one);
            return joined;
        }

        @Override
        public void data(int stream, int length, int padding) {
            all.add("data " + stream + " " + length + (padding > 0 ? " with " + padding : ""));
        }

        @Override
        public void piece(int stream, ByteBuf bytes, boolean endStream) {
            all.add("+" + bytes.toString(java.nio.charset.StandardCharsets.US_ASCII) + (endStream ? " end" : ""));
        }

        @Override
        public boolean skipsHeaders() {
            return skips;
        }

        @Override
        public void headers(int stream, int dependency, boolean endStream) {
            all.add("headers " + stream + " on " + dependency + (endStream ? " end" : ""));
        }

        @Override
        public void block(int stream, ByteBuf block) {
            all.add("block " + stream + " " + ByteBufUtil.hexDump(block));
        }

        @Override
        public void priority() {
            all.add("priority");
        }

        @Override
        public void reset(int stream, long code) {
            all.add("reset " + stream + " " + code);
        }

        @Override
        public void setting(int id, long value) {
            all.add("setting " + id + "=" + value);
        }

        @Override
        public void settingsEnd() {
            all.add("settings end");
        }

        @Override
        public void settingsAcknowledged() {
            all.add("settings ack");
        }

        @Override
        public void ping(long opaque) {
            all.add("ping " + Long.toHexString(opaque));
        }

        @Override
        public void goAway(int lastStream, long code) {
            all.add("goaway " + lastStream + " " + code);
        }

        @Override
        public void window(int stream, int increment) {
            all.add("window " + stream + " " + increment);
        }

        @Override
        public void unknown(int type) {
            all.add("unknown " + type);
        }
    }
}
