package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import org.junit.jupiter.api.Test;

class Http2OpeningTest {

    @Test
    void eachPathIsARequestOnAStreamOfItsOwn() {
        assertThat(ByteBufUtil.hexDump(Http2Opening.gets("/b", "/")))
                .isEqualTo(ByteBufUtil.hexDump(Http2FrameReader.PREFACE)
                        + "000000" + "04" + "00" + "00000000"
                        + "000009" + "01" + "05" + "00000001" + "8286" + "04022f62" + "010161"
                        + "000008" + "01" + "05" + "00000003" + "8286" + "04012f" + "010161"
                        + "000008" + "07" + "00" + "00000000" + "0000000000000000");
    }
}
