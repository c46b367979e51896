package io.waflab.http;

import java.util.List;

/**
 * What is asked of an upstream.
 *
 * @param head the client's
 * @param method the client's, or that of proxy_method
 * @param passHeaders whether the client's fields go on (proxy_pass_request_headers)
 * @param uri the target; null is the client's own, as sent
 * @param version proxy_http_version: HTTP_10 or HTTP_11
 * @param host $proxy_host, for the Host field where proxy_set_header names none
 * @param connection the Connection field where proxy_set_header names none: nginx before 1.29.7 writes {@code close},
 *     later ones nothing; null writes none
 * @param bodyLength bytes of the body; -1 none, {@link #CHUNKED} chunks
 * @param values of the names that the {@link UpstreamRequestWriter} was made with, in their order; an empty or null value
 *     removes the field
 */
public record UpstreamRequest(
        RequestHead head,
        String method,
        boolean passHeaders,
        String uri,
        HttpVersion version,
        String host,
        String connection,
        long bodyLength,
        List<String> values) {

    /** The {@link #bodyLength()} of a body whose length is not known. */
    public static final long CHUNKED = -2;
}
