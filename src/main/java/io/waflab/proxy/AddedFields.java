package io.waflab.proxy;

import java.util.Set;

/** What {@code add_header} adds to a response (ngx_http_headers_filter_module.c). */
final class AddedFields {

    /** The statuses to which it adds without {@code always}. */
    private static final Set<Integer> ADDED_TO = Set.of(200, 201, 204, 206, 301, 302, 303, 304, 307, 308);

    private AddedFields() {}

    static void to(Reply reply, Exchange exchange) {
        for (var field : exchange.route().addHeaders()) {
            if (field.always() || ADDED_TO.contains(reply.status())) {
                var value = exchange.expand(field.value());
                if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
                    exchange.log("error", "add_header " + field.name() + ": the value has a line end, and is left out");
                } else if (!value.isEmpty()) {
                    reply.add(field.name(), value);
                }
            }
        }
    }
}
