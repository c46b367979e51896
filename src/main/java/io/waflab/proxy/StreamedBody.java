package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.connection.Happened;

/** Passes a request body on as it comes: proxy_request_buffering off. */
record StreamedBody(Exchange exchange, UpstreamCall call) implements WantedBody {

    @Override
    public void piece(ByteBuf bytes) {
        call.sender().piece(bytes);
    }

    @Override
    public void more() {
        exchange.carrier().happened(Happened.BODY_READ);
        call.sender().more();
    }

    @Override
    public void end() {
        exchange.carrier().happened(Happened.BODY_END);
        call.sender().end();
    }

    @Override
    public boolean isPaced() {
        return true;
    }
}
