package io.waflab.config;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the words behind a directive may be, beyond its {@link Kind}. */
final class Arguments {

    private static final List<String> LEVELS =
            List.of("debug", "info", "notice", "warn", "error", "crit", "alert", "emerg");
    private static final List<String> PROTOCOLS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
    /** nginx takes them still; where OpenSSL has no such versions, as in Debian, they change nothing. */
    private static final List<String> BYGONE_PROTOCOLS = List.of("sslv2", "sslv3");

    private static final List<String> NEXT_UPSTREAM = List.of(
            "error",
            "timeout",
            "denied",
            "invalid_header",
            "http_500",
            "http_502",
            "http_503",
            "http_504",
            "http_403",
            "http_404",
            "http_429",
            "non_idempotent",
            "updating",
            "off");
    /** Those whose words ngx_conf_set_bitmask_slot reads, and the words. */
    private static final Map<Directive, List<String>> BITMASKS = Map.of(
            Directive.SSL_PROTOCOLS,
            PROTOCOLS,
            Directive.PROXY_SSL_PROTOCOLS,
            PROTOCOLS,
            Directive.PROXY_NEXT_UPSTREAM,
            NEXT_UPSTREAM,
            Directive.KEEPALIVE_DISABLE,
            List.of("none", "msie6", "safari"),
            Directive.GZIP_PROXIED,
            ClientArguments.PROXIED,
            Directive.PROXY_IGNORE_HEADERS,
            ProxyArguments.IGNORABLE);

    private static final Set<Directive> SECONDS = Set.of(Directive.SSL_SESSION_TIMEOUT);
    private static final Set<Directive> AT_LEAST_ONE = Set.of(Directive.WORKER_CONNECTIONS);
    private static final Set<Directive> SIZE_AT_LEAST_ONE = Set.of(
            Directive.CLIENT_HEADER_BUFFER_SIZE,
            Directive.PROXY_BUFFER_SIZE,
            Directive.CLIENT_BODY_BUFFER_SIZE,
            Directive.PREREAD_BUFFER_SIZE,
            Directive.SSL_BUFFER_SIZE);
    /** Their first word is a file's name, which is looked for when the configuration is read or used. */
    private static final Set<Directive> FILES = EnumSet.of(
            Directive.PID,
            Directive.ERROR_LOG,
            Directive.ACCESS_LOG,
            Directive.CLIENT_BODY_TEMP_PATH,
            Directive.PROXY_TEMP_PATH,
            Directive.SSL_CERTIFICATE,
            Directive.SSL_CERTIFICATE_KEY,
            Directive.SSL_CLIENT_CERTIFICATE,
            Directive.SSL_TRUSTED_CERTIFICATE,
            Directive.SSL_CRL,
            Directive.SSL_DHPARAM,
            Directive.SSL_PASSWORD_FILE,
            Directive.SSL_SESSION_TICKET_KEY,
            Directive.SSL_KEY_LOG,
            Directive.PROXY_SSL_CERTIFICATE,
            Directive.PROXY_SSL_CERTIFICATE_KEY,
            Directive.PROXY_SSL_TRUSTED_CERTIFICATE,
            Directive.PROXY_SSL_CRL,
            Directive.PROXY_SSL_PASSWORD_FILE);

    /** Sizes that no memory is taken for, which may be of any length. */
    private static final Set<Directive> COUNTED = Set.of(
            Directive.CLIENT_MAX_BODY_SIZE,
            Directive.PROXY_MAX_TEMP_FILE_SIZE,
            Directive.PROXY_TEMP_FILE_WRITE_SIZE,
            Directive.PROXY_BUSY_BUFFERS_SIZE,
            Directive.POSTPONE_OUTPUT,
            Directive.GZIP_MIN_LENGTH);

    static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    private Arguments() {}

