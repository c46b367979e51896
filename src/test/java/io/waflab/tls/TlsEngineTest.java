package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.config.ConfigException;
import io.waflab.config.Origin;
import org.junit.jupiter.api.Test;

class TlsEngineTest {

    private static final Origin HERE = new Origin("lab.conf", 3);
    private static final Throwable NO_LIBRARY = new UnsatisfiedLinkError("no netty_tcnative in path\nmore");

    @Test
    void autoTakesOpensslWhereItsLibraryLoads() throws Exception {
        var choice = TlsEngine.choose("auto", HERE, null);
        assertThat(choice.engine()).isEqualTo(TlsEngine.OPENSSL);
        assertThat(choice.reason()).startsWith("auto took openssl (BoringSSL");
    }

    @Test
    void autoTakesBctlsElsewhereAndSaysWhy() throws Exception {
        var choice = TlsEngine.choose("auto", HERE, NO_LIBRARY);
        assertThat(choice.engine()).isEqualTo(TlsEngine.BCTLS);
        assertThat(choice.reason())
                .isEqualTo("auto took bctls: the native library did not load: no netty_tcnative in path");
    }

    @Test
    void opensslWithoutItsLibraryIsRefused() {
        assertThatThrownBy(() -> TlsEngine.choose("openssl", HERE, NO_LIBRARY))
                .isInstanceOf(ConfigException.class)
                .hasMessage("lab.conf:3: tls_engine openssl cannot run here: the native library did not load:"
                        + " no netty_tcnative in path (expected auto, bctls or jdk)");
    }

    @Test
    void anEngineIsTakenByItsWord() throws Exception {
        for (var engine : TlsEngine.values()) {
            assertThat(TlsEngine.choose(engine.word(), HERE, null).engine()).isEqualTo(engine);
        }
        assertThatThrownBy(() -> TlsEngine.choose("schannel", HERE, null))
                .hasMessage("lab.conf:3: tls_engine \"schannel\" (expected auto, openssl, bctls or jdk)");
    }
}
