package io.waflab.proxy;

import io.netty.channel.IoHandlerContext;

/** Lets a turn of an event loop end without waiting, so that nobody asks until when it might. */
enum AtOnce implements IoHandlerContext {
    TURN;

    @Override
    public boolean canBlock() {
        return false;
    }

    @Override
    public long delayNanos(long now) {
        return 0;
    }

    @Override
    public long deadlineNanos() {
        return -1;
    }
}
