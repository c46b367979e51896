package io.waflab.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes nginx's language apart into directives, each ended by a semicolon or a brace, as ngx_conf_read_token does
 * (src/core/ngx_conf_file.c): words stand between blanks or in quotes, {@code #} at a word's start begins a comment, and a
 * brace right behind a dollar sign belongs to its word.
 */
final class NginxTokens {

    /** Bytes that a word and its quotes may have in nginx (NGX_CONF_BUFFER); here characters. */
    private static final int LONGEST_WORD = 4096;

    private static final int SHOWN = 10;

    private final Source source;
    private int at;
    private int line = 1;

    /** What ends a directive's words. */
    enum End {
        SEMICOLON,
        OPEN,
        CLOSE,
        FILE
    }

    /**
     * A text to be read.
     *
     * @param name what messages call it
     * @param text all of it
     * @param isParameter whether it is the command line's {@code -g}, not a file
     */
    record Source(String name, String text, boolean isParameter) {}

    /**
     * The words of one directive; none before a closing brace or the end of the file.
     *
     * @param line the one on which the directive ends, which is the one that nginx names
     */
    record Token(List<String> words, End end, int line) {}

    NginxTokens(Source source) {
        this.source = source;
    }

    /** @throws ConfigException in nginx's words */
    Token next() throws ConfigException {
        var words = new ArrayList<String>();
        while (true) {
            skipBlanks();
            if (at == source.text().length()) {
                return endOfFile(words);
            }
            char c = source.text().charAt(at);
            switch (c) {
                case ';', '{' -> {
                    return ended(words, c);
                }
                case '}' -> {
                    if (!words.isEmpty()) {
                        throw refused("unexpected \"}\"");
                    }
                    at++;
                    return new Token(List.of(), End.CLOSE, line);
                }
                case '"', '\'' -> words.add(quotedWord(c));
                default -> words.add(word());
            }
        }
    }

    private Token ended(List<String> words, char c) throws ConfigException {
        if (words.isEmpty()) {
            throw refused("unexpected \"" + c + "\"");
        }
        at++;
        return new Token(words, c == ';' ? End.SEMICOLON : End.OPEN, line);
    }

    private Token endOfFile(List<String> words) throws ConfigException {
        if (words.isEmpty()) {
            return new Token(words, End.FILE, line);
        }
        throw unexpectedEnd();
    }

    private ConfigException unexpectedEnd() {
        return refused(
                source.isParameter()
                        ? "unexpected end of parameter, expecting \";\""
                        : "unexpected end of file, expecting \";\" or \"}\"");
    }

    /** Passes over a block of Lua whose opening brace was read, up to the brace that closes it. */
    void skipLua() throws ConfigException {
        int depth = 1;
        while (at < source.text().length()) {
            char c = advance();
            if (c == '"' || c == '\'') {
                skipTo(String.valueOf(c), true);
            } else if (c == '[' && source.text().startsWith("[", at)) {
                skipTo("]]", false);
            } else if (c == '-' && source.text().startsWith("-", at)) {
                skipTo(source.text().startsWith("-[[", at) ? "]]" : "\n", false);
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return;
            }
        }
        throw refused("unexpected end of file, expecting the \"}\" of a block of Lua");
    }

    private void skipTo(String end, boolean escapes) {
        while (at < source.text().length() && !source.text().startsWith(end, at)) {
            if (escapes) {
                skipCharacter();
            } else {
                advance();
            }
        }
        for (int i = 0; i < end.length() && at < source.text().length(); i++) {
            advance();
        }
    }

    private void skipBlanks() {
        while (at < source.text().length()) {
            char c = source.text().charAt(at);
            if (c == '#') {
                skipComment();
            } else if (isBlank(c)) {
                advance();
            } else {
                return;
            }
        }
    }

    private void skipComment() {
        while (at < source.text().length() && source.text().charAt(at) != '\n') {
            at++;
        }
    }

    private char advance() {
        char c = source.text().charAt(at++);
        if (c == '\n') {
            line++;
        }
        return c;
    }

    /** Up to a blank, a semicolon or a brace that no dollar sign stands before. */
    private String word() throws ConfigException {
        int from = at;
        int startLine = line;
        boolean variable = false;
        while (at < source.text().length()) {
            checkLength(from, startLine, ' ');
            char c = source.text().charAt(at);
            if (isBlank(c) || c == ';' || c == '{' && !variable) {
                return Words.unescaped(source.text().substring(from, at));
            }
            variable = c == '$' || c == '{' && variable;
            skipCharacter();
        }
        throw unexpectedEnd();
    }

    /** Up to the same quote; behind it a blank, the directive's end or a closing parenthesis must stand. */
    private String quotedWord(char quote) throws ConfigException {
        at++;
        int from = at;
        int startLine = line;
        while (at < source.text().length()) {
            checkLength(from, startLine, quote);
            if (source.text().charAt(at) == quote) {
                var word = Words.unescaped(source.text().substring(from, at));
                at++;
                checkBehindQuote();
                return word;
            }
            skipCharacter();
        }
        throw unexpectedEnd();
    }

    private void checkBehindQuote() throws ConfigException {
        if (at < source.text().length()) {
            char c = source.text().charAt(at);
            if (!isBlank(c) && c != ';' && c != '{' && c != ')') {
                throw refused("unexpected \"" + c + "\"");
            }
        }
    }

    /** One character, or two of which the first is a backslash. */
    private void skipCharacter() {
        if (advance() == '\\' && at < source.text().length()) {
            advance();
        }
    }

    private void checkLength(int from, int startLine, char quote) throws ConfigException {
        if (at - from < LONGEST_WORD) {
            return;
        }
        line = startLine;
        throw refused(
                quote == ' '
                        ? "too long parameter \"" + source.text().substring(from, from + SHOWN) + "...\" started"
                        : "too long parameter, probably missing terminating \"" + quote + "\" character");
    }

    /** The line that was read last. */
    int line() {
        return line;
    }

    ConfigException refused(String message) {
        return new ConfigException(new Origin(source.name(), source.isParameter() ? 0 : line), Printable.line(message));
    }

    /** What stands between words (ngx_conf_read_token). */
    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
