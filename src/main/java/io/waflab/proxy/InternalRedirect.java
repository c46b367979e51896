package io.waflab.proxy;

/** Sends a request to another place of its server (ngx_http_internal_redirect, ngx_http_named_location). */
final class InternalRedirect {

    private final Exchange exchange;
    private final Phases phases;

    InternalRedirect(Exchange exchange, Phases phases) {
        this.exchange = exchange;
        this.phases = phases;
    }

    /** @param target {@code /uri?args} or {@code @name} */
    void to(String target) {
        if (target.startsWith("@")) {
            toNamed(target);
            return;
        }
        int mark = target.indexOf('?');
        to(mark < 0 ? target : target.substring(0, mark), mark < 0 ? "" : target.substring(mark + 1));
    }

    void to(String uri, String args) {
        if (isOneTooMany("internally redirecting to \"" + uri + "\"")) {
            return;
        }
        exchange.request().redirect(uri, args);
        phases.begin();
    }

    private void toNamed(String name) {
        if (isOneTooMany("redirect to named location \"" + name + "\"")) {
            return;
        }
        var request = exchange.request();
        var location = request.site().named(name);
        if (request.uri().isEmpty() || location.isEmpty()) {
            exchange.log(
                    "error",
                    request.uri().isEmpty()
                            ? "empty URI in redirect to named location \"" + name + "\""
                            : "could not find named location \"" + name + "\"");
            exchange.fail(500);
            return;
        }
        request.redirect(location.get());
        phases.beginInLocation();
    }

    /** Says so, and answers, when there were too many; what answered so far is given up either way. */
    private boolean isOneTooMany(String what) {
        exchange.giveUp();
        if (!exchange.request().changesTooOften()) {
            return false;
        }
        exchange.log("error", "rewrite or internal redirection cycle while " + what);
        exchange.fail(500);
        return true;
    }
}
