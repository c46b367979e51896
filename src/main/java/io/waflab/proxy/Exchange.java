package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.config.Directive;
import io.waflab.config.Regex;
import io.waflab.config.Server;
import io.waflab.config.Template;
import io.waflab.connection.Cause;
import io.waflab.connection.Event.Answered;
import io.waflab.connection.Event.Last;
import io.waflab.connection.Event.LastRequest;
import io.waflab.connection.Event.Refused;
import io.waflab.connection.Event.RequestRead;
import io.waflab.connection.Event.UpstreamFailed;
import io.waflab.connection.KeepAlive;
import io.waflab.connection.Timer;
import io.waflab.http.ErrorPage;
import io.waflab.http.HttpVersion;
import io.waflab.http.RequestHead;
import io.waflab.http.ResponseHead;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One request and what becomes of it: from its head to its line in the access log. {@link Phases} finds what answers it;
 * here it is answered.
 */
final class Exchange {

    private final Carrier carrier;
    private final ProxyConnection connection;
    private final RequestHead head;
    private final Server server;
    private final long startedAt;
    private final Request request;
    private final Phases phases;
    private final Disk disk;
    private final ErrorPages errorPages;
    private final ClientBody body;
    private Optional<UpstreamCall> call = Optional.empty();
    private Optional<ResponseHead> upstreamHead = Optional.empty();
    private Optional<Reply> reply = Optional.empty();
    /** Where the client is sent, even by what error_page puts in the place of a redirect (r->headers_out.location). */
    private Optional<String> location = Optional.empty();

    private Optional<RangeBody> range = Optional.empty();
    private Answer answer;
    private int status;
    private long bodySent;
    private long headSent;
    private boolean over;
    private final Gate gate = new Gate(this);
    private final ResponseRate rate = new ResponseRate(this);
    private final Attempts attempts = new Attempts();
    private final KeptFields kept = new KeptFields();
    private ClientAddress client;
    private String id = "";

    /**
     * @param startedAt when its first byte came, {@link System#nanoTime()}
     */
    Exchange(Carrier carrier, RequestHead head, Server server, long startedAt) {
        this.carrier = carrier;
        connection = carrier.connection();
        this.head = head;
        this.server = server;
        this.startedAt = startedAt;
        client = connection.facts().client();
        request = new Request(this, head, connection.listener().site(server));
        connection.listener().captures(connection.channel(), head.host()).ifPresent(request.scope()::matched);
        phases = new Phases(this, request);
        disk = new Disk(this);
        errorPages = new ErrorPages(this);
        body = new ClientBody(this);
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
        return disk;
    }

    ClientBody body() {
        return body;
    }

    /** Whether its line is in the access log: nothing is to be done for it any more. */
    boolean isOver() {
        return over;
    }

    /** Who the client is: its socket's address, or what a trusted proxy says (realip). */
    ClientAddress client() {
        return client;
    }

    /** How fast the response is to go. */
    ResponseRate rate() {
        return rate;
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
        return call;
    }

    long startedAt() {
        return startedAt;
    }

    int status() {
        return status;
    }

    void status(int sent) {
        status = sent;
    }

    long bodySent() {
        return bodySent;
    }

    long sent() {
        return headSent + bodySent;
    }

    long received() {
        return head.length() + body.received();
    }

    void countBody(long bytes) {
        bodySent += bytes;
    }

    boolean isHead() {
        return head.isHead();
    }

    boolean clientIsHttp10() {
        return head.version() != HttpVersion.HTTP_11;
    }

    /** Finds what answers. */
    void begin() {
        findRealIp(request.site().route());
        phases.begin();
    }

    /** A location was found: what it says of the connection holds (ngx_http_update_location_config). */
    void entered(Route route) {
        carrier.inForce(route.settings());
        if (carrier == connection) {
            var age = connection.chronicle().age();
            KeepAlive.last(true, connection.requests().count(), age, route.settings())
                    .ifPresent(last -> carrier.happened(new LastRequest(last)));
        }
    }

    /** Whether the body is larger than the location allows, which is then answered. */
    boolean tooLarge() {
        long most = route().settings().size(Directive.CLIENT_MAX_BODY_SIZE);
        if (most == 0 || head.contentLength() <= most || body.isUnwanted()) {
            return false;
        }
        log("error", "client intended to send too large body: " + head.contentLength() + " bytes");
        fail(413);
        return true;
    }

