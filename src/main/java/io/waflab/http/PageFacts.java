package io.waflab.http;

/**
 * What Tengine's pages tell about the request. A client controls parts of the URL; pages escape it.
 *
 * @param url {@code https://host:port/target}, see {@link #url}
 * @param hostname the machine's name
 * @param date {@link HttpDate#log()}: {@code 2026/11/22 16:00:38}
 */
public record PageFacts(String url, String hostname, String date) {

    /**
     * The URL as Tengine tells it: of the request's host, or the server's first name where the request named none; the port
     * of the listening socket is left out when it is 80 or 443.
     *
     * @param authority host, without port
     * @param port 1 – 65535
     * @param target {@link RequestHead#target()}
     */
    public static String url(boolean tls, String authority, int port, String target) {
        var shownPort = port == 80 || port == 443 ? "" : ":" + port;
        return (tls ? "https://" : "http://") + authority + shownPort + target;
    }
}
