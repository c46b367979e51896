package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.config.Directive;
import io.waflab.config.Regex;
import io.waflab.config.Server;
import io.waflab.config.Template;
import io.waflab.connection.Happened;
import io.waflab.connection.Timer;
import io.waflab.http.HttpVersion;
import io.waflab.http.RequestHead;
import io.waflab.http.ResponseHead;
import java.util.Optional;

/**
 * One request and what becomes of it: from its head to its line in the access log. {@link Phases} finds what answers it: an
 * upstream ({@link UpstreamCall}), or something of the proxy's own ({@link Answering}).
 */
final class Exchange {

    private final Carrier carrier;
    private final ProxyConnection connection;
    private final RequestHead head;
    private final Server server;
    private final long startedAt;
    private final int number;
    private final Request request;
    private final Phases phases;
    private final ClientBody body;
    private final ClientResponse response;
    /** Null while nothing of the proxy's own answers. */
    private Answering answering;

    /** Null while no upstream is asked. */
    private UpstreamCall call;
    /** Whose answer sent the request elsewhere, if one did; its fields are still known there. */
    private UpstreamCall past;
    /** Null before anything is tried. */
    private Attempts attempts;

    private boolean over;
    private final Gate gate = new Gate(this);
    private ClientAddress client;

    /**
     * @param startedAt when its first byte came, of the event loop
     * @param number its place among its connection's requests, from 1 on
     */
    Exchange(Carrier carrier, RequestHead head, Server server, long startedAt, int number) {
        this.carrier = carrier;
        connection = carrier.connection();
        this.head = head;
        this.server = server;
        this.startedAt = startedAt;
        this.number = number;
        client = connection.facts().client();
        request = new Request(this, head, connection.listener().site(server));
        var named = connection.listener().captures(connection.channel(), head.host());
        if (named.isPresent()) {
            request.scope().matched(named.get());
        }
        phases = new Phases(this, request);
        body = new ClientBody(this);
        response = new ClientResponse(this);
        connection.worker().server().counts().requested();
    }

    Carrier carrier() {
        return carrier;
    }

    /** The connection underneath its carrier. */
    ProxyConnection connection() {
        return connection;
    }

    RequestHead head() {
        return head;
    }

    Server server() {
        return server;
    }

    /** What nginx's phases know of it. */
    Request request() {
        return request;
    }

    /** What is in force: the server's before a location was found. */
    Route route() {
        return request.route();
    }

    /** {@code $uri}: another than the head's after a rewrite or a redirect inside the server. */
    String uri() {
        return request.uri();
    }

    Disk disk() {
        return new Disk(this);
    }

    ClientBody body() {
        return body;
    }

    /** What goes to the client. */
    ClientResponse response() {
        return response;
    }

    /** Whether its line is in the access log: nothing is to be done for it any more. */
    boolean isOver() {
        return over;
    }

    /** Who the client is: its socket's address, or what a trusted proxy says (realip). */
    ClientAddress client() {
        return client;
    }

    /** What the request passes before anything answers it. */
    Gate gate() {
        return gate;
    }

    /** Takes a trusted proxy's word for who the client is; the first that says it counts. */
    void findRealIp(Route there) {
        if (client.equals(connection.facts().client())) {
            client = there.realIp()
                    .find(client, head, connection.facts().proxyHeader())
                    .orElse(client);
        }
    }

    /** The request was held long enough. */
    void resume() {
        gate.resume();
    }

    Optional<UpstreamCall> call() {
        return Optional.ofNullable(call);
    }

    /** Its place among its connection's requests, from 1 on. */
    int number() {
        return number;
    }

    long startedAt() {
        return startedAt;
    }

    long received() {
        return head.length() + body.consumed();
    }

    boolean isHead() {
        return head.isHead();
    }

    /** Whether a body of unknown length can be told to the client in chunks. */
    boolean takesChunks() {
        return !clientIsHttp10() && route().settings().flag(Directive.CHUNKED_TRANSFER_ENCODING);
    }

    boolean clientIsHttp10() {
        return head.version().compareTo(HttpVersion.HTTP_11) < 0;
    }

    /** Finds what answers. */
    void begin() {
        findRealIp(request.site().route());
        phases.begin();
    }

    /** Hands the request to the location's upstream, its body first where it is to be whole. */
    void proxy() {
        var proxying = route().proxying().orElseThrow();
        boolean streams = !body.isThere() && proxying.streams(head);
        call = new UpstreamCall(this, proxying, streams);
        if (body.isThere()) {
            if (!head.hasBody()) {
                response.sendContinue();
            }
            call.begin(body.whole());
            return;
        }
        response.sendContinue();
        long most = route().settings().size(Directive.CLIENT_MAX_BODY_SIZE);
        if (streams) {
            body.pass(call, most);
        } else {
            body.store(most);
        }
    }

