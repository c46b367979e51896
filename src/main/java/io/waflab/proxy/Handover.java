package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.http.ResponseHead;
import io.waflab.http.UnsafeUri;
import java.util.List;
import java.util.Optional;

/**
 * A response of an upstream's in whose place something here answers: an error page with proxy_intercept_errors, or what
 * X-Accel-Redirect names (ngx_http_upstream_intercept_errors, ngx_http_upstream_process_headers).
 */
final class Handover {

    /** What goes on with X-Accel-Redirect. */
    private static final List<String> KEPT =
            List.of("set-cookie", "content-disposition", "cache-control", "expires", "accept-ranges");

    private final Exchange exchange;
    private final Proxying proxying;
    private final ResponseHead head;

    Handover(Exchange exchange, Proxying proxying, ResponseHead head) {
        this.exchange = exchange;
        this.proxying = proxying;
        this.head = head;
    }

    boolean isDue() {
        return intercepts() || redirect().isPresent();
    }

    private boolean intercepts() {
        return head.status() >= 300
                && proxying.settings().flag(Directive.PROXY_INTERCEPT_ERRORS)
                && exchange.route().errorPage(head.status()).isPresent();
    }

    private Optional<String> redirect() {
        return proxying.ignores("x-accel-redirect")
                ? Optional.empty()
                : Optional.ofNullable(head.find("x-accel-redirect"));
    }

    void go() {
        if (intercepts()) {
            if (head.status() == 401) {
                exchange.response().kept().keep(head, List.of("www-authenticate"));
            }
            exchange.fail(head.status());
            return;
        }
        exchange.response().kept().keep(head, KEPT);
        exchange.response().kept().keepContentType(head.contentType());
        var target = redirect().orElseThrow();
        if (target.startsWith("@")) {
            exchange.redirectInternally(target);
            return;
        }
        var safe = UnsafeUri.read(target);
        if (safe.isEmpty()) {
            exchange.log("error", "unsafe URI \"" + target + "\" was detected");
            exchange.fail(404);
            return;
        }
        exchange.request().becomeGet();
        exchange.redirectInternally(safe.get().path(), safe.get().args());
    }
}
