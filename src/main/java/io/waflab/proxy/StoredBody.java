package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.connection.Happened;

/** Takes a request body whole before the upstream hears of the request: proxy_request_buffering on. */
record StoredBody(Exchange exchange, RequestStore store) implements WantedBody {

    @Override
    public void piece(ByteBuf bytes) {
        store.add(bytes);
    }

    @Override
    public void more() {
        exchange.carrier().happened(Happened.BODY_READ);
    }

    @Override
    public void end() {
        store.end();
        exchange.carrier().happened(Happened.BODY_END);
        store.whenWritten(exchange::stored);
    }
}
