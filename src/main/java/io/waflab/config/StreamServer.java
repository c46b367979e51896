package io.waflab.config;

import java.util.List;
import java.util.Optional;

/**
 * One {@code server} of stream. It either passes connections on or answers them.
 *
 * @param listens the addresses it answers on, at least one
 * @param settings in force
 * @param sets what is set before a connection is passed on, in the order of the file
 * @param pass where connections go; empty with reply
 * @param reply what {@code return} sends; empty with pass
 * @param origin where the block begins
 */
public record StreamServer(
        List<Listen> listens,
        Settings settings,
        List<Assignment> sets,
        Optional<StreamPass> pass,
        Optional<Template> reply,
        Origin origin) {

    public StreamServer {
        listens = List.copyOf(listens);
        sets = List.copyOf(sets);
    }

    /**
     * A {@code set}.
     *
     * @param slot of the variable, see {@link Variables#slot}
     */
    public record Assignment(int slot, Template value) {}

    /** Whether TLS is spoken on any of its addresses. */
    public boolean speaksTls() {
        for (var listen : listens) {
            if (listen.ssl()) {
                return true;
            }
        }
        return false;
    }
}
