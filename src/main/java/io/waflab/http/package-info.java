/**
 * HTTP/1.x messages as nginx reads and writes them: heads, chunked bodies, built-in pages, dates; and HTTP/2's frames and
 * header fields. No channels, no I/O, no clock. Start at {@link io.waflab.http.RequestParser}, for HTTP/2 at {@link
 * io.waflab.http.Http2FrameReader}.
 *
 * <p>What is accepted, refused, and with which status follows ngx_http_parse.c and ngx_http_request.c of nginx 1.31.
 */
package io.waflab.http;
