package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.connection.Happened;

/**
 * What a body that is not wanted is given to (nginx's ngx_http_discard_request_body).
 *
 * @param wrong whether what came of it before its answer is wrong already
 */
record DroppedBody(Carrier carrier, boolean wrong) implements RequestBody.Sink {

    @Override
    public void piece(ByteBuf bytes) {
        bytes.release();
    }

    @Override
    public boolean drops() {
        return true;
    }

    @Override
    public void more() {
        carrier.happened(Happened.BODY_READ);
    }

    @Override
    public void end() {
        carrier.happened(Happened.BODY_END);
    }

    /** Where it ends cannot be known: what follows must not be taken for a request. */
    @Override
    public void malformed() {
        if (!wrong) {
            carrier.happened(Happened.DROPPED_BODY_WRONG);
        }
        carrier.happened(Happened.REQUEST_WRONG);
        end();
    }

    @Override
    public void tooLarge() {
        end();
    }
}
