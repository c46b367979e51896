package io.waflab.config;

import java.util.List;

/**
 * Whether nginx takes the size of {@code large_client_header_buffers}: it is no less than that of a connection's pool, 512
 * bytes where nothing is said (ngx_http_core_merge_srv_conf). Of each server, for only there the two come together.
 */
final class HeadBuffers {

    private static final String BUFFERS = "large_client_header_buffers";
    private static final String POOL = "connection_pool_size";

    private static final Statement OF_ITSELF_BUFFERS = ofItself(BUFFERS, "4", "8k");
    private static final Statement OF_ITSELF_POOL = ofItself(POOL, "512");

    private HeadBuffers() {}

    private static Statement ofItself(String name, String... words) {
        return new Statement(name, List.of(words), new Origin("", 0), List.of());
    }

    /** Says what is wrong in the servers of a whole file. */
    static void check(List<Statement> file, Problems problems) {
        for (var http : file) {
            if (http.name().equals("http")) {
                var buffers = of(http, BUFFERS, OF_ITSELF_BUFFERS);
                var pool = of(http, POOL, OF_ITSELF_POOL);
                for (var server : http.block()) {
                    if (server.name().equals("server")) {
                        check(of(server, BUFFERS, buffers), of(server, POOL, pool), problems);
                    }
                }
            }
        }
    }

    private static Statement of(Statement block, String name, Statement inherited) {
        for (var statement : block.block()) {
            if (statement.name().equals(name)) {
                return statement;
            }
        }
        return inherited;
    }

    private static void check(Statement buffers, Statement pool, Problems problems) {
        var words = buffers.arguments();
        if (words.size() == 2 && pool.arguments().size() == 1) {
            long size = Units.sizeOrZero(words.get(1));
            long least = Units.sizeOrZero(pool.arguments().get(0));
            if (size > 0 && size < least) {
                problems.add(
                        buffers == OF_ITSELF_BUFFERS ? pool.origin() : buffers.origin(),
                        "the \"" + BUFFERS + "\" size must be equal to or greater than \"" + POOL + "\"");
            }
        }
    }
}
