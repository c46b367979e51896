package io.waflab.proxy;

import java.util.Set;

/** What {@code add_header} adds to a response (ngx_http_headers_filter_module.c). */
final class AddedFields {

    /** The statuses to which it adds without {@code always}. */
    private static final Set<Integer> ADDED_TO = Set.of(200, 201, 204, 206, 301, 302, 303, 304, 307, 308);

    private AddedFields() {}

    static void to(Reply reply, Exchange exchange) {
        // Whether a status takes them is asked before any range is cut.
        boolean takes = ADDED_TO.contains(reply.status());
        for (var field : exchange.route().addHeaders()) {
            if (field.always() || takes) {
                add(reply, field.name(), inOneLine(exchange.expand(field.value())));
            }
        }
    }

    private static void add(Reply reply, String name, String value) {
        if (name.equalsIgnoreCase("Last-Modified") || name.equalsIgnoreCase("ETag")) {
            reply.remove(name);
        }
        if (!value.isEmpty()) {
            reply.add(name, value);
        }
    }

    /** A line end from a variable of the client's would begin a field of its own. */
    private static String inOneLine(String value) {
        return value.replace('\r', ' ').replace('\n', ' ').replace('\0', ' ');
    }
}
