package io.waflab.proxy;

import io.waflab.config.LogFormat;
import io.waflab.config.Template;
import io.waflab.config.Variable;
import io.waflab.http.LogEscape;
import io.waflab.rewrite.Scope;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What the access logs say of one request, or of one session of stream: a line in each (ngx_http_log_handler). */
final class AccessLines {

    /** Those that nginx always has a value of, be it an empty one (ngx_http_variables.c: not {@code not_found}). */
    private static final Set<Variable> HAVE_EMPTY = EnumSet.of(
            Variable.HOST,
            Variable.HTTP2,
            Variable.HTTPS,
            Variable.INVALID_REFERER,
            Variable.IS_ARGS,
            Variable.REALIP_REMOTE_PORT,
            Variable.REMOTE_PORT,
            Variable.REQUEST_COMPLETION,
            Variable.SERVER_NAME,
            Variable.SERVER_PORT);

    private final Scope scope;
    private final Predicate<Template.BuiltIn> isThere;

    private AccessLines(Scope scope, Predicate<Template.BuiltIn> isThere) {
        this.scope = scope;
        this.isThere = isThere;
    }

    private boolean hasNone(Template.Part part) {
        return part instanceof Template.BuiltIn own && !HAVE_EMPTY.contains(own.variable()) && !isThere.test(own);
    }

    /**
     * @param scope with the values of its variables
     * @param isThere whether nginx has a value of another variable that comes out empty, too
     */
    static void write(List<Logs.Access> targets, Scope scope, Logs logs, Predicate<Template.BuiltIn> isThere) {
        var lines = new AccessLines(scope, isThere);
        for (var log : targets) {
            if (log.condition().isPresent() && isNo(scope.expand(log.condition().get()))) {
                continue;
            }
            var line = lines.text(log.format());
            if (log.file().isPresent()) {
                log.file().get().octets(line);
            } else {
                logs.named(scope.expand(log.name()), line, log.keeping());
            }
        }
    }

    private static boolean isNo(String value) {
        return value.isEmpty() || value.equals("0");
    }

    /** Values are escaped as the format says, and {@code -} stands for none unless it says otherwise. */
    private String text(LogFormat format) {
        var text = new StringBuilder(160);
        for (var part : format.text().parts()) {
            if (part instanceof Template.Literal literal) {
                text.append(literal.text());
                continue;
            }
            var value = scope.value(part);
            text.append(
                    switch (format.escape()) {
                        case DEFAULT -> value.isEmpty() && hasNone(part) ? "-" : LogEscape.standard(value);
                        case JSON -> LogEscape.json(value);
                        case NONE -> value;
                    });
        }
        return text.toString();
    }
}
