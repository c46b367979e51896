package io.waflab.diagnose;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Error pages that are known by their length: encryption hides a page, not how long it is. Head and body, HTTP/1.1.
 *
 * <p>HAProxy 2 and 3: constant (its {@code http_err_msgs}). nginx: its built-in page, whose length depends on the status
 * and on how long {@code Server} is, which stands in it twice; a page to Internet Explorer and Chrome is padded. nghttpx 1.52: constant, with its default {@code --server-name}.
 */
final class Pages {

    private static final int CLOSE = "connection: close\r\n".length();
    /** {@code nginx}, and {@code nginx/1.9.15}, {@code nginx/1.22.1}. */
    private static final List<Integer> NGINX_TOKENS = List.of(5, 11, 12);

    private static final int NGINX_HEAD =
            "HTTP/1.1 \r\nServer: \r\nDate: Sat, 01 Jan 2022 00:00:00 GMT\r\nContent-Type: text/html\r\n\r\n".length();
    private static final int NGINX_LENGTH = "Content-Length: 150\r\nConnection: keep-alive\r\n".length();
    private static final int NGINX_BODY =
            ("<html>\r\n<head><title></title></head>\r\n<body>\r\n<center><h1></h1></center>\r\n"
                            + "<hr><center></center>\r\n</body>\r\n</html>\r\n")
                    .length();
    private static final int PADDING =
            6 * "<!-- a padding to disable MSIE and Chrome friendly error page -->\r\n".length();

    /**
     * A page.
     *
     * @param product whose
     * @param status of the response
     */
    record Page(String product, int status) {}

    private record Known(Page page, List<Integer> lengths) {}

    private static final List<Known> ALL = List.of(
            haproxy(408, "Request Time-out", "Your browser didn't send a complete request in time.\n"),
            haproxy(502, "Bad Gateway", "The server returned an invalid or incomplete response.\n"),
            haproxy(503, "Service Unavailable", "No server is available to handle this request.\n"),
            haproxy(504, "Gateway Time-out", "The server didn't respond in time.\n"),
            new Known(
                    new Page("Node.js", 408),
                    List.of("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n".length())),
            nginx(502, "502 Bad Gateway"),
            nginx(504, "504 Gateway Time-out"),
            nghttpx("502 Bad Gateway"),
            nghttpx("503 Service Unavailable"),
            nghttpx("504 Gateway Timeout"));

    private static final int LONGEST = ALL.stream()
            .flatMap(known -> known.lengths().stream())
            .mapToInt(Integer::intValue)
            .max()
            .orElseThrow();

    private Pages() {}

    /** The first page for one of these statuses that is as long as this, if one is; HAProxy's 408 and 503 are of one length. */
    static Optional<Page> ofLength(long bytes, Set<Integer> statuses) {
        if (bytes > LONGEST) {
            return Optional.empty();
        }
        for (var known : ALL) {
            if (statuses.contains(known.page().status()) && known.lengths().contains((int) bytes)) {
                return Optional.of(known.page());
            }
        }
        return Optional.empty();
    }

    private static Known haproxy(int status, String reason, String says) {
        var body = "<html><body><h1>" + status + " " + reason + "</h1>\n" + says + "</body></html>\n";
        var head = "HTTP/1.1 " + status + " " + reason + "\r\ncontent-length: " + body.length()
                + "\r\ncache-control: no-cache\r\ncontent-type: text/html\r\n\r\n";
        var length = head.length() + body.length();
        return new Known(new Page("HAProxy", status), List.of(length, length + CLOSE));
    }

    private static Known nghttpx(String line) {
        var body = "<!DOCTYPE html><html lang=\"en\"><title>" + line + "</title><body><h1>" + line
                + "</h1><footer>nghttpx</footer></body></html>";
        var head = "HTTP/1.1 " + line + "\r\nServer: nghttpx\r\nContent-Length: " + body.length()
                + "\r\nDate: Sat, 01 Jan 2022 00:00:00 GMT\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n";
        var length = head.length() + body.length();
        return new Known(new Page("nghttpx", Integer.parseInt(line.substring(0, 3))), List.of(length, length + CLOSE));
    }

    private static Known nginx(int status, String line) {
        var lengths = NGINX_TOKENS.stream()
                .flatMap(token -> IntStream.of(0, PADDING)
                        .map(padding ->
                                NGINX_HEAD + NGINX_LENGTH + NGINX_BODY + 3 * line.length() + 2 * token + padding)
                        .boxed())
                .toList();
        return new Known(new Page("nginx", status), lengths);
    }
}
