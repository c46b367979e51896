package io.waflab.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.BlockingQueue;

/**
 * Reads what {@code scripts/waflab} writes into standard input, a pipe: a line for each signal. When the script is gone, so
 * are its orders, and all ends.
 */
final class LauncherOrders implements AutoCloseable {

    private static final String END = "end";
    private static final Path OWN_INPUT = Path.of("/proc/self/fd/0");
    private static final long PATIENCE_MS = 100;

    private final Thread reader;

    private LauncherOrders(BlockingQueue<String> orders) {
        reader = new Thread(() -> read(orders), "orders");
        reader.setDaemon(true);
        reader.start();
    }

    static LauncherOrders to(BlockingQueue<String> orders) {
        return new LauncherOrders(orders);
    }

    private static void read(BlockingQueue<String> orders) {
        var launcher = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try {
            launcher.lines().takeWhile(line -> !line.equals(END)).forEach(orders::add);
        } catch (UncheckedIOException broken) {
            // As good as its end.
        }
        orders.add(NginxMaster.STOP);
    }

    /**
     * A Java virtual machine that ends waits up to 300 ms for a thread inside a system call (HotSpot's
     * VM_Exit::wait_for_threads_in_native_to_block), so the reader is woken by a last line through the pipe.
     */
    @Override
    public void close() {
        try {
            Files.writeString(OWN_INPUT, END + "\n", StandardOpenOption.WRITE);
            reader.join(PATIENCE_MS);
        } catch (IOException notLinux) {
            // The end only takes longer.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
