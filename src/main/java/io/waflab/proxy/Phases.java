package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.config.Locations;
import io.waflab.config.Regex;
import io.waflab.http.UpstreamUri;
import io.waflab.rewrite.Script;
import java.util.Optional;

/**
 * Takes a request through nginx's phases, in their order, to what answers it (ngx_http_core_run_phases). Where one has to
 * wait, for the disk or for a limit, it goes on later from where it stopped.
 */
final class Phases {

    /** nginx's, those without a handler here left out. */
    private enum Phase {
        SERVER_REWRITE,
        FIND_CONFIG,
        REWRITE,
        POST_REWRITE,
        /** Preaccess and access. */
        GATE,
        PRECONTENT,
        CONTENT
    }

    private final Exchange exchange;
    private final Request request;
    private Phase at = Phase.SERVER_REWRITE;
    private Script script;

    Phases(Exchange exchange, Request request) {
        this.exchange = exchange;
        this.request = request;
    }

    /** From the server's rewriting on: a new request, or a redirect inside the server. */
    void begin() {
        at = Phase.SERVER_REWRITE;
        script = null;
        run();
    }

    /** From the location's rewriting on: a redirect to a named location. */
    void beginInLocation() {
        at = Phase.REWRITE;
        script = null;
        run();
    }

    /** Goes on. */
    private void run() {
        while (!exchange.isOver() && step()) {
            // the next phase
        }
    }

    /** Whether to go on at once. */
    private boolean step() {
        return switch (at) {
            case SERVER_REWRITE -> rewrite(Phase.FIND_CONFIG);
            case FIND_CONFIG -> findConfig();
            case REWRITE -> request.route().location().isEmpty() ? to(Phase.POST_REWRITE) : rewrite(Phase.POST_REWRITE);
            case POST_REWRITE -> postRewrite();
            case GATE -> gate();
            case PRECONTENT -> precontent();
            case CONTENT -> content();
        };
    }

    private boolean to(Phase next) {
        at = next;
        return true;
    }

    private boolean rewrite(Phase next) {
        if (script == null && request.route().steps().isEmpty()) {
            return to(next);
        }
        if (script == null) {
            script = new Script(request.route().steps(), request.scope(), request);
        }
        var result = script.run();
        if (result instanceof Script.NeedsFile needed) {
            exchange.disk().look(request.absolute(needed.path()), facts -> {
                request.known(needed.path(), facts);
                run();
            });
            return false;
        }
        script = null;
        if (result instanceof Script.Answer answer) {
            exchange.body().answered();
            if (answer.answer().text().isPresent()) {
                // $status in that text is its own (ngx_http_send_response).
                exchange.response().status(answer.answer().code());
            }
            exchange.answer(Answer.of(answer.answer(), exchange));
        } else if (result instanceof Script.Redirect redirect) {
            exchange.answer(Answer.redirect(redirect.status(), redirect.location()));
        } else if (result instanceof Script.Failed) {
            exchange.fail(500);
        } else {
            return to(next);
        }
        return false;
    }

    private boolean findConfig() {
        request.locating();
        Optional<Locations.Found> found;
        try {
            found = request.site().find(request.uri());
        } catch (Regex.LimitReached tooMuch) {
            exchange.log("alert", tooMuch.getMessage());
            exchange.fail(500);
            return false;
        }
        if (found.isPresent()) {
            var location = found.get().location();
            if (location.settings().stands(Directive.INTERNAL) && !request.isInternal()) {
                exchange.fail(404);
                return false;
            }
            var match = found.get().match();
            if (match.isPresent()) {
                request.scope().matched(match.get());
            }
            request.enter(location);
        }
        if (tooLarge()) {
            return false;
        }
        if (found.isPresent() && found.get().addSlash()) {
            var args = request.args().isEmpty() ? "" : "?" + request.args();
            exchange.answer(Answer.redirect(301, UpstreamUri.escape(request.uri()) + "/" + args));
            return false;
        }
        return to(Phase.REWRITE);
    }

    /** Whether the body is larger than the location allows, which is then answered. */
    private boolean tooLarge() {
        long most = request.route().settings().size(Directive.CLIENT_MAX_BODY_SIZE);
        long length = exchange.head().contentLength();
        if (most == 0 || length <= most || exchange.body().isUnwanted()) {
            return false;
        }
        exchange.log("error", "client intended to send too large body: " + length + " bytes");
        exchange.body().refuse();
        exchange.fail(413);
        return true;
    }

    private boolean postRewrite() {
        if (!request.uriChanged()) {
            return to(Phase.GATE);
        }
        if (request.changesTooOften()) {
            exchange.log("error", "rewrite or internal redirection cycle while processing \"" + request.uri() + "\"");
            exchange.fail(500);
            return false;
        }
        request.leave();
        return to(Phase.FIND_CONFIG);
    }

    private boolean gate() {
        at = Phase.PRECONTENT;
        exchange.gate().enter(this::run);
        return false;
    }

    private boolean precontent() {
        at = Phase.CONTENT;
        if (request.route().tryFiles().isEmpty()) {
            return true;
        }
        new Candidates(exchange, request.route().tryFiles().get(), this::run).next();
        return false;
    }

    private boolean content() {
        if (request.route().proxying().isPresent()) {
            exchange.proxy();
        } else if (request.passes()) {
            // Of several ifs the last holds, but an earlier one's proxy_pass has come to answer.
            exchange.fail(500);
        } else if (request.route().settings().stands(Directive.STUB_STATUS)) {
            StatusAnswer.serve(exchange);
        } else {
            new StaticFile(exchange).serve();
        }
        return false;
    }
}
