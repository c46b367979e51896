package io.waflab.config;

import java.util.List;
import java.util.Optional;

/**
 * One {@code error_page}: {@code error_page 502 503 =200 /50x.html}.
 *
 * @param codes 300 to 599, for which statuses it is
 * @param response the status that the client gets: absent for the original one; 0 for a bare {@code =}, the status of what
 *     answers for uri
 * @param uri a path inside the server, or a URL to which the client is redirected
 */
public record ErrorPage(List<Integer> codes, Optional<Integer> response, Template uri) {

    public ErrorPage {
        codes = List.copyOf(codes);
    }

    /** @throws IllegalArgumentException saying what was expected */
    public static ErrorPage of(List<String> words) {
        int last = words.size() - 1;
        boolean changes = last >= 1 && words.get(last - 1).startsWith("=");
        int end = changes ? last - 1 : last;
        if (end < 1) {
            throw new IllegalArgumentException("expected: error_page code ... [=[response]] uri");
        }
        var uri = words.get(last);
        if (!uri.startsWith("/") && !uri.matches("(?i)https?://.*") && !uri.startsWith("$")) {
            throw new IllegalArgumentException("invalid uri \"" + uri
                    + "\" (expected /path, http://... or https://...; " + "named locations are not supported yet)");
        }
        var response = changes ? words.get(last - 1).substring(1) : "";
        return new ErrorPage(
                words.subList(0, end).stream().map(ErrorPage::code).toList(),
                !changes
                        ? Optional.empty()
                        : Optional.of(response.isEmpty() ? 0 : (int) Units.count(response, 100, 999)),
                Template.of(uri));
    }

    private static int code(String word) {
        return (int) Units.count(word, 300, 599);
    }
}
