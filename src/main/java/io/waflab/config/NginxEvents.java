package io.waflab.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** nginx's {@code events} block: it must be there once, and has its directives for itself (src/event/ngx_event.c). */
final class NginxEvents {

    private static final Set<String> OWN = Set.of(
            "worker_connections",
            "use",
            "multi_accept",
            "accept_mutex",
            "accept_mutex_delay",
            "debug_connection",
            "worker_aio_requests",
            "epoll_events",
            "devpoll_changes",
            "devpoll_events",
            "kqueue_changes",
            "kqueue_events",
            "poll_events",
            "reuse_port");

    private NginxEvents() {}

    /** Says what is wrong with the events in a whole file of that name. */
    static void check(List<Statement> written, String file, Problems problems) {
        var events = new ArrayList<Statement>();
        for (var statement : written) {
            if (statement.name().equals("events")) {
                events.add(statement);
            }
        }
        if (events.isEmpty()) {
            var said = "no \"events\" section in configuration";
            problems.add(new Problem(new Origin(file, 0), said, said));
        } else if (events.size() > 1) {
            problems.add(events.get(1).origin(), "events: is duplicate", "\"events\" directive is duplicate");
        }
        for (var outside : written) {
            if (OWN.contains(outside.name())) {
                problems.add(outside.origin(), outside.name() + ": not allowed outside of events", notAllowed(outside));
            }
        }
        for (var block : events) {
            for (var inside : block.block()) {
                if (!OWN.contains(inside.name()) && isKnown(inside)) {
                    problems.add(inside.origin(), inside.name() + ": not allowed in events", notAllowed(inside));
                }
            }
        }
    }

    private static boolean isKnown(Statement statement) {
        return Directive.of(statement.name()).isPresent()
                || ForeignDirectives.standing(statement.name(), List.of()) != ForeignDirectives.Standing.UNKNOWN;
    }

    private static String notAllowed(Statement statement) {
        return "\"" + statement.name() + "\" directive is not allowed here";
    }
}
