package io.waflab.proxy;

/** Where a body goes that somebody wants: what is wrong with it is the request's own fault, and is answered. */
interface WantedBody extends RequestBody.Sink {

    /** Whose body it is. */
    Exchange exchange();

    @Override
    default void malformed() {
        if (!exchange().connection().isHttp2()) {
            exchange().log("error", "client sent invalid chunked body");
        }
        exchange().bodyRefused(400);
    }

    @Override
    default void tooLarge() {
        exchange().body().tellTooLarge();
        exchange().bodyRefused(413);
    }
}