    /** The whole body is stored: the upstream may have it. */
    void stored() {
        body.isStored();
        call.begin(body.whole());
    }

    /** The request's own fault, found while its body was read. */
    void bodyRefused(int refusal) {
        if (carrier.life().answered()) {
            return;
        }
        if (carrier.life().headSent()) {
            // Nothing more is said of it to the client (ngx_http_upstream_finalize_request).
            carrier.happened(Happened.BODY_WRONG);
            return;
        }
        closeUpstream();
        carrier.happened(Happened.REQUEST_WRONG);
        fail(refusal);
    }

    /** Nothing here answers: the page for the status, or what error_page says. */
    void fail(int failure) {
        fail(failure, Optional.empty());
    }

    /** The same where an upstream has failed: a timer ran out, or something else happened. */
    void fail(int failure, Optional<Timer> timer) {
        answering().fail(failure, timer);
    }

    /** Answers, or does what error_page says of the answer's status. */
    void answer(Answer own) {
        answering().answer(own);
    }

    /** See {@link ErrorPages#shown}. */
    int shown(int own) {
        return answering == null ? own : answering.shown(own);
    }

    /** What of the proxy's own answers it. */
    Answering answering() {
        if (answering == null) {
            answering = new Answering(this);
        }
        return answering;
    }

    /**
     * Becomes a request for another URI of this server, or for a named location: as try_files, error_page and
     * X-Accel-Redirect name it.
     *
     * @param target {@code /uri?args} or {@code @name}
     */
    void redirectInternally(String target) {
        new InternalRedirect(this, phases).to(target);
    }

    /** The same with the arguments apart. */
    void redirectInternally(String uri, String args) {
        new InternalRedirect(this, phases).to(uri, args);
    }

    /** What answered so far is given up for another answer. */
    void giveUp() {
        if (call != null) {
            call.release();
            past = call;
            call = null;
        }
        body.forget();
    }

    /** The rules ask for the proxy's own answer. */
    void respond(int asked) {
        closeUpstream();
        answering().send(asked);
    }

    /** The rules want the rest of the body read and dropped. */
    void dropBody() {
        body.drop();
    }

    /** Bytes of the client in a tunnel. */
    void tunnelUp(ByteBuf bytes) {
        call.tunnelUp(bytes);
    }

    /** The client took something: the upstream may be read again. */
    void clientTook() {
        if (call != null) {
            call.clientTook();
        }
        if (answering != null) {
            answering.clientTook();
        }
    }

    /** The rules give up this upstream. */
    void abandon(Timer timer) {
        call.timedOut(timer);
    }

    void closeUpstream() {
        if (call != null) {
            call.close();
        }
    }

    /** A close-delimited answer to a client that knows no chunks. */
    void endsWithConnection() {
        carrier.happened(Happened.RESPONSE_UNBOUNDED);
    }

    /** A timer of the upstream's ran out; the rules are told after this. */
    void expired(Timer timer) {
        if (call != null) {
            call.expired(timer);
        }
    }

    /** The rules let the upstream be read again. */
    void readOn() {
        if (call != null) {
            call.readOn();
        }
    }

    /** Whether the client must get what is kept for it on the disk before that, which is then done. */
    boolean delivers(Runnable then) {
        return call != null && call.delivers(then);
    }

    /** Everything that was tried. */
    Attempts attempts() {
        if (attempts == null) {
            attempts = new Attempts(connection.worker().clock());
        }
        return attempts;
    }

    /** The head of the last upstream, once there is one. */
    Optional<ResponseHead> upstreamHead() {
        var last = call == null ? past : call;
        return last == null ? Optional.empty() : last.head();
    }

    String expand(Template template) {
        return request.expand(template);
    }

    /** The same behind a regular expression, whose groups the template may name. */
    String expand(Template template, Optional<Regex.Match> captures) {
        captures.ifPresent(request.scope()::matched);
        return request.expand(template);
    }

    /** The last word: the line in the access log. Told once. */
    void finish() {
        if (over) {
            return;
        }
        over = true;
        connection.worker().server().counts().answered();
        gate.release();
        RequestLog.access(this);
        response.release();
        if (call != null) {
            call.release();
        }
        if (answering != null) {
            answering.release();
        }
        body.release();
    }

    /** A line of nginx's error log about this request. */
    void log(String level, String message) {
        RequestLog.error(this, level, message);
    }
}
