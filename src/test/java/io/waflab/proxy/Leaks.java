package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Hears of buffers that were lost without being released, from Netty's leak detector, which else only logs them. */
final class Leaks implements AutoCloseable {

    private final Queue<String> told = new ConcurrentLinkedQueue<>();

    Leaks() throws ReflectiveOperationException {
        detector().setLeakListener((type, records) -> told.add(type + " " + records));
    }

    /**
     * What was lost so far. The detector tells when it tracks another buffer after a collection, of which it hears a little
     * late: this looks for some 200 ms, or until something was told.
     */
    List<String> told() throws InterruptedException {
        var never = new CountDownLatch(1);
        for (int i = 0; i < 20 && told.isEmpty(); i++) {
            System.gc();
            never.await(10, TimeUnit.MILLISECONDS);
            ByteBufAllocator.DEFAULT.directBuffer().release();
        }
        return List.copyOf(told);
    }

    private static ResourceLeakDetector<?> detector() throws ReflectiveOperationException {
        var field = Class.forName("io.netty.buffer.AbstractByteBuf").getDeclaredField("leakDetector");
        field.setAccessible(true);
        return (ResourceLeakDetector<?>) field.get(null);
    }

    /** For the test of this class itself. */
    static ByteBuf lost() {
        return ByteBufAllocator.DEFAULT.directBuffer(16);
    }

    @Override
    public void close() {
        try {
            detector().setLeakListener((type, records) -> {});
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
