package io.waflab.rewrite;

import io.waflab.config.Location;
import java.util.Optional;

/** The request that is rewritten: what its scripts see and change of it (ngx_http_request_t). Text is one character a byte. */
public interface Subject extends Evaluated {

    /** {@code $uri}. */
    String uri();

    /** {@code $args}. */
    String args();

    /** Sets {@code $args}. */
    void args(String text);

    /** Sets {@code $limit_rate}, as written: a size a second. */
    void limitRate(String size);

    /** Whether the client encoded anything of the URI, so that captures are encoded again where they become arguments. */
    @Override
    boolean encoded();

    /**
     * A {@code rewrite} was met, and the URI is not the client's any more.
     *
     * @param breaks whether the location is kept all the same
     */
    void rewriting(boolean breaks);

    /** The new URI. */
    void uri(String uri);

    /** A {@code break}: the location is kept even if the URI was changed. */
    void broke();

    /** The condition of an {@code if} was met: what is in force inside is so from here on. */
    void enter(Location block);

    /** What is known of a file; empty before somebody has looked, which is then to be done before going on. */
    Optional<FileFacts> file(String path);

    /** Whether the location in force has rewrite_log. */
    boolean logsRewriting();

    /** Whether the location in force has uninitialized_variable_warn. */
    @Override
    boolean warnsOfUninitialized();
}
