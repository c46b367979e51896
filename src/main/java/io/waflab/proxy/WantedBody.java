package io.waflab.proxy;

/** Where a body goes that somebody wants: what is wrong with it is the request's own fault, and is answered. */
interface WantedBody extends RequestBody.Sink {

    /** Whose body it is. */
    Exchange exchange();

    @Override
    default void malformed() {
        exchange().bodyRefused(400);
    }

    @Override
    default void tooLarge() {
        exchange().bodyRefused(413);
    }
}