    /** Hands the request to the location's upstream, its body first where it is to be whole. */
    void proxy() {
        var proxying = route().proxying().orElseThrow();
        boolean streams = !body.isThere() && proxying.streams(head);
        call = Optional.of(new UpstreamCall(this, proxying, streams));
        if (body.isThere()) {
            call.get().begin(body.whole());
            return;
        }
        sendContinue();
        long most = route().settings().size(Directive.CLIENT_MAX_BODY_SIZE);
        if (streams) {
            call.get().begin(RequestStore.EMPTY);
            body.pass(call.get(), most);
        } else {
            body.store(most);
        }
    }

    /** The whole body is stored: the upstream may have it. */
    void stored() {
        body.isStored();
        call.orElseThrow().begin(body.whole());
    }

    /** Where the client waits for it. */
    private void sendContinue() {
        if (head.expectsContinue()) {
            headSent += carrier.response().sendContinue();
        }
    }

    /** The request's own fault, found while its body was read. */
    void bodyRefused(int refusal) {
        call.ifPresent(UpstreamCall::close);
        carrier.happened(new LastRequest(new Last(Cause.REQUEST_REFUSED, Optional.empty())));
        fail(refusal, Optional.empty());
    }

    /** Nothing here answers: the page for the status, or what error_page says. */
    void fail(int failure) {
        fail(failure, Optional.empty());
    }

    /**
     * The same where an upstream has failed.
     *
     * @param timer what ran out; empty for another failure
     */
    void fail(int failure, Optional<Timer> timer) {
        boolean upstream = call.isPresent() || timer.isPresent();
        boolean silent = timer.filter(out -> out == Timer.PROXY_READ).isPresent()
                && route().settings().text(Directive.GATEWAY_TIMEOUT_CLOSES).equals("silent");
        if (!silent && errorPages.redirect(failure, timer)) {
            return;
        }
        give(Answer.page(failure));
        if (upstream) {
            carrier.happened(new UpstreamFailed(failure, timer));
        } else {
            carrier.happened(new Answered(failure, ErrorPage.closes(failure)));
        }
    }

    /** The status to send where error_page overrides that of what answers. */
    int shown(int own) {
        return errorPages.shown(own);
    }

    /**
     * Becomes a request for another URI of this server, or for a named location: as try_files, error_page and
     * X-Accel-Redirect name it.
     *
     * @param target {@code /uri?args} or {@code @name}
     */
    void redirectInternally(String target) {
        if (target.startsWith("@")) {
            redirectToNamed(target);
            return;
        }
        int mark = target.indexOf('?');
        redirectInternally(mark < 0 ? target : target.substring(0, mark), mark < 0 ? "" : target.substring(mark + 1));
    }

    /** The same with the arguments apart (ngx_http_internal_redirect). */
    void redirectInternally(String uri, String args) {
        if (changesTooOften("internally redirecting to \"" + uri + "\"")) {
            return;
        }
        request.redirect(uri, args);
        phases.begin();
    }

    private void redirectToNamed(String name) {
        if (changesTooOften("redirect to named location \"" + name + "\"")) {
            return;
        }
        var location = request.site().named(name);
        if (request.uri().isEmpty() || location.isEmpty()) {
            log(
                    "error",
                    request.uri().isEmpty()
                            ? "empty URI in redirect to named location \"" + name + "\""
                            : "could not find named location \"" + name + "\"");
            fail(500);
            return;
        }
        request.redirect(location.get());
        phases.beginInLocation();
    }

    /** Says so when there were too many redirects; what answered so far is given up for the next one. */
    private boolean changesTooOften(String what) {
        upstreamHead = upstreamHead();
        call.ifPresent(UpstreamCall::release);
        call = Optional.empty();
        body.forget();
        if (!request.changesTooOften()) {
            return false;
        }
        log("error", "rewrite or internal redirection cycle while " + what);
        fail(500);
        return true;
    }

    /** Answers, or does what error_page says of the answer's status. */
    void answer(Answer own) {
        location = own.location().or(() -> location);
        if (own.isPage() && errorPages.redirect(own.status(), Optional.empty())) {
            return;
        }
        answerAsItIs(own);
    }

    /** Answers whatever error_page says of its status; but not with what the client does not want. */
    void answerAsItIs(Answer own) {
        location = own.location().or(() -> location);
        give(own);
        int failure = own.prepare(this);
        if (failure != 0) {
            fail(failure);
            return;
        }
        if (own.status() != 413) {
            sendContinue();
        }
        carrier.happened(new Answered(own.status(), ErrorPage.closes(own.status())));
    }

    private void give(Answer own) {
        if (answer != null) {
            answer.release();
        }
        answer = own;
    }

    /** The request could not be read, or may not be: its page, or what error_page of the server says. */
    void refuse(int refusal) {
        if (errorPages.has(refusal)) {
            var last = new Last(Cause.REQUEST_REFUSED, Optional.empty());
            carrier.happened(new RequestRead(false, Optional.of(last)));
            carrier.soon(() -> fail(refusal));
        } else {
            answer = Answer.page(refusal);
            carrier.happened(new Refused(refusal));
        }
    }

