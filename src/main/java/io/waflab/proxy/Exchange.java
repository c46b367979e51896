package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.config.Directive;
import io.waflab.config.Server;
import io.waflab.config.Template;
import io.waflab.connection.Cause;
import io.waflab.connection.Event.Answered;
import io.waflab.connection.Event.Last;
import io.waflab.connection.Event.LastRequest;
import io.waflab.connection.Event.UpstreamFailed;
import io.waflab.connection.Timer;
import io.waflab.http.ErrorPage;
import io.waflab.http.HttpVersion;
import io.waflab.http.LogEscape;
import io.waflab.http.RequestHead;
import io.waflab.http.ResponseHead;
import io.waflab.http.UpstreamUri;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** One request and what becomes of it: from its head to its line in the access log. */
final class Exchange {

    private final Carrier carrier;
    private final ProxyConnection connection;
    private final RequestHead head;
    private final Server server;
    private final long startedAt;
    private Route route;
    private String uri;
    private Optional<UpstreamCall> call = Optional.empty();
    private RequestBody body;
    private RequestStore store;
    private Answer answer;
    private int overridden;
    private boolean redirected;
    private int status;
    private long bodySent;
    private long headSent;
    private boolean over;
    private boolean addSlash;
    private final Gate gate = new Gate(this);
    private final ResponseRate rate = new ResponseRate(this);
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
        uri = head.uri();
        client = connection.facts().client();
        find();
    }

    private void find() {
        var found = connection.listener().site(server).find(server, uri);
        route = found.route();
        addSlash = found.addSlash();
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

    Route route() {
        return route;
    }

    /** {@code $uri}: another than the head's after an internal redirect. */
    String uri() {
        return uri;
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
        return head.length() + (body == null ? 0 : body.received());
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

    /** Finds what answers: the server's return, the size limit, the location's return or upstream. */
    void begin() {
        findRealIp(connection.listener().site(server).route());
        var serverAnswer = connection.listener().site(server).route().answer();
        if (serverAnswer.isPresent() && !redirected) {
            answer(Answer.of(serverAnswer.get(), this));
            return;
        }
        long most = route.settings().size(Directive.CLIENT_MAX_BODY_SIZE);
        if (most > 0 && head.contentLength() > most) {
            fail(413, Optional.empty());
            return;
        }
        if (addSlash) {
            answer(Answer.redirect(
                    301, UpstreamUri.escape(uri) + "/" + (head.args().isEmpty() ? "" : "?" + head.args())));
        } else if (route.answer().isPresent()) {
            answer(Answer.of(route.answer().get(), this));
        } else {
            gate.enter(() -> content(most));
        }
    }

    private void content(long most) {
        if (route.upstream().isPresent()) {
            proxy(most);
        } else {
            fail(404, Optional.empty());
        }
    }

    private void proxy(long most) {
        boolean streams = !redirected
                && !route.settings().flag(Directive.PROXY_REQUEST_BUFFERING)
                && !(head.chunked() && route.http10());
        call = Optional.of(new UpstreamCall(this, route.upstream().orElseThrow(), streams));
        if (!head.hasBody() || redirected) {
            call.get().begin(RequestStore.EMPTY);
            return;
        }
        sendContinue();
        if (streams) {
            var stream = new StreamedBody(this, call.get());
            body = new RequestBody(head, most, stream);
            call.get().begin(RequestStore.EMPTY);
        } else {
            store = new RequestStore(carrier, route.settings());
            body = new RequestBody(head, most, new StoredBody(this, store));
        }
        carrier.read(body);
    }

    /** The whole body is stored: the upstream may have it. */
    void stored() {
        call.orElseThrow().begin(store);
    }

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

    /** Whether the server says what to do of a status before any location is looked for. */
    boolean hasErrorPage(int refusal) {
        return connection.listener().site(server).route().errorPage(refusal).isPresent();
    }

    /** The request is refused before any location is looked for. */
    void reject(int refusal) {
        route = connection.listener().site(server).route();
        carrier.inForce(route.settings());
        fail(refusal, Optional.empty());
    }

    /** No upstream answered, or nothing here does: the page for the status, or what error_page says. */
    void fail(int failure, Optional<Timer> timer) {
        boolean silent = timer.filter(out -> out == Timer.PROXY_READ).isPresent()
                && route.settings().text(Directive.GATEWAY_TIMEOUT_CLOSES).equals("silent");
        if (!silent && redirect(failure, timer)) {
            return;
        }
        answer = Answer.page(failure);
        if (call.isPresent() && !redirected || timer.isPresent()) {
            carrier.happened(new UpstreamFailed(failure, timer));
        } else {
            carrier.happened(new Answered(failure, ErrorPage.closes(failure)));
        }
    }

    /** Does what error_page says of a status; false when it says nothing. */
    private boolean redirect(int failure, Optional<Timer> timer) {
        var page = redirected ? Optional.<io.waflab.config.ErrorPage>empty() : route.errorPage(failure);
        if (page.isEmpty()) {
            return false;
        }
        redirected = true;
        var target = Values.expand(page.get().uri(), this);
        if (!target.startsWith("/")) {
            answer(Answer.redirect(302, target));
            return true;
        }
        if (timer.filter(out -> out == Timer.PROXY_READ).isPresent()
                && route.settings().text(Directive.GATEWAY_TIMEOUT_CLOSES).equals("on")) {
            carrier.happened(
                    new LastRequest(new Last(Cause.RESPONSE_TIMEOUT, Optional.of(Directive.PROXY_READ_TIMEOUT))));
        }
        if (ErrorPage.closes(failure)) {
            carrier.happened(new LastRequest(new Last(Cause.REQUEST_REFUSED, Optional.empty())));
        }
        overridden = page.get().response().orElse(failure);
        uri = target;
        if (body != null) {
            body.to(new DroppedBody(carrier));
        }
        find();
        carrier.inForce(route.settings());
        call.ifPresent(UpstreamCall::close);
        begin();
        return true;
    }

    /** The status to send where error_page overrides that of what answers. */
    int shown(int own) {
        return overridden == 0 ? own : overridden;
    }

    private void answer(Answer own) {
        answer = own;
        if (redirect(own)) {
            return;
        }
        if (own.status() != 413) {
            sendContinue();
        }
        carrier.happened(new Answered(own.status(), ErrorPage.closes(own.status())));
    }

    private boolean redirect(Answer own) {
        return own.isPage() && own.status() >= 300 && redirect(own.status(), Optional.empty());
    }

    /** A request that could not be read: nothing of the above happened to it. */
    void refuse(int refusal) {
        answer = Answer.page(refusal);
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
        if (body == null) {
            body = new RequestBody(head, 0, null);
        }
        body.to(new DroppedBody(carrier));
        carrier.read(body);
    }

    /** Bytes of the client in a tunnel. */
    void tunnelUp(ByteBuf bytes) {
        call.orElseThrow().tunnelUp(bytes);
    }

    /** The client took something: the upstream may be read again. */
    void clientTook() {
        call.ifPresent(UpstreamCall::clientTook);
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

    /** Sends the head of the response: every one goes through here. */
    void send(Reply reply) {
        status = reply.status();
        addFields(reply);
        rate.listen(reply);
        carrier.response().limit(reply.upgrades() ? null : rate.pace());
        headSent += carrier.response().head(reply);
        connection.chronicle().responded(status);
    }

    private void addFields(Reply reply) {
        for (var field : route.addHeaders()) {
            if (field.always() || Answer.takesAddedFields(reply.status())) {
                var value = Values.expand(field.value(), this);
                if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
                    log("error", "add_header " + field.name() + ": the value has a line end, and is left out");
                } else if (!value.isEmpty()) {
                    reply.add(field.name(), value);
                }
            }
        }
    }

    /** The upstream's head, once there is one. */
    Optional<ResponseHead> upstreamHead() {
        return call.flatMap(UpstreamCall::head);
    }

    String expand(Template template) {
        return Values.expand(template, this);
    }

    /** The last word: the line in the access log. Told once. */
    void finish() {
        if (over) {
            return;
        }
        over = true;
        gate.release();
        for (var log : route.accessLogs()) {
            log.lines().line(Values.expandForLog(log.format(), this));
        }
        call.ifPresent(UpstreamCall::close);
        if (store != null) {
            store.release();
        }
    }

    /** A line of nginx's error log about this request. */
    void log(String level, String message) {
        var server = connection.worker().server();
        var text = new StringBuilder()
                .append('*')
                .append(connection.chronicle().number())
                .append(' ')
                .append(LogEscape.line(message))
                .append(", client: ")
                .append(client.text())
                .append(", server: ")
                .append(Values.serverName(this))
                .append(", request: \"")
                .append(LogEscape.standard(head.requestLine()))
                .append('"');
        call.flatMap(UpstreamCall::url)
                .ifPresent(url -> text.append(", upstream: \"")
                        .append(LogEscape.standard(url))
                        .append('"'));
        var host = head.find("host");
        if (host != null) {
            text.append(", host: \"").append(LogEscape.standard(host)).append('"');
        }
        server.logs().error(route.settings(), level, connection.worker().date().log(), text.toString());
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
