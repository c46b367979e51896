package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.connection.Happened;

/**
 * Takes what is there of a body that is to be passed on as it comes. Bounded: more than fits is passed on.
 *
 * @param fits bytes that may be held
 * @param passOn goes on without waiting for the rest
 */
record FirstBody(Exchange exchange, RequestStore store, long fits, Runnable passOn) implements WantedBody {

    @Override
    public void piece(ByteBuf bytes) {
        store.add(bytes);
    }

    @Override
    public void more() {
        exchange.carrier().happened(Happened.BODY_READ);
        if (store.length() > fits) {
            passOn.run();
        }
    }

    @Override
    public void end() {
        exchange.carrier().happened(Happened.BODY_END);
        exchange.stored();
    }

    @Override
    public boolean isPaced() {
        return true;
    }

    @Override
    public boolean isKept() {
        return true;
    }
}
