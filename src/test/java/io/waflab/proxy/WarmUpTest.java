package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.ConfigReader;
import io.waflab.config.LabConfig;
import io.waflab.tls.TlsEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WarmUpTest {

    private static final int AMPLE_S = 60;

    @TempDir
    Path folder;

    private LabConfig config() throws Exception {
        return ConfigReader.read(
                "http { server { listen = \"127.0.0.1:0 ssl\" } }", folder + "/waflab.conf", List.of());
    }

    private WarmUp of(TlsEngine engine) throws Exception {
        return WarmUp.of(engine, config(), folder);
    }

    /** Whichever test came first has begun it. */
    @ParameterizedTest
    @EnumSource
    void anEngineIsWarmedUpOnce(TlsEngine engine) throws Exception {
        of(engine).stop();
        assertThat(of(engine).finished()).isDone();
    }

    @ParameterizedTest
    @EnumSource
    void itEndsSoonAfterClientsAreServed(TlsEngine engine) throws Exception {
        var warmUp = WarmUp.begun(engine, config(), folder, Integer.MAX_VALUE, true);
        warmUp.serving();
        warmUp.finished().get(AMPLE_S, TimeUnit.SECONDS);
    }

    @Test
    void onOneCpuItBeginsWhenClientsAreServed() throws Exception {
        var certificates = folder.resolve("certificates");
        var warmUp = WarmUp.begun(TlsEngine.BCTLS, config(), certificates, Integer.MAX_VALUE, false);
        assertThat(certificates).doesNotExist();
        warmUp.serving();
        warmUp.finished().get(AMPLE_S, TimeUnit.SECONDS);
        assertThat(certificates).exists();
    }

    @Test
    void oneThatHasNotBegunIsStoppedAtOnce() throws Exception {
        var warmUp = WarmUp.begun(TlsEngine.BCTLS, config(), folder.resolve("none"), Integer.MAX_VALUE, false);
        warmUp.stop();
        assertThat(warmUp.finished()).isDone();
        assertThat(folder.resolve("none")).doesNotExist();
    }
}
