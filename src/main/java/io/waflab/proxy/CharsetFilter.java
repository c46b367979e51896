package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.config.MediaTypeSet;
import io.waflab.config.Settings;
import io.waflab.config.Template;
import io.waflab.config.Variables;
import io.waflab.http.ContentType;

/** Says the charset in Content-Type (ngx_http_charset_header_filter); the body stays as it is. */
final class CharsetFilter {

    private final Template charset;
    private final MediaTypeSet types;

    private CharsetFilter(Settings settings, Variables variables) {
        var word = settings.text(Directive.CHARSET);
        charset = word.equals("off") ? null : Template.of(word, variables);
        types = MediaTypeSet.of(settings, Directive.CHARSET_TYPES);
    }

    static CharsetFilter of(Settings settings, Variables variables) {
        return new CharsetFilter(settings, variables);
    }

    void pass(Reply reply, Exchange exchange) {
        if (charset == null || reply.contentType() == null || reply.status() == 301 || reply.status() == 302) {
            return;
        }
        var type = reply.contentType();
        if (!type.isEmpty() && ContentType.of(type).charset().isEmpty() && types.contains(type)) {
            var name = exchange.expand(charset);
            reply.contentType(name.isEmpty() ? type : type + "; charset=" + name);
        }
    }
}
