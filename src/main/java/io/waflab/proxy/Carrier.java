package io.waflab.proxy;

import io.waflab.config.Settings;
import io.waflab.connection.Event;
import io.waflab.connection.Life;
import io.waflab.http.ChunkedReader;
import java.util.Optional;

/**
 * What carries one exchange between its client and the proxy: a connection of HTTP/1, or one stream of HTTP/2. All that
 * an exchange knows of its client's side.
 */
interface Carrier {

    /** The connection underneath: its facts, its event loop, its chronicle. */
    ProxyConnection connection();

    /** Tells the rules of this carrier what has happened. What is raised while an event is handled waits for its turn. */
    void happened(Event event);

    /** Does something in its turn among the events. */
    void soon(Runnable task);

    /**
     * A file is being looked at or read, or is not any more. nginx does that itself and sees nothing else meanwhile; the
     * client's FIN is to be seen behind it.
     */
    default void atDisk(boolean busy) {}

    Life life();

    /** Whether another exchange may follow on the same connection. */
    boolean keptAlive();

    /** The settings that the rules go by from here on. */
    void inForce(Settings settings);

    /** Where the response goes. */
    ResponseOut response();

    /** Reads the body of the request in work. */
    void read(RequestBody body);

    /** Stops reading the request's body while whoever takes it is slower than the client. */
    void pause(boolean pause);

    /** What has come of a chunked body in work that nobody reads yet: seen before an answer that has it dropped. */
    default Optional<ChunkedReader> chunksAhead() {
        return Optional.empty();
    }

    /** After 101: what the client sends from here on goes through {@link Exchange#tunnelUp}. */
    void upgraded();
}
