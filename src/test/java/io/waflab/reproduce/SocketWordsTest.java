package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class SocketWordsTest {

    @Test
    void placesAreWrittenWithoutASlash() {
        assertThat(SocketWords.place(new InetSocketAddress("127.0.0.1", 80))).isEqualTo("127.0.0.1:80");
        assertThat(SocketWords.place(new InetSocketAddress("::1", 80))).isEqualTo("[0:0:0:0:0:0:0:1]:80");
        assertThat(SocketWords.place("::1", 80)).isEqualTo("[::1]:80");
        assertThat(SocketWords.place("lab.test", 80)).isEqualTo("lab.test:80");
    }

    @Test
    void reasonsHaveNoNamesOfClasses() {
        var chain = new CertificateException("unable to find valid certification path to requested target");

        assertThat(SocketWords.reason(new SSLException("PKIX path building failed: " + chain, chain)))
                .isEqualTo("PKIX path building failed: unable to find valid certification path to requested target");
        assertThat(SocketWords.reason(new IOException(new IOException("broken pipe"))))
                .isEqualTo("broken pipe");
        assertThat(SocketWords.reason(new IOException("conf/a.b.Connection: refused")))
                .isEqualTo("conf/a.b.Connection: refused");
        assertThat(SocketWords.reason(new UnresolvedAddressException())).isEqualTo("unresolved address");
    }
}
