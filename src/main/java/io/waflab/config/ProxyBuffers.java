package io.waflab.config;

import java.util.List;

/**
 * Whether nginx takes the sizes of proxy_pass's buffers together (ngx_http_proxy_merge_loc_conf): the commonest of its refusals
 * is that of a large proxy_buffer_size alone. Of http and each server and location, whether it proxies or not.
 */
final class ProxyBuffers {

    private static final String LARGEST =
            "the maximum of the value of \"proxy_buffer_size\" and one of the \"proxy_buffers\"";

    private final Problems problems;

    ProxyBuffers(Problems problems) {
        this.problems = problems;
    }

    void check(Settings http, List<Server> servers) {
        check(http);
        servers.forEach(server -> server.forEachSettings(this::check));
    }

    private void check(Settings settings) {
        var buffers = settings.words(Directive.PROXY_BUFFERS);
        long number = Long.parseLong(buffers.get(0));
        long size = Units.size(buffers.get(1));
        long largest = Math.max(settings.size(Directive.PROXY_BUFFER_SIZE), size);
        boolean written = settings.has(Directive.PROXY_BUSY_BUFFERS_SIZE);
        long busy = written ? settings.size(Directive.PROXY_BUSY_BUFFERS_SIZE) : 2 * largest;
        if (number < 2) {
            add(settings, Directive.PROXY_BUFFERS, "there must be at least 2 \"proxy_buffers\"");
        } else if (busy < largest) {
            add(settings, Directive.PROXY_BUSY_BUFFERS_SIZE, atLeast("proxy_busy_buffers_size"));
        } else if (busy > (number - 1) * size) {
            add(
                    settings,
                    writtenOf(settings),
                    "\"proxy_busy_buffers_size\" must be less than the size of all \"proxy_buffers\" minus one buffer",
                    written
                            ? ""
                            : " (of itself it is " + busy
                                    + ", twice the largest buffer: write larger or more proxy_buffers)");
        }
        if (isLess(settings, Directive.PROXY_TEMP_FILE_WRITE_SIZE, largest)) {
            add(settings, Directive.PROXY_TEMP_FILE_WRITE_SIZE, atLeast("proxy_temp_file_write_size"));
        }
        if (isLess(settings, Directive.PROXY_MAX_TEMP_FILE_SIZE, largest)
                && settings.size(Directive.PROXY_MAX_TEMP_FILE_SIZE) != 0) {
            add(
                    settings,
                    Directive.PROXY_MAX_TEMP_FILE_SIZE,
                    "\"proxy_max_temp_file_size\" must be equal to zero to disable temporary files usage or must be"
                            + " equal to or greater than " + LARGEST);
        }
    }

    private static String atLeast(String name) {
        return "\"" + name + "\" must be equal to or greater than " + LARGEST;
    }

    /** Whether it is written, and too small: what nobody wrote follows the largest buffer in nginx. */
    private static boolean isLess(Settings settings, Directive directive, long largest) {
        return !settings.get(directive).origin().equals(Origin.DEFAULT) && settings.size(directive) < largest;
    }

    /** Of those that decide it the one to look at. */
    private static Directive writtenOf(Settings settings) {
        for (var one : List.of(Directive.PROXY_BUSY_BUFFERS_SIZE, Directive.PROXY_BUFFER_SIZE)) {
            if (settings.find(one)
                    .filter(set -> !set.origin().equals(Origin.DEFAULT))
                    .isPresent()) {
                return one;
            }
        }
        return Directive.PROXY_BUFFERS;
    }

    private void add(Settings settings, Directive at, String message) {
        add(settings, at, message, "");
    }

    private void add(Settings settings, Directive at, String message, String what) {
        problems.add(settings.get(at).origin(), message + what, message);
    }
}
