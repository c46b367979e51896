package io.waflab.http;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes request heads for an upstream in nginx's order (ngx_http_proxy_create_request): the request line, the fields of
 * proxy_set_header, nginx's own where those do not name them, then the client's without all these. Made once for a
 * location.
 */
public final class UpstreamRequestWriter {

    /** What nginx sets or removes by itself. */
    private static final List<String> OWN = List.of(
            "Host", "Connection", "Content-Length", "Transfer-Encoding", "TE", "Keep-Alive", "Expect", "Upgrade");

    private static final byte[] HTTP_11 = ResponseWriter.ascii(" HTTP/1.1\r\n");
    private static final byte[] HTTP_10 = ResponseWriter.ascii(" HTTP/1.0\r\n");

    private final List<String> names;
    private final boolean ownHost;
    private final boolean ownConnection;
    private final boolean ownContentLength;
    private final boolean ownTransferEncoding;
    private final FieldNames replaced;

    /** @param names of proxy_set_header, in order, as written */
    public UpstreamRequestWriter(List<String> names) {
        this.names = List.copyOf(names);
        ownHost = lacks("Host");
        ownConnection = lacks("Connection");
        ownContentLength = lacks("Content-Length");
        ownTransferEncoding = lacks("Transfer-Encoding");
        var all = new ArrayList<>(OWN);
        all.addAll(names);
        replaced = FieldNames.of(all);
    }

    private boolean lacks(String name) {
        for (var written : names) {
            if (written.equalsIgnoreCase(name)) {
                return false;
            }
        }
        return true;
    }

    /** The names it was made with. */
    public List<String> names() {
        return names;
    }

    /** Writes the whole head, the empty line included. */
    public void write(UpstreamRequest request, ByteBuf out) {
        var head = request.head();
        out.ensureWritable(head.length > 0 ? head.length + 128 : 512);
        ResponseWriter.text(refuseSpaces(request.method()), out);
        out.writeByte(' ');
        if (request.uri() == null) {
            head.writeTarget(out);
        } else {
            ResponseWriter.text(refuseSpaces(request.uri()), out);
        }
        out.writeBytes(request.version() == HttpVersion.HTTP_10 ? HTTP_10 : HTTP_11);
        for (int i = 0; i < names.size(); i++) {
            field(names.get(i), request.values().get(i), out);
        }
        own(request, out);
        if (request.passHeaders()) {
            head.writeFields(replaced, out);
        }
        ResponseWriter.end(out);
    }

    private void own(UpstreamRequest request, ByteBuf out) {
        if (ownHost) {
            field("Host", request.host(), out);
        }
        if (ownConnection) {
            field("Connection", request.connection(), out);
        }
        if (ownContentLength && request.bodyLength() >= 0) {
            field("Content-Length", Long.toString(request.bodyLength()), out);
        }
        if (ownTransferEncoding && request.bodyLength() == UpstreamRequest.CHUNKED) {
            field("Transfer-Encoding", "chunked", out);
        }
    }

    private static void field(String name, String value, ByteBuf out) {
        if (value != null && !value.isEmpty()) {
            ResponseWriter.field(name, value, out);
        }
    }

    /** A target with a space or a control character would be read as something else by the upstream. */
    private static String refuseSpaces(String uri) {
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c <= ' ' || c == 0x7f) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "byte %#04x in a request line at character %d (expected it encoded)", (int) c, i));
            }
        }
        return uri;
    }
}
