package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.config.ErrorPage;
import io.waflab.connection.Event.LastRequest;
import io.waflab.connection.GatewayTimeout;
import io.waflab.connection.Happened;
import io.waflab.connection.Timer;
import java.util.Optional;

/** What {@code error_page} makes of one request's failures (ngx_http_special_response_handler). */
final class ErrorPages {

    private final Exchange exchange;
    private boolean used;
    private int status;

    ErrorPages(Exchange exchange) {
        this.exchange = exchange;
    }

    /** The status to send where that of what answers is overridden. */
    int shown(int own) {
        return status == 0 ? own : status;
    }

    /** Whether a failure has a page of the configuration's. */
    boolean has(int failure) {
        return mayRedirect() && exchange.route().errorPage(failure).isPresent();
    }

    private boolean mayRedirect() {
        return !used && exchange.route().hasErrorPages() && exchange.request().mayChange();
    }

    /** Does what is said of a failure; false when nothing is, and the built-in page is to be sent. */
    boolean redirect(int failure, Optional<Timer> timer) {
        status = io.waflab.http.ErrorPage.shown(failure);
        if (!mayRedirect()) {
            return false;
        }
        used = !exchange.route().settings().flag(Directive.RECURSIVE_ERROR_PAGES);
        var page = exchange.route().errorPage(failure);
        if (page.isEmpty()) {
            return false;
        }
        page.get().response().ifPresent(other -> status = other);
        end(failure, timer);
        var target = exchange.expand(page.get().uri());
        if (target.startsWith("/")) {
            exchange.request().becomeGet();
            exchange.redirectInternally(target);
        } else if (target.startsWith("@")) {
            exchange.redirectInternally(target);
        } else {
            elsewhere(page.get(), target);
        }
        return true;
    }

    /** What the failure means for the connection, whatever answers now. */
    private void end(int failure, Optional<Timer> timer) {
        var last = GatewayTimeout.last(timer, exchange.route().settings());
        if (last.isPresent()) {
            exchange.carrier().happened(new LastRequest(last.get()));
        }
        if (io.waflab.http.ErrorPage.closes(failure)) {
            exchange.carrier().happened(Happened.REQUEST_WRONG);
        }
    }

    private void elsewhere(ErrorPage page, String target) {
        int asked = page.response().orElse(302);
        status = OwnAnswer.REDIRECTS.contains(asked) ? asked : 302;
        exchange.answering().answerAsItIs(Answer.redirect(status, target));
    }
}
