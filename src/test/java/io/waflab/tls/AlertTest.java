package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertTest {

    @Test
    void anAlertHasTheNameAndNumberOfTheRfc() {
        assertThat(Alert.UNRECOGNIZED_NAME.word()).isEqualTo("unrecognized_name");
        assertThat(Alert.of(112)).contains(Alert.UNRECOGNIZED_NAME);
        assertThat(Alert.of(255)).isEmpty();
    }

    /** As OpenSSL 3.0 under nginx answers ClientHellos of these versions. */
    @ParameterizedTest
    @CsvSource({"0x0301, 15030100020270", "0x0302, 15030200020270", "0x0303, 15030300020270", "0x0304, 15030300020270"})
    void aPlaintextAlertHasTheVersionOfTheClientHello(String version, String bytes) {
        int legacy = Integer.decode(version);
        var hello = new ClientHello(legacy, List.of(legacy), false, Optional.empty(), List.of(), List.of());
        var record = Alert.UNRECOGNIZED_NAME.fatalRecord(UnpooledByteBufAllocator.DEFAULT, hello);
        assertThat(ByteBufUtil.hexDump(record)).isEqualTo(bytes);
        record.release();
    }

    @Test
    void thePeersAlertIsFoundInWhatEachEngineThrows() {
        var boringSsl = new SSLException("error:10000418:SSL routines:OPENSSL_internal:TLSV1_ALERT_UNKNOWN_CA");
        var old = new SSLException("error:10000412:SSL routines:OPENSSL_internal:SSLV3_ALERT_BAD_CERTIFICATE");
        var jdk = new SSLHandshakeException("(certificate_unknown) Received fatal alert: certificate_unknown");
        var bouncyCastle = new SSLException("wrapped", new TlsFatalAlertReceived((short) 45));
        assertThat(Alert.receivedIn(new RuntimeException(boringSsl))).contains(Alert.UNKNOWN_CA);
        assertThat(Alert.receivedIn(old)).contains(Alert.BAD_CERTIFICATE);
        assertThat(Alert.receivedIn(jdk)).contains(Alert.CERTIFICATE_UNKNOWN);
        assertThat(Alert.receivedIn(bouncyCastle)).contains(Alert.CERTIFICATE_EXPIRED);
        assertThat(Alert.receivedIn(new SSLHandshakeException("no cipher suites in common")))
                .isEmpty();
    }
}
