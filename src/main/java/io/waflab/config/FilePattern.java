package io.waflab.config;

import java.util.Locale;
import java.util.Optional;

/**
 * A file's name with {@code * ? [...]}, as fnmatch(3) reads it with FNM_PERIOD, which is what nginx's includes come to: a set
 * is turned round by {@code !} or {@code ^}, a {@code ]} right behind its beginning is one of its characters, and a
 * {@code [} that nothing closes is itself. A backslash takes the next character's meaning away. Characters are bytes, for
 * nginx has no locale.
 */
final class FilePattern {

    private final String pattern;
    private final String name;

    private FilePattern(String pattern, String name) {
        this.pattern = pattern;
        this.name = name;
    }

    /** Whether the pattern means that name; a leading dot has to be written as one. */
    static boolean matches(String pattern, String name) {
        boolean dot = pattern.startsWith(".") || pattern.startsWith("\\.");
        return (dot || !name.startsWith(".")) && new FilePattern(TextBytes.of(pattern), TextBytes.of(name)).matches();
    }

    /** Whether a name has to be looked for, as ngx_conf_include asks. */
    static boolean hasWildcards(String name) {
        return name.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    /** A pattern without wildcards as the name that it is. */
    static String plain(String pattern) {
        return pattern.replaceAll("\\\\(.)", "$1");
    }

    /** The last star alone is tried anew: what an earlier one would take more of, it can take too. */
    private boolean matches() {
        int at = 0;
        int star = -1;
        int starred = 0;
        int i = 0;
        while (i < name.length()) {
            int next = at < pattern.length() ? step(at, name.charAt(i)) : -1;
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = ++at;
                starred = i;
            } else if (next >= 0) {
                at = next;
                i++;
            } else if (star >= 0) {
                at = star;
                i = ++starred;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    /** Behind what means that character there; -1 where it means another. */
    private int step(int at, char c) {
        char p = pattern.charAt(at);
        if (p == '?') {
            return at + 1;
        }
        if (p == '[') {
            var set = new Brackets(at + 1, c);
            if (set.closed) {
                return set.met ? set.at : -1;
            }
        }
        if (p == '\\' && at + 1 < pattern.length()) {
            return pattern.charAt(at + 1) == c ? at + 2 : -1;
        }
        return p == c ? at + 1 : -1;
    }

    /** What stands between brackets, and whether a character is of it. */
    private final class Brackets {

        private final char c;
        private int at;
        private boolean closed;
        private boolean met;

        Brackets(int from, char c) {
            this.c = c;
            at = from;
            boolean turned = at < pattern.length() && "!^".indexOf(pattern.charAt(at)) >= 0;
            if (turned) {
                at++;
            }
            int first = at;
            while (at < pattern.length() && !closed) {
                if (pattern.charAt(at) == ']' && at > first) {
                    at++;
                    closed = true;
                } else if (!characterClass()) {
                    range();
                }
            }
            met ^= turned;
        }

        /** {@code [:digit:]} and its like, in ASCII. */
        private boolean characterClass() {
            int end = pattern.startsWith("[:", at) ? pattern.indexOf(":]", at + 2) : -1;
            var ofThatName = end < 0 ? Optional.<String>empty() : asRegex(pattern.substring(at + 2, end));
            if (ofThatName.isEmpty()) {
                return false;
            }
            met |= String.valueOf(c).matches(ofThatName.get());
            at = end + 2;
            return true;
        }

        private static Optional<String> asRegex(String name) {
            return name.matches("alnum|alpha|blank|cntrl|digit|graph|lower|print|punct|space|upper|xdigit")
                    ? Optional.of("\\p{" + javaName(name) + "}")
                    : Optional.empty();
        }

        private static String javaName(String name) {
            return name.equals("xdigit") ? "XDigit" : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        }

        private void range() {
            char low = character();
            char high = low;
            boolean range = at + 1 < pattern.length() && pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']';
            if (range) {
                at++;
                high = character();
            }
            met |= low <= c && c <= high;
        }

        private char character() {
            if (pattern.charAt(at) == '\\' && at + 1 < pattern.length()) {
                at++;
            }
            return pattern.charAt(at++);
        }
    }
}
