package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.connection.Happened;

/** What a body that is not wanted is given to (nginx's ngx_http_discard_request_body). */
record DroppedBody(ProxyConnection connection) implements RequestBody.Sink {

    @Override
    public void piece(ByteBuf bytes) {
        bytes.release();
    }

    @Override
    public void more() {
        connection.happened(Happened.BODY_READ);
    }

    @Override
    public void end() {
        connection.happened(Happened.BODY_END);
    }

    @Override
    public void malformed() {
        end();
    }

    @Override
    public void tooLarge() {
        end();
    }
}
