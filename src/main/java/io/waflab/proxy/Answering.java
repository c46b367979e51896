package io.waflab.proxy;

import io.waflab.connection.Event.Answered;
import io.waflab.connection.Event.Refused;
import io.waflab.connection.Event.RequestRead;
import io.waflab.connection.Event.UpstreamFailed;
import io.waflab.connection.GatewayTimeout;
import io.waflab.connection.Happened;
import io.waflab.connection.Timer;
import io.waflab.connection.Unanswered;
import io.waflab.http.ErrorPage;
import java.util.Optional;

/**
 * What of the proxy's own answers one request: a page, a text or a file, or what error_page has in its place
 * (ngx_http_finalize_request). It tells the rules, which ask for it when its time has come.
 */
final class Answering {

    private final Exchange exchange;
    private final Carrier carrier;
    /** Null before something failed. */
    private ErrorPages errorPages;
    /** Null before there is one. */
    private Answer answer;

    Answering(Exchange exchange) {
        this.exchange = exchange;
        carrier = exchange.carrier();
    }

    private ErrorPages errorPages() {
        if (errorPages == null) {
            errorPages = new ErrorPages(exchange);
        }
        return errorPages;
    }

    /** See {@link ErrorPages#shown}. */
    int shown(int own) {
        return errorPages == null ? own : errorPages.shown(own);
    }

    /**
     * The page for the status, or what error_page says.
     *
     * @param timer of the upstream's that ran out
     */
    void fail(int failure, Optional<Timer> timer) {
        boolean upstream = exchange.call().isPresent() || timer.isPresent();
        if (!GatewayTimeout.isSilent(timer, exchange.route().settings())
                && errorPages().redirect(failure, timer)) {
            return;
        }
        give(Answer.page(failure));
        if (upstream) {
            if (ErrorPage.closes(failure)) {
                carrier.happened(Happened.REQUEST_WRONG);
            }
            carrier.happened(new UpstreamFailed(failure, timer));
        } else {
            lookAhead();
            carrier.happened(new Answered(failure, ErrorPage.closes(failure)));
        }
    }

    /**
     * The request could not be read, or may not be: its page, or what error_page of the server says.
     *
     * @param known whether a body follows that is an answer's to take or to drop
     */
    void refuse(int refusal, boolean known) {
        if (!known) {
            exchange.body().refuse();
        }
        if (errorPages().has(refusal)) {
            carrier.happened(Happened.REQUEST_WRONG);
            carrier.happened(new RequestRead(known, Optional.empty()));
            carrier.soon(() -> fail(refusal, Optional.empty()));
        } else {
            give(Answer.page(refusal));
            carrier.happened(new Refused(refusal, known));
        }
    }

    /** Answers, or does what error_page says of the answer's status. */
    void answer(Answer own) {
        if (isOfBrokenBody(own)) {
            return;
        }
        if (own.isPage() && !Unanswered.is(own.status()) && errorPages().redirect(own.status(), Optional.empty())) {
            return;
        }
        take(own);
    }

    /** Answers whatever error_page says of its status. */
    void answerAsItIs(Answer own) {
        if (!isOfBrokenBody(own)) {
            take(own);
        }
    }

    /** Whether the body that the answer would have dropped is none, which is then answered. */
    private boolean isOfBrokenBody(Answer own) {
        own.location().ifPresent(exchange.response()::sendTo);
        if (!lookAhead() || own.status() >= 400) {
            return false;
        }
        own.release();
        fail(400, Optional.empty());
        return true;
    }

    /** Whether the body that an answer would drop is none, as far as it has come: nothing is read behind it then. */
    private boolean lookAhead() {
        boolean broken = exchange.body().isBrokenAhead();
        if (broken) {
            carrier.happened(Happened.REQUEST_WRONG);
        }
        return broken;
    }

    /** Not with what the client does not want. */
    private void take(Answer own) {
        give(own);
        if (!own.isPage()) {
            // Behind a built-in page nginx drops the body without having asked for it.
            exchange.response().sendContinue();
        }
        int failure = own.prepare(exchange);
        if (failure != 0) {
            if (failure == 412) {
                carrier.happened(Happened.CONDITION_FAILED);
            }
            fail(failure, Optional.empty());
            return;
        }
        if (Unanswered.is(own.status())) {
            exchange.response().status(own.status());
        }
        carrier.happened(new Answered(own.status(), ErrorPage.closes(own.status())));
    }

    private void give(Answer own) {
        release();
        answer = own;
    }

    /** Sends what answers; the page of a status where nothing was said to. */
    void send(int asked) {
        if (answer == null) {
            answer = Answer.page(asked);
        }
        answer.send(exchange);
    }

    /** The client took something of it. */
    void clientTook() {
        if (answer != null) {
            answer.clientTook();
        }
    }

    void release() {
        if (answer != null) {
            answer.release();
        }
    }
}
