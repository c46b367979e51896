package io.waflab.http;

import io.waflab.config.Directive;
import io.waflab.config.Settings;
import io.waflab.config.Units;

/**
 * How large a request head may be and how odd.
 *
 * @param bufferSize client_header_buffer_size, bytes
 * @param largeBuffers the number of large_client_header_buffers; a line may not be longer than one of them
 * @param largeBufferSize their size, bytes
 * @param maxHeaders max_headers: the number of header lines
 * @param ignoreInvalidHeaders ignore_invalid_headers: whether lines with odd names are dropped
 * @param underscoresInHeaders underscores_in_headers: whether {@code _} is a proper letter of a name
 * @param mergeSlashes merge_slashes: whether {@code //} is one slash in {@code $uri}
 */
public record HeadLimits(
        int bufferSize,
        int largeBuffers,
        int largeBufferSize,
        int maxHeaders,
        boolean ignoreInvalidHeaders,
        boolean underscoresInHeaders,
        boolean mergeSlashes) {

    /** nginx's defaults: 1k, 4 of 8k, 1000 lines, on, off, on. */
    public static final HeadLimits DEFAULT = new HeadLimits(1024, 4, 8192, 1000, true, false, true);

    /** The limits of a server. */
    public static HeadLimits of(Settings server) {
        var large = server.words(Directive.LARGE_CLIENT_HEADER_BUFFERS);
        return new HeadLimits(
                Math.toIntExact(server.size(Directive.CLIENT_HEADER_BUFFER_SIZE)),
                Integer.parseInt(large.get(0)),
                Math.toIntExact(Units.size(large.get(1))),
                (int) server.count(Directive.MAX_HEADERS),
                server.flag(Directive.IGNORE_INVALID_HEADERS),
                server.flag(Directive.UNDERSCORES_IN_HEADERS),
                server.flag(Directive.MERGE_SLASHES));
    }
}
