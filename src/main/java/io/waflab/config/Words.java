package io.waflab.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * nginx's words: what stands between blanks, or in single or double quotes. Behind a backslash a quote, a backslash, and
 * {@code t r n} mean themselves, a tab, a return and a line feed; any other backslash stays (src/core/ngx_conf_file.c,
 * ngx_conf_read_token).
 */
final class Words {

    private static final Set<Kind> ONE_WORD =
            Set.of(Kind.TIME, Kind.SIZE, Kind.COUNT, Kind.FLAG, Kind.CHOICE, Kind.TEXT);

    private final String text;
    private int at;

    private Words(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException for a quote that is not closed, or closed in the middle of a word */
    static List<String> split(String text) {
        var words = new Words(text);
        var all = new ArrayList<String>();
        while (words.skipBlanks()) {
            all.add(words.next());
        }
        return all;
    }

    /**
     * The words behind a directive, written as one text outside of nginx.conf: that text is the word where the directive
     * has only one, and an empty text is an empty word.
     *
     * @throws IllegalArgumentException as {@link #split} does, and for {@code keepalive_timeout = 1h 30m}, which could be one
     *     time or two
     */
    static List<String> of(String name, String text) {
        var directive = Directive.of(name);
        var kind = directive.isPresent() ? directive.get().kind() : null;
        boolean quoted = text.startsWith("\"") || text.startsWith("'");
        if (text.isBlank() || kind != null && ONE_WORD.contains(kind) && !quoted) {
            return List.of(text.strip());
        }
        var words = split(text);
        if (kind == Kind.TIMES && words.size() > 1 && Units.isTime(text)) {
            throw new IllegalArgumentException("\"" + text + "\" can be one time or two (write "
                    + Units.time(text).toSeconds() + "s for one; for two, units that do not follow each other)");
        }
        return words;
    }

    /** The words in one text that {@link #split} takes apart again. */
    static String join(List<String> words) {
        return words.stream().map(Words::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return standsAlone(word) ? word : inQuotes(word);
    }

    /** The word in double quotes, whether it needs them or not. */
    static String inQuotes(String word) {
        var escaped = new StringBuilder();
        for (char c : word.toCharArray()) {
            switch (c) {
                case '\t' -> escaped.append("\\t");
                case '\r' -> escaped.append("\\r");
                case '\n' -> escaped.append("\\n");
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                default -> escaped.append(c);
            }
        }
        return "\"" + escaped + "\"";
    }

    /** Whether it can be read back without quotes: no blanks, no escapes, nothing that ends a directive of nginx.conf. */
    private static boolean standsAlone(String word) {
        try {
            return split(word).equals(List.of(word))
                    && !word.endsWith("\\")
                    && word.chars().noneMatch(c -> c == ';' || c == '{' || c == '}' || c == '#');
        } catch (IllegalArgumentException unbalanced) {
            return false;
        }
    }

    private boolean skipBlanks() {
        while (at < text.length() && NginxTokens.isBlank(text.charAt(at))) {
            at++;
        }
        return at < text.length();
    }

    private String next() {
        char first = text.charAt(at);
        boolean quoted = first == '"' || first == '\'';
        int from = at;
        at += quoted ? 1 : 0;
        int begin = at;
        while (at < text.length() && (quoted ? text.charAt(at) != first : !NginxTokens.isBlank(text.charAt(at)))) {
            at = Math.min(text.length(), at + (text.charAt(at) == '\\' ? 2 : 1));
        }
        var word = unescaped(text.substring(begin, at));
        if (quoted) {
            closeQuote(from);
        }
        return word;
    }

    private void closeQuote(int from) {
        if (at == text.length()) {
            throw new IllegalArgumentException("the quote at character " + from + " is not closed");
        }
        at++;
        if (at < text.length() && !NginxTokens.isBlank(text.charAt(at))) {
            throw new IllegalArgumentException(
                    "unexpected \"" + text.charAt(at) + "\" behind the closing quote at character " + (at - 1));
        }
    }

    /** The word's escapes undone; an escape that is none keeps its backslash. */
    static String unescaped(String word) {
        int backslash = word.indexOf('\\');
        if (backslash < 0) {
            return word;
        }
        var text = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c != '\\' || i + 1 == word.length()) {
                text.append(c);
                continue;
            }
            char escaped = word.charAt(++i);
            switch (escaped) {
                case '"', '\'', '\\' -> text.append(escaped);
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case 'n' -> text.append('\n');
                default -> {
                    text.append(c);
                    i--;
                }
            }
        }
        return text.toString();
    }
}
