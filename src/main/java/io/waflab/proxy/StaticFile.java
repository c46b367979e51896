package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.http.UpstreamUri;
import io.waflab.rewrite.FileFacts;
import io.waflab.rewrite.FileFacts.Kind;
import java.util.Set;

/** Answers by a file below the document root: ngx_http_index_module, then ngx_http_static_module. */
final class StaticFile {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");

    private final Exchange exchange;
    private final Request request;
    private String path;
    private int index;
    private FileAnswer.Form form = FileAnswer.Form.ALONE;
    private boolean folderKnown;

    StaticFile(Exchange exchange) {
        this.exchange = exchange;
        request = exchange.request();
    }

    void serve() {
        if (!METHODS.contains(request.method())) {
            exchange.fail(405);
            return;
        }
        var file = request.path();
        if (file.isEmpty()) {
            exchange.fail(500);
            return;
        }
        path = file.get();
        if (request.uri().endsWith("/")) {
            nextIndex();
        } else if (looksForCompressed()) {
            exchange.disk().open(path + ".gz", this::compressed);
        } else {
            exchange.disk().open(path, this::opened);
        }
    }

    // its compressed form (ngx_http_gzip_static_handler)

    private boolean looksForCompressed() {
        var settings = exchange.route().settings();
        return !settings.text(Directive.GZIP_STATIC).equals("off")
                && !request.method().equals("POST")
                && (settings.flag(Directive.GZIP_VARY) || takesCompressed());
    }

    private boolean takesCompressed() {
        return exchange.route().settings().text(Directive.GZIP_STATIC).equals("always")
                || GzipFilter.takes(Reply.own(200), exchange);
    }

    private void compressed(Disk.Opened opened) {
        var kind = opened.facts().kind();
        boolean always = exchange.route().settings().text(Directive.GZIP_STATIC).equals("always");
        boolean takes = takesCompressed();
        if (opened.facts().exists() && !always) {
            form = FileAnswer.Form.BESIDE_COMPRESSED;
        }
        if (kind == Kind.OTHER && takes) {
            exchange.log("crit", "\"" + path + ".gz\" is not a regular file");
            exchange.fail(404);
        } else if (kind == Kind.FILE && takes) {
            form = always ? FileAnswer.Form.COMPRESSED_ALWAYS : FileAnswer.Form.COMPRESSED;
            exchange.answer(new FileAnswer(exchange, path + ".gz", opened, form));
        } else {
            opened.channel().ifPresent(exchange.disk()::close);
            exchange.disk().open(path, this::opened);
        }
    }

    // a folder

    private void nextIndex() {
        var names = exchange.route().index();
        if (index == names.size()) {
            exchange.log("error", "directory index of \"" + path + "\" is forbidden");
            exchange.fail(403);
            return;
        }
        // Measured before it is made, as nginx does: what a map's regular expression captures by then is in it.
        request.expand(names.get(index));
        var name = request.expand(names.get(index++));
        if (name.startsWith("/")) {
            exchange.redirectInternally(name, request.args());
            return;
        }
        exchange.disk().look(path + name, facts -> indexLooked(name, facts));
    }

    private void indexLooked(String name, FileFacts facts) {
        if (facts.exists()) {
            exchange.redirectInternally(request.uri() + name, request.args());
        } else if (facts.kind() == Kind.UNKNOWN) {
            exchange.log("crit", "stat() \"" + path + name + "\" failed " + facts.failure());
            exchange.fail(500);
        } else if (facts.kind() == Kind.FORBIDDEN || !facts.failure().startsWith("(2:")) {
            indexError(path + name, facts);
        } else if (folderKnown) {
            nextIndex();
        } else {
            exchange.disk().look(path.substring(0, path.length() - 1), this::folderLooked);
        }
    }

    private void folderLooked(FileFacts facts) {
        folderKnown = true;
        if (facts.kind() == Kind.DIRECTORY) {
            nextIndex();
        } else if (facts.exists()) {
            exchange.log("alert", "\"" + path.substring(0, path.length() - 1) + "\" is not a directory");
            exchange.fail(500);
        } else {
            indexError(path + request.expand(exchange.route().index().get(index - 1)), facts);
        }
    }

    private void indexError(String file, FileFacts facts) {
        if (facts.kind() == Kind.FORBIDDEN) {
            exchange.log("error", "\"" + file + "\" is forbidden " + facts.failure());
            exchange.fail(403);
            return;
        }
        notFound("\"" + file + "\" is not found " + facts.failure());
    }

    private void notFound(String message) {
        if (exchange.route().settings().flag(Directive.LOG_NOT_FOUND)) {
            exchange.log("error", message);
        }
        exchange.fail(404);
    }

    // a file

    private void opened(Disk.Opened opened) {
        var facts = opened.facts();
        switch (facts.kind()) {
            case NONE -> notFound("open() \"" + path + "\" failed " + facts.failure());
            case FORBIDDEN -> refuse("error", 403, facts);
            case UNKNOWN -> refuse("crit", 500, facts);
            case OTHER -> {
                exchange.log("crit", "\"" + path + "\" is not a regular file");
                exchange.fail(404);
            }
            case DIRECTORY -> {
                var args = request.args().isEmpty() ? "" : "?" + request.args();
                exchange.answer(Answer.redirect(301, UpstreamUri.escape(request.uri()) + "/" + args));
            }
            case FILE -> file(opened);
        }
    }

    private void refuse(String level, int status, FileFacts facts) {
        exchange.log(level, "open() \"" + path + "\" failed " + facts.failure());
        exchange.fail(status);
    }

    private void file(Disk.Opened opened) {
        if (request.method().equals("POST")) {
            exchange.disk().close(opened.channel().orElseThrow());
            exchange.fail(405);
        } else {
            exchange.answer(new FileAnswer(exchange, path, opened, form));
        }
    }
}
