package io.waflab.reproduce;

import java.util.List;
import java.util.Optional;

/**
 * A request head as an origin received it.
 *
 * @param connection the connection's number in the order of acceptance, from 1
 * @param number the request's number on its connection, from 1
 * @param nanos when the head was complete, since the origin began
 * @param head verbatim with its empty line, a byte a character
 */
public record OriginRequest(int connection, int number, long nanos, String head) {

    public String requestLine() {
        return Heads.firstLine(head);
    }

    /** Empty when the request line has fewer words. */
    public String method() {
        return word(0);
    }

    /** Empty when the request line has fewer words. */
    public String target() {
        return word(1);
    }

    /** Lines as received, in order. */
    public List<String> headers() {
        return Heads.headers(head);
    }

    /** The first of that name, case ignored. */
    public Optional<String> header(String name) {
        return Heads.header(headers(), name);
    }

    private String word(int number) {
        var words = requestLine().split(" ");
        return number < words.length ? words[number] : "";
    }
}
