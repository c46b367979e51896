package io.waflab.cli;

import java.util.concurrent.CountDownLatch;

/** What a command does until it ends by itself, or a signal ends it early: the process then waits until it is over. */
final class Job {

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean interrupted;

    private Job() {}

    /** @param ask tells whoever works to end early */
    static Job begin(Runnable ask) {
        var job = new Job();
        SignalHook.ofJob(
                () -> {
                    job.interrupted = true;
                    ask.run();
                },
                job.finished);
        return job;
    }

    /** That of this thread, which is interrupted. */
    static Job ofThisThread() {
        return begin(Thread.currentThread()::interrupt);
    }

    /** Whether a signal has asked for the end. */
    boolean isInterrupted() {
        return interrupted;
    }

    /** All is told: the process may end. To be called however the work ends. */
    void over() {
        finished.countDown();
    }
}
