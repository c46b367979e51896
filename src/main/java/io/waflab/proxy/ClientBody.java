package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.config.Units;
import io.waflab.http.ChunkedReader;
import io.waflab.http.RequestHead;

/** The body of one request from the client, and where it goes: stored, passed on as it comes, or dropped. */
final class ClientBody {

    /** LF, {@code 0}, LF, LF: the shortest end of a chunked body. */
    private static final int BEHIND_A_CHUNK = 4;

    private final Exchange exchange;
    private final RequestHead head;
    private RequestBody body;
    private RequestStore store;
    private boolean storing;
    private boolean stored;
    private boolean passing;
    private boolean unwanted;
    private boolean answered;
    private String length = "";

    ClientBody(Exchange exchange) {
        this.exchange = exchange;
        head = exchange.head();
    }

    /** Bytes of it that somebody wanted, framing included. */
    long consumed() {
        return body == null ? 0 : body.consumed();
    }

    /** An answer is begun that will have it dropped, what came of it already at once. */
    void answered() {
        answered = true;
    }

    /**
     * {@code $content_length}: as the client says it. Else nginx knows a body that it has read; of a chunked one that it drops, 0
     * behind its end, and before that how much it wants to see next. What it knew once stays (ngx_http_variable_content_length).
     */
    String length() {
        var said = head.find("content-length");
        if (said != null) {
            return said;
        }
        if (length.isEmpty() && head.hasBody()) {
            length = known();
        }
        return length;
    }

    private String known() {
        if (stored) {
            return Long.toString(store.length());
        }
        boolean http1 = exchange.carrier() == exchange.connection();
        if (!http1 || !head.chunked()) {
            return "";
        }
        if (passing) {
            return body.ended() && !unwanted ? Long.toString(body.received()) : "";
        }
        return answered || unwanted ? wantedNext() : "";
    }

    /** ngx_http_discard_request_body_filter. */
    private String wantedNext() {
        var chunks = body == null ? exchange.carrier().chunksAhead() : body.chunks();
        if (body != null && body.ended() || chunks.filter(ChunkedReader::ended).isPresent()) {
            return "0";
        }
        var buffer = exchange.route()
                .settings()
                .words(Directive.LARGE_CLIENT_HEADER_BUFFERS)
                .get(1);
        long rest = chunks.map(ChunkedReader::rest).orElse(0L) + BEHIND_A_CHUNK;
        return Long.toString(Math.max(Units.size(buffer), rest));
    }

    /** Whether it is there whole, or there is none to come. */
    boolean isThere() {
        return !head.hasBody() || stored || unwanted || body != null;
    }

    /** Whether it is being dropped, was refused, or could not be kept. */
    boolean isUnwanted() {
        return unwanted;
    }

    /** The whole of it, once it was stored; {@link RequestStore#EMPTY} for none. */
    RequestStore whole() {
        return stored ? store : RequestStore.EMPTY;
    }

    /** {@code $request_body}: where it is in memory, all of it, or what had come when the client left. */
    String text() {
        boolean begun = storing && !unwanted && !store.inFile();
        return stored || begun ? store.text() : "";
    }

    /** Takes it whole; {@link Exchange#stored} follows. */
    void store(long most) {
        store = new RequestStore(exchange);
        storing = true;
        read(new RequestBody(head, most, new StoredBody(exchange, store)));
    }

    /** nginx's line about chunks that are more than client_max_body_size; frames of HTTP/2 have their own. */
    void tellTooLarge() {
        if (body.chunks().isPresent()) {
            exchange.log("error", "client intended to send too large chunked body: " + body.excess() + " bytes");
        }
    }

    /** It is there whole. */
    void isStored() {
        stored = true;
    }

    /**
     * Passes it on as it comes; but one that the socket has whole, and that fits in client_body_buffer_size, is as a
     * stored one, {@code $request_body} with it (ngx_http_read_client_request_body).
     */
    void pass(UpstreamCall call, long most) {
        store = RequestStore.inMemory(exchange);
        long fits = exchange.route().settings().size(Directive.CLIENT_BODY_BUFFER_SIZE);
        read(new RequestBody(head, most, new FirstBody(exchange, store, fits, () -> passOn(call))));
        exchange.connection().worker().loop().execute(() -> passOn(call));
    }

    private void passOn(UpstreamCall call) {
        boolean gone = exchange.isOver() || exchange.call().filter(call::equals).isEmpty();
        if (gone || passing || stored || unwanted || body.ended()) {
            return;
        }
        passing = true;
        // Until the upstream is there, and takes what is kept.
        exchange.carrier().pause(true);
        var sink = new StreamedBody(exchange, call);
        body.to(sink);
        call.begin(RequestStore.EMPTY);
        store.pieces().forEach(sink::piece);
        store.release();
        sink.more();
    }

    private void read(RequestBody next) {
        body = next;
        exchange.carrier().read(body);
    }

    /** Has what is still to come of it dropped, if anything came already. */
    void forget() {
        if (body != null && !stored) {
            unwanted = true;
            body.to(new DroppedBody(exchange.carrier(), false));
        }
    }

    /** It will not be taken, whoever answers now: no later location is asked whether it is too large. */
    void refuse() {
        unwanted = true;
    }

    /** Whether the body that an answer will have dropped is no body, as far as it has come. */
    boolean isBrokenAhead() {
        return exchange.carrier().chunksAhead().filter(ChunkedReader::malformed).isPresent();
    }

    /** Reads and drops what is still to come of it. */
    void drop() {
        boolean wrong = isBrokenAhead();
        if (body == null) {
            body = new RequestBody(head, 0, null);
        }
        unwanted = true;
        body.to(new DroppedBody(exchange.carrier(), wrong));
        exchange.carrier().read(body);
    }

    void release() {
        if (store != null) {
            store.release();
        }
    }
}