    /**
     * The value of a directive of one line.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    static Object value(Directive directive, List<String> words, Context context) {
        if (FILES.contains(directive)) {
            fileName(words);
        }
        return switch (directive.kind()) {
            case TIME -> SECONDS.contains(directive) ? Units.seconds(one(words)) : Units.time(one(words));
            case TIMES -> times(words, context);
            case SIZE -> size(directive, one(words));
            case COUNT ->
                ClientArguments.isBounded(directive)
                        ? ClientArguments.bounded(directive, one(words))
                        : Units.count(one(words), AT_LEAST_ONE.contains(directive) ? 1 : 0, Integer.MAX_VALUE);
            case FLAG -> slot(one(words), List.of("on", "off")).equals("on");
            case BARE -> bare(words);
            case CHOICE ->
                directive == Directive.USE
                        ? oneOf(one(words), directive.choices())
                        : slot(one(words), directive.choices());
            case TEXT -> text(directive, one(words));
            case WORDS, LINES ->
                directive == Directive.RESOLVER ? ResolverOptions.of(words) : words(directive, words, context);
        };
    }

    /** C ends a name at a NUL; the JDK knows no such name, and none of bytes that are no UTF-8. */
    private static void fileName(List<String> words) {
        if (!words.isEmpty() && (words.get(0).indexOf(0) >= 0 || !TextBytes.isUtf8(words.get(0)))) {
            throw new IllegalArgumentException(
                    "invalid value \"" + words.get(0) + "\" (expected a file's name in UTF-8, which has no NUL)");
        }
    }

    private static List<String> words(Directive directive, List<String> words, Context context) {
        if (isBitmask(directive, context)) {
            count(words, 1, Integer.MAX_VALUE);
            return spelled(directive, words, context);
        }
        check(directive, words, context);
        boolean flag = context.isStream() && directive == Directive.PROXY_NEXT_UPSTREAM;
        return flag ? List.of(slot(words.get(0), List.of("on", "off"))) : words;
    }

    private static boolean isBitmask(Directive directive, Context context) {
        return BITMASKS.containsKey(directive) && !(context.isStream() && StreamArguments.isOwn(directive));
    }

    /**
     * A directive's words as they hold: those of a bitmask as nginx spells them, without versions of TLS that nobody has any
     * more where others are named too.
     *
     * @throws IllegalArgumentException when a word is none of the bitmask's
     */
    static List<String> spelled(Directive directive, List<String> words, Context context) {
        if (!isBitmask(directive, context)) {
            return words;
        }
        var choices = BITMASKS.get(directive);
        var left = words.stream().filter(word -> !isBygone(choices, word)).toList();
        return (left.isEmpty() ? words : left)
                .stream().map(word -> slot(word, choices)).toList();
    }

    /** Whether {@link #spelled} leaves a version of TLS out. */
    static boolean hasBygone(Directive directive, List<String> words) {
        var choices = BITMASKS.get(directive);
        return choices == PROTOCOLS && words.stream().anyMatch(word -> isBygone(choices, word));
    }

    private static boolean isBygone(List<String> choices, String word) {
        return choices == PROTOCOLS && BYGONE_PROTOCOLS.contains(word.toLowerCase(Locale.ROOT));
    }

    private static Object bare(List<String> words) {
        if (!words.equals(List.of("on"))) {
            count(words, 0, 0);
        }
        return true;
    }

    private static String one(List<String> words) {
        count(words, 1, 1);
        return words.get(0);
    }

    static void count(List<String> words, int least, int most) {
        if (words.size() < least || words.size() > most) {
            var expected =
                    least == most ? "" + least : most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most;
            throw new IllegalArgumentException(
                    "invalid number of arguments (" + expected + " expected, " + words.size() + " given)");
        }
    }

    /** keepalive_timeout's second word goes into a header field, in seconds. */
    private static Object times(List<String> words, Context context) {
        count(words, 1, context == Context.UPSTREAM ? 1 : 2);
        if (words.size() == 2) {
            Units.seconds(words.get(1));
        }
        return Units.time(words.get(0));
    }

