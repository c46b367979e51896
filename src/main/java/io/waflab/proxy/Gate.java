package io.waflab.proxy;

import io.waflab.config.AccessRules;
import io.waflab.config.Directive;
import io.waflab.config.Settings;
import io.waflab.connection.Event.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a request passes before anything answers it: nginx's preaccess phase (who the client is, how often and how many at
 * once), then its access phase (who may come). Belongs to one exchange.
 */
final class Gate {

    private static final List<String> LEVELS = List.of("error", "warn", "notice", "info");
    private static final int LONGEST_REQUEST_KEY = 65_535;
    private static final int LONGEST_CONNECTION_KEY = 255;

    private record Counted(ConnectionZone zone, String key) {}

    private final Exchange exchange;
    private List<Counted> counted = List.of();
    private Runnable inside;
    private String requestStatus = "";
    private String connectionStatus = "";

    Gate(Exchange exchange) {
        this.exchange = exchange;
    }

    /** {@code $limit_req_status}; empty where nothing was limited. */
    String requestStatus() {
        return requestStatus;
    }

    /** {@code $limit_conn_status}; empty where nothing was limited. */
    String connectionStatus() {
        return connectionStatus;
    }

    /** Goes inside, at once or once limit_req's delay is over, or refuses. */
    void enter(Runnable next) {
        inside = next;
        exchange.findRealIp(exchange.route());
        if (requestStatus.isEmpty() && !limitRequests()) {
            return;
        }
        resume();
    }

    /** The delay is over. */
    void resume() {
        if (connectionStatus.isEmpty() && !limitConnections()) {
            return;
        }
        var address = exchange.client().address().orElse(null);
        if (AccessRules.of(settings()).verdict(address).orElse(true)) {
            inside.run();
        } else {
            exchange.log("error", "access forbidden by rule");
            exchange.fail(403);
        }
    }

    /** The request is over: it counts no more. */
    void release() {
        for (var one : counted) {
            one.zone().give(one.key());
        }
        counted = List.of();
    }

    private Settings settings() {
        return exchange.route().settings();
    }

    /** Whether the request may go on now. */
    private boolean limitRequests() {
        var limits = exchange.route().limits().requests();
        if (limits.isEmpty()) {
            return true;
        }
        var asked = new ArrayList<RequestLimits.Asked>(limits.size());
        for (var limit : limits) {
            var key = exchange.expand(limit.key());
            if (fits(limit.key().source(), key, LONGEST_REQUEST_KEY)) {
                asked.add(new RequestLimits.Asked(limit.limit(), limit.zone(), key));
            }
        }
        if (asked.isEmpty()) {
            return true;
        }
        var outcome = RequestLimits.take(asked, System.nanoTime() / 1_000_000);
        boolean dry = settings().flag(Directive.LIMIT_REQ_DRY_RUN);
        requestStatus = outcome.state() + (dry && outcome.state() != RequestLimits.State.PASSED ? "_DRY_RUN" : "");
        return switch (outcome.state()) {
            case PASSED -> true;
            case DELAYED -> {
                delaying(outcome, dry);
                yield dry;
            }
            case REJECTED -> {
                rejecting(outcome, dry);
                yield dry;
            }
        };
    }

    private void delaying(RequestLimits.Outcome outcome, boolean dry) {
        int level = LEVELS.indexOf(settings().text(Directive.LIMIT_REQ_LOG_LEVEL));
        exchange.log(
                LEVELS.get(Math.min(level + 1, LEVELS.size() - 1)),
                "delaying request" + (dry ? ", dry run" : "") + ", excess: " + thousandths(outcome.excess())
                        + ", by zone \"" + outcome.zone() + "\"");
        if (!dry) {
            exchange.carrier().happened(new Held(Duration.ofMillis(outcome.delay())));
        }
    }

    private void rejecting(RequestLimits.Outcome outcome, boolean dry) {
        if (outcome.zone().isEmpty()) {
            exchange.log("alert", "could not allocate node in limit_req zone: it is full of keys in use");
        } else {
            exchange.log(
                    settings().text(Directive.LIMIT_REQ_LOG_LEVEL),
                    "limiting requests" + (dry ? ", dry run" : "") + ", excess: " + thousandths(outcome.excess())
                            + " by zone \"" + outcome.zone() + "\"");
        }
        if (!dry) {
            exchange.fail((int) settings().count(Directive.LIMIT_REQ_STATUS));
        }
    }

    private static String thousandths(long excess) {
        return String.format("%d.%03d", excess / 1000, excess % 1000);
    }

    /** Whether the request may go on. */
    private boolean limitConnections() {
        for (var limit : exchange.route().limits().connections()) {
            var key = exchange.expand(limit.key());
            if (!fits(limit.key().source(), key, LONGEST_CONNECTION_KEY)) {
                continue;
            }
            connectionStatus = "PASSED";
            var verdict = limit.zone().take(key, limit.limit().connections());
            if (verdict != ConnectionZone.Verdict.COUNTED) {
                return tooMany(limit.limit().zone(), verdict);
            }
            if (counted.isEmpty()) {
                counted = new ArrayList<>(2);
            }
            counted.add(new Counted(limit.zone(), key));
        }
        return true;
    }

    private boolean tooMany(String zone, ConnectionZone.Verdict verdict) {
        boolean dry = settings().flag(Directive.LIMIT_CONN_DRY_RUN);
        if (verdict == ConnectionZone.Verdict.BUSY) {
            exchange.log(
                    settings().text(Directive.LIMIT_CONN_LOG_LEVEL),
                    "limiting connections" + (dry ? ", dry run," : "") + " by zone \"" + zone + "\"");
        }
        release();
        connectionStatus = dry ? "REJECTED_DRY_RUN" : "REJECTED";
        if (!dry) {
            exchange.fail((int) settings().count(Directive.LIMIT_CONN_STATUS));
        }
        return dry;
    }

    /** Requests whose key is empty are not counted, and those whose key is too long only blamed. */
    private boolean fits(String name, String key, int most) {
        if (key.length() > most) {
            exchange.log(
                    "error", "the value of the \"" + name + "\" key is more than " + most + " bytes: \"" + key + "\"");
        }
        return !key.isEmpty() && key.length() <= most;
    }
}
