package io.waflab.reproduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A request of the lab's client, or the part of it that is sent.
 *
 * @param method any token
 * @param target as it stands in the request line
 * @param version {@code 1.1} or {@code 1.0}
 * @param headers lines without their end, {@code Name: value}; behind Host and before the framing headers
 * @param body bytes that the framing promises; -1 for no framing header
 * @param chunked whether the body goes in chunks and not under Content-Length
 * @param sentBody bytes of the body that are sent, 0 to body
 * @param sentHead bytes of the head that are sent; -1 for all. With less than all nothing of the body follows
 */
public record Request(
        String method,
        String target,
        String version,
        List<String> headers,
        long body,
        boolean chunked,
        long sentBody,
        int sentHead) {

    /** Bytes of a body that are sent at once. */
    static final int PIECE = 16 * 1024;

    public Request {
        headers = List.copyOf(headers);
    }

    public static Request get(String target) {
        return new Request("GET", target, "1.1", List.of(), -1, false, 0, -1);
    }

    public static Request post(String target, long bytes) {
        return new Request("POST", target, "1.1", List.of(), bytes, false, bytes, -1);
    }

    public Request withMethod(String token) {
        return new Request(token, target, version, headers, body, chunked, sentBody, sentHead);
    }

    public Request withVersion(String number) {
        return new Request(method, target, number, headers, body, chunked, sentBody, sentHead);
    }

    public Request withHeader(String line) {
        var all = new ArrayList<>(headers);
        all.add(line);
        return new Request(method, target, version, all, body, chunked, sentBody, sentHead);
    }

    /** All of it is sent. */
    public Request withBody(long bytes) {
        return new Request(method, target, version, headers, bytes, chunked, bytes, sentHead);
    }

    public Request inChunks() {
        return new Request(method, target, version, headers, Math.max(0, body), true, sentBody, sentHead);
    }

    /** Only the first bytes of the body; chunked: no last chunk. */
    public Request sendingBody(long bytes) {
        return new Request(method, target, version, headers, body, chunked, bytes, sentHead);
    }

    /** Only the first bytes of the head. */
    public Request sendingHead(int bytes) {
        return new Request(method, target, version, headers, body, chunked, 0, bytes);
    }

    /** What bodies are made of. */
    static byte[] bodyOf(int bytes) {
        var piece = new byte[bytes];
        Arrays.fill(piece, (byte) 'b');
        return piece;
    }

    /** The whole head with its empty line. */
    String head(String host) {
        var head = new StringBuilder(method + " " + target + " HTTP/" + version + "\r\n");
        if (headers.stream().noneMatch(line -> line.regionMatches(true, 0, "Host:", 0, 5))) {
            head.append("Host: ").append(host).append("\r\n");
        }
        headers.forEach(line -> head.append(line).append("\r\n"));
        if (chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (body >= 0) {
            head.append("Content-Length: ").append(body).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    @Override
    public String toString() {
        return method + " " + target + " HTTP/" + version;
    }
}
