package io.waflab.proxy;

import io.waflab.config.DocumentRoot;
import io.waflab.config.Template;
import io.waflab.config.TryFiles;
import io.waflab.rewrite.FileFacts;
import java.util.Iterator;

/** Looks for the files of a {@code try_files}, one after the other (ngx_http_try_files_handler). */
final class Candidates {

    private final Exchange exchange;
    private final Request request;
    private final TryFiles asked;
    private final Runnable onward;
    private final Iterator<TryFiles.Candidate> left;

    /** @param onward to what serves the URI, once that is the path of a file */
    Candidates(Exchange exchange, TryFiles asked, Runnable onward) {
        this.exchange = exchange;
        this.asked = asked;
        this.onward = onward;
        request = exchange.request();
        left = asked.candidates().iterator();
    }

    /** Looks for the next. */
    void next() {
        if (!left.hasNext()) {
            fallBack();
            return;
        }
        if (request.path().isEmpty()) {
            exchange.fail(500);
            return;
        }
        var candidate = left.next();
        var below = below(candidate.name());
        var path = request.documentRoot() + below;
        exchange.disk().look(path, facts -> looked(candidate, below, path, facts));
    }

    /** What a template stands for, below the document root: without what an alias takes the place of. */
    private String below(Template name) {
        var text = request.expand(name);
        int replaced = request.alias() == DocumentRoot.WHOLE ? request.uri().length() : request.alias();
        return text.regionMatches(0, request.uri(), 0, replaced) ? text.substring(replaced) : text;
    }

    private void looked(TryFiles.Candidate candidate, String below, String path, FileFacts facts) {
        if (!facts.exists() && facts.kind() != FileFacts.Kind.NONE) {
            exchange.log("crit", "stat() \"" + path + "\" failed " + facts.failure());
        }
        boolean there = facts.exists() && (facts.kind() == FileFacts.Kind.DIRECTORY) == candidate.directory();
        if (there) {
            request.found(below, candidate.directory());
            onward.run();
        } else {
            next();
        }
    }

    private void fallBack() {
        if (asked.code().isPresent()) {
            exchange.fail(asked.code().get());
            return;
        }
        exchange.redirectInternally(request.expand(asked.fallback()));
    }
}