    /** The rules ask for the proxy's own answer. */
    void respond(int asked) {
        call.ifPresent(UpstreamCall::close);
        if (answer == null) {
            answer = Answer.page(asked);
        }
        answer.send(this);
    }

    /** The rules want the rest of the body read and dropped. */
    void dropBody() {
        body.drop();
    }

    /** Bytes of the client in a tunnel. */
    void tunnelUp(ByteBuf bytes) {
        call.orElseThrow().tunnelUp(bytes);
    }

    /** The client took something: the upstream may be read again. */
    void clientTook() {
        call.ifPresent(UpstreamCall::clientTook);
        if (answer != null) {
            answer.clientTook();
        }
    }

    /** The rules give up this upstream. */
    void abandon(Timer timer) {
        call.orElseThrow().timedOut(timer);
    }

    void closeUpstream() {
        call.ifPresent(UpstreamCall::close);
    }

    /** A close-delimited answer to a client that knows no chunks. */
    void endsWithConnection() {
        carrier.happened(new LastRequest(new Last(Cause.NORMAL_CLOSE, Optional.empty())));
    }

    /** A timer of the upstream's ran out; the rules are told after this. */
    void expired(Timer timer) {
        call.ifPresent(running -> running.expired(timer));
    }

    /** The rules let the upstream be read again. */
    void readOn() {
        call.ifPresent(UpstreamCall::readOn);
    }

    /** Whether the client must get what is kept for it on the disk before that, which is then done. */
    boolean delivers(Runnable then) {
        return call.flatMap(UpstreamCall::relay)
                .filter(relay -> relay.delivers(then))
                .isPresent();
    }

    /** Everything that was tried. */
    Attempts attempts() {
        return attempts;
    }

    /** The fields of an upstream's response that another answer keeps. */
    KeptFields kept() {
        return kept;
    }

    /** Passes 103 on where early_hints says so (ngx_http_upstream_process_early_hints). */
    void earlyHints(ResponseHead hints, Proxying proxying) {
        boolean asked = proxying.earlyHints().stream()
                .map(this::expand)
                .anyMatch(value -> !value.isEmpty() && !value.equals("0"));
        if (asked && !clientIsHttp10()) {
            headSent += carrier.response().earlyHints(hints, proxying.hidden());
        }
    }

    /** Sends the head of the response: every one goes through here. */
    void send(Reply out) {
        if (!out.isFiltered()) {
            filter(out);
        }
        status = out.status();
        range = out.cut()
                .filter(any -> out.parts().isEmpty())
                .map(cut -> new RangeBody(cut.ranges().get(0)));
        if (out.passed().isEmpty()) {
            location.ifPresent(url -> out.location(OwnUrl.absolute(this, url)));
        }
        rate.listen(out);
        carrier.response().limit(out.upgrades() ? null : rate.pace());
        headSent += carrier.response().head(out);
        connection.chronicle().responded(status);
    }

    /**
     * Has the header filters make of a head what goes to the client.
     *
     * @return the status of the page that takes its place, and keeps its fields; 0 when it goes on
     */
    int filter(Reply out) {
        kept.to(out);
        out.filtered();
        reply = Optional.of(out);
        status = out.status();
        int failure = HeaderFilters.pass(out, this);
        if (failure == 416) {
            out.remove("ETag");
            out.remove("Last-Modified");
            kept.keep(out.added());
        }
        return failure;
    }

    /** Takes a piece of a body that is sent as it comes: every one goes through here. */
    void body(ByteBuf whole) {
        var piece = range.isPresent() ? range.get().cut(whole) : whole;
        bodySent += piece.readableBytes();
        carrier.response().body(piece);
    }

    /** The head that was sent; empty before. */
    Optional<Reply> reply() {
        return reply;
    }

    /** The head of the upstream that answered last, be it that something else has answered since. */
    Optional<ResponseHead> upstreamHead() {
        return call.flatMap(UpstreamCall::head).or(() -> upstreamHead);
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
        gate.release();
        RequestLog.access(this);
        call.ifPresent(UpstreamCall::release);
        if (answer != null) {
            answer.release();
        }
        body.release();
    }

    /** A line of nginx's error log about this request. */
    void log(String level, String message) {
        RequestLog.error(this, level, message);
    }

    /** {@code $request_id}: 16 random bytes in hexadecimal. */
    String id() {
        if (id.isEmpty()) {
            var random = ThreadLocalRandom.current();
            id = String.format("%016x%016x", random.nextLong(), random.nextLong());
        }
        return id;
    }
}
