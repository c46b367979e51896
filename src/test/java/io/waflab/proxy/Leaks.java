package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Hears of buffers, and of BoringSSL's contexts and engines, that were lost without being released, from Netty's leak
 * detectors, which else only log them. All tests together fail at their end where any were (META-INF/services,
 * junit-platform.properties).
 */
public final class Leaks implements BeforeAllCallback {

    private static final Queue<String> TOLD = new ConcurrentLinkedQueue<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(Namespace.create(Leaks.class)).getOrComputeIfAbsent(AtTheEnd.class);
    }

    /** Closed behind the last test. (javac -Xlint:try: close() must not declare InterruptedException.) */
    static final class AtTheEnd implements AutoCloseable {

        AtTheEnd() throws ReflectiveOperationException {
            listen("io.netty.buffer.AbstractByteBuf");
            if (OpenSsl.isAvailable()) {
                listen("io.netty.handler.ssl.ReferenceCountedOpenSslContext");
                listen("io.netty.handler.ssl.ReferenceCountedOpenSslEngine");
            }
        }

        private static void listen(String type) throws ReflectiveOperationException {
            var field = Class.forName(type).getDeclaredField("leakDetector");
            field.setAccessible(true);
            ((ResourceLeakDetector<?>) field.get(null))
                    .setLeakListener((kind, records) -> TOLD.add(kind + " " + records));
        }

        @Override
        public void close() {
            var lost = told();
            if (!lost.isEmpty()) {
                throw new AssertionError(lost.size() + " were not released: " + lost);
            }
        }
    }

    /**
     * What was lost so far, which is forgotten with that. The detector tells when it tracks another buffer after a collection,
     * of which it hears a little late: this looks for some 200 ms, or until something was told.
     */
    static List<String> told() {
        var never = new CountDownLatch(1);
        try {
            for (int i = 0; i < 20 && TOLD.isEmpty(); i++) {
                System.gc();
                never.await(10, TimeUnit.MILLISECONDS);
                ByteBufAllocator.DEFAULT.directBuffer().release();
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        var told = List.copyOf(TOLD);
        TOLD.removeAll(told);
        return told;
    }

    /** For the test of this class itself. */
    static ByteBuf lost() {
        return ByteBufAllocator.DEFAULT.directBuffer(16);
    }
}
