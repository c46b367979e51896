package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.util.ResourceLeakDetector;
import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.LabConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A configuration that cannot be started leaves nothing of itself behind, and the one before it as it was. */
@Isolated("counts what the whole process holds")
@Tag("wire")
class ReloadWireTest {

    private static final String SERVER = "server { listen LISTEN; return one; }";

    @TempDir
    private static Path shared;

    private StreamLab lab;

    @BeforeEach
    void serve() throws Exception {
        lab = new StreamLab(shared, SERVER, "tls_engine=openssl");
        // Its own threads and contexts are gone then.
        lab.server().warm().get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        lab.close();
    }

    private LabConfig next(String stream) throws Exception {
        var file = Files.writeString(lab.folder().resolve("next.conf"), "events {} stream {\n" + stream + "\n}");
        return ConfigReader.read(file, Optional.empty(), List.of("tls_engine=openssl"));
    }

    private void assertThatItServes() throws Exception {
        try (var client = lab.client()) {
            assertThat(StreamLab.rest(client)).isEqualTo("oneFIN");
        }
    }

    private static Set<Thread> threads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    /**
     * BoringSSL's contexts that have not been given back; every one is tracked in tests. Those of servers of other tests
     * may still be given back while this one runs: what counts are the ones that were not there before.
     */
    private static Set<Object> contexts() throws ReflectiveOperationException {
        var detector = ReferenceCountedOpenSslContext.class.getDeclaredField("leakDetector");
        detector.setAccessible(true);
        var tracked = ResourceLeakDetector.class.getDeclaredField("allLeaks");
        tracked.setAccessible(true);
        return new HashSet<>((Collection<?>) tracked.get(detector.get(null)));
    }

    @Test
    void aBugEndsTheWorkersThatWereMade() throws Exception {
        var config = next("server { listen 127.0.0.1:0 ssl; return two; }");
        var before = threads();
        // A folder that is none: what goes wrong is no ConfigException.
        assertThatThrownBy(() -> lab.server().successor(config, Logs.open(config), null))
                .isInstanceOf(RuntimeException.class);
        for (var thread : threads()) {
            if (!before.contains(thread) && thread.getName().startsWith("worker")) {
                thread.join(TimeUnit.SECONDS.toMillis(20));
                assertThat(thread.isAlive()).isFalse();
            }
        }
        assertThatItServes();
    }

    @Test
    void theContextsOfARefusedStreamAreGivenBack() throws Exception {
        var config = next("""
                server { listen 127.0.0.1:0 ssl; return two; }
                server { listen 127.0.0.2:0; proxy_pass 127.0.0.1:1; proxy_ssl on; proxy_ssl_verify on; }""");
        var before = contexts();
        assertThatThrownBy(() -> lab.server()
                        .successor(
                                config,
                                Logs.open(config),
                                shared.resolve("certs").toAbsolutePath()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no proxy_ssl_trusted_certificate");
        assertThat(before).containsAll(contexts());
        assertThatItServes();
    }
}
