package io.waflab.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Ends the process in good order when SIGTERM, SIGINT or SIGHUP asks for it. What serves until it is told to stop has then
 * done what it was to do, exit code 0. A job has not: its exit code is the signal's, {@value Main#INTERRUPTED} for Ctrl-C.
 */
final class SignalHook {

    private SignalHook() {}

    /**
     * For what serves.
     *
     * @param ask tells whoever runs to end
     * @param finished at zero when that is done
     */
    static void ofServer(Runnable ask, CountDownLatch finished) {
        install(() -> {
            if (isEndedEarly(ask, finished)) {
                Runtime.getRuntime().halt(Main.DONE);
            }
        });
    }

    /**
     * For what ends by itself; parameters as of {@link #ofServer}. The virtual machine has kept the signal's number, and when
     * the hook is done exits with 128 and that.
     */
    static void ofJob(Runnable ask, CountDownLatch finished) {
        install(() -> isEndedEarly(ask, finished));
    }

    private static void install(Runnable end) {
        Runtime.getRuntime().addShutdownHook(new Thread(end));
    }

    /** The process may also end by itself; then there is nothing to ask for. */
    private static boolean isEndedEarly(Runnable ask, CountDownLatch finished) {
        if (finished.getCount() == 0) {
            return false;
        }
        ask.run();
        try {
            finished.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return true;
    }
}
