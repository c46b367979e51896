package io.waflab.proxy;

import io.waflab.config.LogFormat;
import io.waflab.config.Template;
import io.waflab.http.LogEscape;
import io.waflab.rewrite.Scope;
import java.util.List;

/** What the access logs say of one request, or of one session of stream: a line in each (ngx_http_log_handler). */
final class AccessLines {

    private AccessLines() {}

    /** @param scope with the values of its variables */
    static void write(List<Logs.Access> targets, Scope scope, Logs logs) {
        for (var log : targets) {
            if (log.condition().isPresent() && isNo(scope.expand(log.condition().get()))) {
                continue;
            }
            var line = text(log.format(), scope);
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
    private static String text(LogFormat format, Scope scope) {
        var text = new StringBuilder(160);
        for (var part : format.text().parts()) {
            if (part instanceof Template.Literal literal) {
                text.append(literal.text());
                continue;
            }
            var value = scope.value(part);
            text.append(
                    switch (format.escape()) {
                        case DEFAULT ->
                            value.isEmpty() && part instanceof Template.BuiltIn ? "-" : LogEscape.standard(value);
                        case JSON -> LogEscape.json(value);
                        case NONE -> value;
                    });
        }
        return text.toString();
    }
}
