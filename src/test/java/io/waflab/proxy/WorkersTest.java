package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WorkersTest {

    @Test
    @Timeout(60)
    void whereAThreadCannotBeMadeThoseThatWereEnd() throws InterruptedException {
        var made = new ArrayList<Thread>();
        var loops = EndingLoop.group(4, atMost(2, made), NioIoHandler.newFactory());

        assertThatThrownBy(() -> new Workers(loops, loop -> new Worker(loop, null)))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("unable to create native thread");

        assertThat(made).hasSize(2);
        for (var thread : made) {
            thread.join();
        }
    }

    private static ThreadFactory atMost(int count, List<Thread> made) {
        var factory = new DefaultThreadFactory("worker", true);
        return task -> {
            if (made.size() == count) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            made.add(factory.newThread(task));
            return made.get(made.size() - 1);
        };
    }
}
