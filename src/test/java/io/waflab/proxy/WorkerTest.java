package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerTest {

    private final DefaultEventLoop loop = new DefaultEventLoop(new DefaultThreadFactory("loop", true));
    private final Worker worker = new Worker(loop, null);
    private final List<String> told = new ArrayList<>();

    /** The test's thread is that which waits for the disk. */
    private final Executor disk = Runnable::run;

    @Test
    void whatCameOfWorkElsewhereIsToldOnTheLoop() throws Exception {
        away(() -> "done");
        end();
        assertThat(told).containsExactly("done on the loop");
    }

    @Test
    void whatFailsElsewhereIsToldOnTheLoopWhateverItThrows() throws Exception {
        away(() -> {
            throw new IOException("no disk");
        });
        away(() -> {
            throw new IllegalStateException("a defect");
        });
        away(() -> {
            throw new OutOfMemoryError("no memory");
        });
        end();
        assertThat(told).containsExactly("no disk on the loop", "a defect on the loop", "no memory on the loop");
    }

    @Test
    void whereTheLoopHasEndedNobodyIsTold() throws Exception {
        end();
        assertThat(worker.hand(() -> told.add("handed"))).isFalse();
        away(() -> "done");
        away(() -> {
            throw new IOException("no disk");
        });
        assertThat(told).isEmpty();
    }

    @Test
    void whatNobodyIsToldOfIsReleased() throws Exception {
        end();
        var piece = Unpooled.buffer(1);
        worker.<ByteBuf>away(disk, () -> piece, ByteBuf::release, failure -> {});
        assertThat(piece.refCnt()).isZero();
    }

    private void away(Callable<String> work) {
        worker.away(disk, work, this::tell, failure -> tell(failure.getMessage()));
    }

    private void tell(String what) {
        told.add(what + (loop.inEventLoop() ? " on the loop" : " elsewhere"));
    }

    private void end() throws InterruptedException {
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).sync();
    }
}
