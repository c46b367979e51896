package io.waflab.cli;

import java.util.concurrent.CountDownLatch;

/** Ends the process in good order when SIGTERM, SIGINT or SIGHUP asks for it. */
final class SignalHook {

    private SignalHook() {}

    /**
     * @param ask tells whoever runs to end
     * @param finished at zero when that is done
     */
    static void install(Runnable ask, CountDownLatch finished) {
        install(ask, finished, Main.DONE);
    }

    /** @param exitCode of the process that was asked to end */
    static void install(Runnable ask, CountDownLatch finished, int exitCode) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(ask, finished, exitCode)));
    }

    /** The process may also end by itself; then there is nothing to ask for. */
    private static void end(Runnable ask, CountDownLatch finished, int exitCode) {
        if (finished.getCount() == 0) {
            return;
        }
        ask.run();
        try {
            finished.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        // A signal's own exit code would say that something went wrong.
        Runtime.getRuntime().halt(exitCode);
    }
}
