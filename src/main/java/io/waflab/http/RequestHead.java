package io.waflab.http;

import io.netty.buffer.ByteBuf;

/**
 * A request's head. Text is ISO-8859-1: one character for each byte as received. After a refusal it holds what was read
 * until then, and {@link #target()} and {@link #host()} may be empty.
 */
public final class RequestHead {

    final RequestLine line = new RequestLine();
    final Fields fields = new Fields();

    int length;
    /** Bytes of what is whole of it: of HTTP/1 the request line and the fields' lines, of HTTP/2 the encoded block. */
    long counted;

    boolean whole;

    String host = "";
    String uri = "";
    int argsStart = -1;
    int argsEnd;
    long contentLength = -1;
    boolean chunked;
    boolean expectsContinue;
    /** 0 nothing said, -1 close, 1 keep-alive: the last Connection field decides. */
    int connection;

    private String method;
    private String target;

    RequestHead() {}

    /** The method as sent; empty when the line was refused before its end. */
    public String method() {
        if (method == null) {
            method = line.methodEnd < 0 ? "" : RequestMethod.text(fields.data(), line.start, line.methodEnd);
        }
        return method;
    }

    /** Whether the answer has a head only; of HTTP/0.9 none has one. */
    public boolean isHead() {
        return line.version >= 1000 && method().equals("HEAD");
    }

    /** Whether proxy_next_upstream may send it again: all but POST, LOCK and PATCH. */
    public boolean idempotent() {
        return RequestMethod.idempotent(method());
    }

    public HttpVersion version() {
        if (line.version >= 1001) {
            return line.version >= 2000 ? HttpVersion.HTTP_2 : HttpVersion.HTTP_11;
        }
        return line.version >= 1000 ? HttpVersion.HTTP_10 : HttpVersion.HTTP_09;
    }

    /** {@code $server_protocol}: the version as sent, empty for HTTP/0.9. */
    public String protocol() {
        return line.protocolEnd < 0 ? "" : Octets.text(fields.data(), line.protocolStart, line.protocolEnd);
    }

    /** {@code $request_uri}: path and arguments as sent, without the {@code http://host} of an absolute form. */
    public String target() {
        if (target == null) {
            target = line.uriEnd < 0 ? "" : Octets.text(fields.data(), line.uriStart, line.uriEnd);
        }
        return target;
    }

    /** Whether {@link #target()} can be sent on as it is: not where the request had arguments but no path. */
    public boolean targetIsWhole() {
        return !line.emptyPath;
    }

    /** {@code $uri}: decoded and normalized, beginning with a slash. */
    public String uri() {
        return uri;
    }

    /** Whether {@link #uri()} was percent-encoded, so that nginx encodes it again when it rewrites it. */
    public boolean quoted() {
        return line.quotedUri;
    }

    /** Whether the path has a {@code +}, which nginx encodes where it becomes an argument. */
    public boolean plusInUri() {
        int plus = target().indexOf('+');
        int mark = target().indexOf('?');
        return plus >= 0 && (mark < 0 || plus < mark);
    }

    /** {@code $args}: what follows the first {@code ?}; empty without arguments. */
    public String args() {
        return argsStart < 0 ? "" : Octets.text(fields.data(), argsStart, argsEnd);
    }

    /** {@code $host} without its fallback to server_name: lower case, without port; empty when the client named none. */
    public String host() {
        return host;
    }

    /** Bytes of the body; -1 when it is chunked or there is none. */
    public long contentLength() {
        return contentLength;
    }

    /** Whether the body comes in chunks. */
    public boolean chunked() {
        return chunked;
    }

    /** Whether a body follows. */
    public boolean hasBody() {
        return chunked || contentLength > 0;
    }

    /** The client's wish: HTTP/1.1 unless {@code Connection: close}, HTTP/1.0 only with {@code keep-alive}. */
    public boolean keepAlive() {
        return connection == 0 ? line.version > 1000 : connection > 0;
    }

    /** Whether the client waits for {@code 100 Continue} before its body (HTTP/1.1 alone). */
    public boolean expectsContinue() {
        return expectsContinue;
    }

    /** The value of the first Upgrade field; null without one. */
    public String upgrade() {
        return find("upgrade");
    }

    /**
     * The head's part of {@code $request_length}: nginx counts a line once it is whole and can be read, and no empty lines before
     * the first (ngx_http_process_request_line and _headers).
     */
    public long length() {
        return counted;
    }

    /** Whether all of it came and may stand. */
    public boolean isWhole() {
        return whole;
    }

    /** Whether the request line is whole and can be read: before that nginx has no {@code $request_method}. */
    public boolean hasLine() {
        return counted > 0;
    }

    /** {@code $request}: the request line as sent; of a line that was refused, what there is of it. */
    public String requestLine() {
        var data = fields.data();
        if (data == null || line.fresh()) {
            return "";
        }
        int end = line.end;
        for (int i = line.start; end < 0; i++) {
            if (i == length || data[i] == Octets.CR || data[i] == Octets.LF) {
                end = i;
            }
        }
        return Octets.text(data, line.start, end);
    }

    public int fieldCount() {
        return fields.count();
    }

    public String name(int i) {
        return fields.name(i);
    }

    public String value(int i) {
        return fields.value(i);
    }

    /** Whether field i has this name, which is given in lower case. */
    public boolean nameIs(int i, String lower) {
        return fields.nameIs(i, lower);
    }

    /** The value of the first field of that name (in lower case); null without one. */
    public String find(String lower) {
        return fields.find(lower);
    }

    /** Writes all fields but these, in their order. */
    public void writeFields(FieldNames but, ByteBuf out) {
        fields.writeAll(but, out);
    }

    /** Writes the bytes of {@link #target()}. */
    void writeTarget(ByteBuf out) {
        out.writeBytes(fields.data(), line.uriStart, line.uriEnd - line.uriStart);
    }
}
