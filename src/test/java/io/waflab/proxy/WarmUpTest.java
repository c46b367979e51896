package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.tls.TlsEngine;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WarmUpTest {

    private static final int AMPLE_S = 60;

    @Test
    void openSslNeedsNone() {
        assertThat(WarmUp.of(TlsEngine.OPENSSL).finished()).isDone();
    }

    /** Whichever test came first has begun it. */
    @ParameterizedTest
    @EnumSource(names = {"BCTLS", "JDK"})
    void anEngineIsWarmedUpOnce(TlsEngine engine) {
        WarmUp.of(engine).stop();
        assertThat(WarmUp.of(engine).finished()).isDone();
    }

    @ParameterizedTest
    @EnumSource
    void oneThatIsStoppedBeforeThereAreServersEnds(TlsEngine engine) throws Exception {
        var warmUp = new WarmUp();
        var running = new Thread(() -> warmUp.run(engine));
        running.start();
        warmUp.stop();
        warmUp.finished().get(AMPLE_S, TimeUnit.SECONDS);
        running.join();
    }

    @ParameterizedTest
    @EnumSource
    void withoutServersThereIsNothingToDo(TlsEngine engine) throws Exception {
        var warmUp = new WarmUp();
        var running = new Thread(() -> warmUp.run(engine));
        running.start();
        warmUp.with(List.of());
        warmUp.finished().get(AMPLE_S, TimeUnit.SECONDS);
        running.join();
    }
}