    private static Object size(Directive directive, String word) {
        boolean offset = directive == Directive.CLIENT_MAX_BODY_SIZE;
        long size = offset ? Units.offset(word) : Units.size(word);
        if (size == 0 && directive == Directive.CLIENT_BODY_BUFFER_SIZE) {
            throw new IllegalArgumentException("client body buffer size cannot be zero");
        }
        if (size == 0 && directive == Directive.HTTP2_CHUNK_SIZE) {
            throw new IllegalArgumentException("the http2 chunk size cannot be zero");
        }
        long most = COUNTED.contains(directive) ? Long.MAX_VALUE : Integer.MAX_VALUE;
        if (size > most || size == 0 && SIZE_AT_LEAST_ONE.contains(directive)) {
            throw new IllegalArgumentException("invalid value \"" + word + "\" (expected 1 byte to less than 2 GiB)");
        }
        return size;
    }

    /**
     * The choice that a word is, whatever the case of its letters: nginx compares so in its slots for flags, enums and
     * bitmasks (src/core/ngx_conf_file.c), and only there.
     */
    static String slot(String word, List<String> choices) {
        for (var choice : choices) {
            if (choice.equalsIgnoreCase(word)) {
                return choice;
            }
        }
        return oneOf(word, choices);
    }

    static String oneOf(String word, List<String> choices) {
        if (!choices.contains(word)) {
            throw new IllegalArgumentException(
                    "invalid value \"" + word + "\" (expected " + String.join(", ", choices) + ")");
        }
        return word;
    }

    private static String text(Directive directive, String word) {
        if (directive == Directive.ROOT || directive == Directive.ALIAS) {
            DocumentRoot.check(directive, word);
        }
        boolean letters = directive == Directive.IMITATES
                || directive == Directive.SSL_CIPHERS
                || directive == Directive.DEFAULT_TYPE;
        ProxyArguments.checkText(directive, word);
        if (word.isEmpty() && directive != Directive.PROXY_SET_BODY || letters && !isPrintable(word)) {
            throw new IllegalArgumentException("invalid value \"" + word + "\" (expected printable text)");
        }
        ClientArguments.checkText(directive, word);
        StreamArguments.checkText(directive, word);
        if (directive == Directive.WORKER_PROCESSES && !word.equals("auto")) {
            Units.count(word, 1, 1024);
        }
        return word;
    }

