package io.waflab.reproduce;

import java.util.List;

/** Reads the words of a {@code request} step. */
final class RequestWords {

    private RequestWords() {}

    /** @throws IllegalArgumentException for a word that is none of a request's, in one line */
    static Request parse(List<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("no target");
        }
        int next = 0;
        var method = "GET";
        if (!words.get(0).startsWith("/") && words.size() > 1 && !words.get(1).contains("=")) {
            method = words.get(next++);
        }
        var request = Request.get(words.get(next++)).withMethod(method);
        for (var word : words.subList(next, words.size())) {
            request = with(request, word);
        }
        words.forEach(RequestWords::ascii);
        return request;
    }

    /**
     * What goes into a head. Bytes as they are goes the step {@code send}.
     *
     * @throws IllegalArgumentException for a character that is no ASCII
     */
    static String ascii(String word) {
        if (word.chars().anyMatch(c -> c >= 0x7f)) {
            throw new IllegalArgumentException("\"" + Printable.of(word) + "\" is not ASCII: percent-encode it");
        }
        return word;
    }

    private static Request with(Request request, String word) {
        var sides = word.split("=", 2);
        var value = sides.length == 2 ? sides[1] : "";
        return switch (sides[0]) {
            case "version" -> request.withVersion(value);
            case "header" -> request.withHeader(value.replaceFirst(":", ": "));
            case "fill" -> request.withHeader("X-Fill: " + "f".repeat((int) Math.min(Target.size(value), 65_536)));
            case "body" -> request.withBody(Target.size(value));
            case "chunked" -> request.inChunks();
            case "sent" -> request.sendingBody(Math.min(Target.size(value), Math.max(0, request.body())));
            case "head" -> request.sendingHead((int) Math.min(Target.size(value), Integer.MAX_VALUE));
            default -> throw new IllegalArgumentException("\"" + Printable.of(word) + "\" is no part of a request");
        };
    }
}
