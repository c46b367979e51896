package io.waflab.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What nginx refuses of {@code thread_pool}, and of {@code aio} where it names one (src/core/ngx_thread_pool.c), though waflab
 * has no such pools. One may be written behind its use.
 */
final class ThreadPools {

    private static final String USE = "threads=";

    private ThreadPools() {}

    /** Says what is wrong with those of a whole file. */
    static void check(List<Statement> file, Problems problems) {
        var names = new HashSet<String>();
        for (var statement : file) {
            if (statement.name().equals("thread_pool") && !statement.arguments().isEmpty()) {
                checkPool(statement, problems);
                if (!names.add(statement.arguments().get(0))) {
                    problems.add(
                            statement.origin(),
                            "duplicate thread pool \"" + statement.arguments().get(0) + "\"");
                }
            }
        }
        names.add("default");
        checkUse(file, names, problems);
    }

    private static void checkPool(Statement pool, Problems problems) {
        for (var word : pool.arguments().subList(1, pool.arguments().size())) {
            if (word.startsWith(USE) && !word.matches("threads=0*[1-9][0-9]*")) {
                problems.add(pool.origin(), "invalid threads value \"" + word + "\"");
            } else if (word.startsWith("max_queue=") && !word.matches("max_queue=[0-9]+")) {
                problems.add(pool.origin(), "invalid max_queue value \"" + word + "\"");
            }
        }
    }

    private static void checkUse(List<Statement> statements, Set<String> names, Problems problems) {
        for (var statement : statements) {
            var word =
                    statement.arguments().isEmpty() ? "" : statement.arguments().get(0);
            if (statement.name().equals("aio") && word.startsWith(USE)) {
                var name = word.substring(USE.length());
                if (name.indexOf('$') < 0 && !names.contains(name)) {
                    problems.add(statement.origin(), "unknown thread pool \"" + name + "\"");
                }
            }
            checkUse(statement.block(), names, problems);
        }
    }
}
