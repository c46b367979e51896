package io.waflab.http;

/**
 * What nginx writes first in every response head, in this order.
 *
 * @param statusLine code and text: {@link StatusText#line} or {@link ResponseHead#statusLine}
 * @param server the Server field; null writes none, because a passed-on one follows
 * @param date the Date field as {@link HttpDate#http()}; null writes none
 * @param contentType null writes none
 * @param contentLength -1 writes none
 * @param lastModified the Last-Modified field; null writes none
 * @param location an absolute URL of nginx's own redirects; null writes none
 * @param chunked Transfer-Encoding
 * @param persistence Connection
 * @param keepAliveHeader seconds of Keep-Alive ({@code keepalive_timeout 75s 60s}); 0 writes none
 */
public record ResponseStart(
        String statusLine,
        String server,
        byte[] date,
        String contentType,
        long contentLength,
        String lastModified,
        String location,
        boolean chunked,
        Persistence persistence,
        long keepAliveHeader) {}
