package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class AgreedGroupTest {

    private final AgreedGroup agreed = new AgreedGroup();

    private void see(String message) {
        int size = message.length() / 2;
        agreed.see(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("160303" + String.format("%04x", size) + message)));
    }

    private static String message(String type, String body) {
        return type + String.format("%06x", body.length() / 2) + body;
    }

    @Test
    void inTls13ItIsInTheKeyShare() {
        var extensions = "002b00020304" + "0033" + "0006" + "001d" + "0002" + "abcd";
        see(message(
                "02",
                "0303" + "00".repeat(32) + "00" + "1301" + "00" + String.format("%04x", extensions.length() / 2)
                        + extensions));
        assertThat(agreed.group()).hasValue(0x001d);
    }

    @Test
    void beforeItIsInTheKeyExchange() {
        see(message("02", "0303" + "00".repeat(32) + "00" + "c02f" + "00") + message("0c", "03" + "0017" + "41"));
        assertThat(agreed.group()).hasValue(0x0017);
    }

    @Test
    void whatIsCutShortTellsNothing() {
        see(message("02", "0303"));
        agreed.see(Unpooled.wrappedBuffer(new byte[] {22, 3, 3, 0, 9, 1}));
        assertThat(agreed.group()).isEmpty();
    }

    @Test
    void whatIsBrokenInOneMessageLeavesTheNextAsItIs() {
        var extensions = "0033" + "0001" + "00" + "0033";
        see(message(
                        "02",
                        "0303" + "00".repeat(32) + "00" + "1301" + "00" + String.format("%04x", extensions.length() / 2)
                                + extensions)
                + message("0c", "03" + "0017" + "41"));
        assertThat(agreed.group()).hasValue(0x0017);
    }
}