    private static boolean isPrintable(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) < ' ' || word.charAt(i) > '~') {
                return false;
            }
        }
        return !word.isEmpty();
    }

    private static void check(Directive directive, List<String> words, Context context) {
        if (context.isStream() && StreamArguments.isOwn(directive)) {
            StreamArguments.check(directive, words);
        } else {
            check(directive, words);
        }
    }

    private static void check(Directive directive, List<String> words) {
        switch (directive) {
            case ERROR_LOG -> errorLog(words);
            case SSL_SESSION_CACHE -> sessionCache(words);
            case LARGE_CLIENT_HEADER_BUFFERS, PROXY_BUFFERS, GZIP_BUFFERS -> {
                count(words, 2, 2);
                Units.count(words.get(0), 1, 65536);
                size(Directive.PROXY_BUFFER_SIZE, words.get(1));
            }
            case KEEPALIVE -> {
                count(words, 1, 2);
                Units.count(words.get(0), 0, Integer.MAX_VALUE);
                if (words.size() == 2) {
                    oneOf(words.get(1), List.of("local"));
                }
            }
            case LEAST_CONN, IP_HASH, HASH, RANDOM, ZONE -> UpstreamArguments.check(directive, words);
            case SSL_CERTIFICATE, SSL_CERTIFICATE_KEY -> certificate(one(words));
            case SSL_SESSION_TICKET_KEY -> one(words);
            case PROXY_REDIRECT,
                    PROXY_COOKIE_DOMAIN,
                    PROXY_COOKIE_PATH,
                    PROXY_COOKIE_FLAGS,
                    PROXY_HIDE_HEADER,
                    PROXY_PASS_HEADER,
                    PROXY_TEMP_PATH,
                    PROXY_BIND,
                    EARLY_HINTS -> ProxyArguments.check(directive, words);
            case RETURN, REWRITE, SET, BREAK -> {
                // see RewriteReader
            }
            case ERROR_PAGE -> ErrorPage.of(words);
            case INDEX -> {
                count(words, 1, Integer.MAX_VALUE);
                for (var word : words) {
                    known(word);
                }
            }
            case VALID_REFERERS -> {
                count(words, 1, Integer.MAX_VALUE);
                Referers.of(List.of(words), List.of());
            }
            case TRY_FILES -> TryFiles.of(words, Variables.NONE);
            case PROXY_SET_HEADER -> header(words, 2);
            case ADD_HEADER, ADD_TRAILER -> addHeader(words);
            case ACCESS_LOG -> AccessLog.check(words);
            case LOG_FORMAT -> LogFormat.of(words);
            case OPEN_LOG_FILE_CACHE -> LogFileCache.of(words);
            case CLIENT_BODY_TEMP_PATH,
                    EXPIRES,
                    ALLOW,
                    DENY,
                    SET_REAL_IP_FROM,
                    LIMIT_REQ_ZONE,
                    LIMIT_REQ,
                    LIMIT_CONN_ZONE,
                    LIMIT_CONN,
                    GZIP_DISABLE -> ClientArguments.check(directive, words);
            default -> count(words, 1, Integer.MAX_VALUE);
        }
    }

    private static void errorLog(List<String> words) {
        count(words, 1, Integer.MAX_VALUE);
        var where = words.get(0);
        if (where.isEmpty()) {
            throw new IllegalArgumentException("invalid value \"\" (expected a file or stderr)");
        }
        for (var level : words.subList(1, words.size())) {
            boolean debug = level.matches("debug_(core|alloc|mutex|event|http|mail|stream)");
            if (!debug && (words.size() > 2 || !LEVELS.contains(level))) {
                throw new IllegalArgumentException(
                        "invalid log level \"" + level + "\" (expected " + String.join(", ", LEVELS) + ")");
            }
        }
    }

    private static void sessionCache(List<String> words) {
        count(words, 1, 2);
        for (var word : words) {
            var parts = word.split(":", -1);
            boolean fine = words.size() == 1 && (word.equals("off") || word.equals("none"))
                    || parts[0].equals("builtin") && parts.length <= 2
                    || parts[0].equals("shared") && parts.length == 3 && !parts[1].isEmpty();
            if (!fine) {
                throw new IllegalArgumentException(
                        "invalid value \"" + word + "\" (expected off, none, builtin[:sessions] or shared:name:size)");
            }
            if (parts.length == 3) {
                Units.size(parts[2]);
            } else if (parts.length == 2) {
                Units.count(parts[1], 1, Integer.MAX_VALUE);
            }
        }
    }

    /** A path or {@code data:} and PEM, either with variables; OpenSSL's engines are OpenSSL's. */
    private static void certificate(String word) {
        if (word.isEmpty() || word.startsWith("engine:")) {
            throw new IllegalArgumentException("invalid value \"" + word
                    + "\" (expected a PEM file's path, or data: and PEM; engine: is not supported)");
        }
        known(word);
    }

    private static void header(List<String> words, int most) {
        count(words, 2, most);
        if (!words.get(0).matches(TOKEN)) {
            throw new IllegalArgumentException("invalid header name \"" + words.get(0) + "\"");
        }
        for (char c : words.get(1).toCharArray()) {
            if (c < ' ' && c != '\t' || c == 0x7f) {
                throw new IllegalArgumentException("control character in the value of " + words.get(0));
            }
        }
        known(words.get(1));
    }

    private static void addHeader(List<String> words) {
        header(words, 3);
        if (words.size() == 3) {
            oneOf(words.get(2), List.of("always"));
        }
    }

    /** A text that may have variables; {@link VariableNames} says which of them are unknown. */
    private static Template known(String text) {
        return Template.of(text);
    }

    static Template known(Template template) {
        return template;
    }
}
