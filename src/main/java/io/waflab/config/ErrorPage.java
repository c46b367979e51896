package io.waflab.config;

import java.util.List;
import java.util.Optional;

/**
 * One {@code error_page}: {@code error_page 502 503 =200 /50x.html}.
 *
 * @param codes 300 to 599, for which statuses it is
 * @param response the status that the client gets: absent for the original one; 0 for a bare {@code =}, the status of what
 *     answers for uri
 * @param uri a path inside the server, the name of a location ({@code @name}), or a URL to which the client is
 *     redirected
 */
public record ErrorPage(List<Integer> codes, Optional<Integer> response, Template uri) {

    public ErrorPage {
        codes = List.copyOf(codes);
    }

    /** @throws IllegalArgumentException in nginx's words */
    public static ErrorPage of(List<String> words) {
        int last = words.size() - 1;
        if (last < 1) {
            throw new IllegalArgumentException("invalid number of arguments (expected code ... [=[response]] uri)");
        }
        boolean changes = words.get(last - 1).startsWith("=");
        int end = changes ? last - 1 : last;
        if (end < 1) {
            throw new IllegalArgumentException("invalid value \"" + words.get(0) + "\"");
        }
        var response = changes ? Optional.of(overwrite(words.get(last - 1))) : Optional.<Integer>empty();
        var codes = words.subList(0, end).stream().map(ErrorPage::code).toList();
        return new ErrorPage(codes, response, Template.of(words.get(last)));
    }

    private static int overwrite(String word) {
        if (!word.matches("=[0-9]{0,3}")) {
            throw new IllegalArgumentException("invalid value \"" + word + "\"");
        }
        return word.length() == 1 ? 0 : Integer.parseInt(word.substring(1));
    }

    private static int code(String word) {
        if (!word.matches("[0-9]{1,9}") || word.equals("499")) {
            throw new IllegalArgumentException("invalid value \"" + word + "\"");
        }
        int code = Integer.parseInt(word);
        if (code < 300 || code > 599) {
            throw new IllegalArgumentException("value \"" + word + "\" must be between 300 and 599");
        }
        return code;
    }
}
