package io.waflab.proxy;

import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel's number of a thread, by which nginx's error log names whoever writes a line, and its workers. */
final class ThreadNumber {

    private static final long PROCESS = ProcessHandle.current().pid();

    private static final FastThreadLocal<Long> CURRENT = new FastThreadLocal<>() {
        @Override
        protected Long initialValue() {
            return read();
        }
    };

    private ThreadNumber() {}

    /** Of the calling thread; where the kernel does not say, the process's. */
    static long current() {
        return CURRENT.get();
    }

    /** Process and thread as nginx writes them: {@code 19349#19351}. */
    static String words() {
        return PROCESS + "#" + current();
    }

    private static long read() {
        try {
            return Long.parseLong(Files.readSymbolicLink(Path.of("/proc/thread-self"))
                    .getFileName()
                    .toString());
        } catch (IOException | NumberFormatException notLinux) {
            return PROCESS;
        }
    }
}
