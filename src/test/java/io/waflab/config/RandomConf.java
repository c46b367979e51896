package io.waflab.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Configurations that nobody would write, the same for the same seed; and their text in nginx's language. */
final class RandomConf {

    private static final Origin NOWHERE = new Origin("random", 1);
    private static final List<String> LETTERS =
            List.of("a", "B", "7", "_", ".", "/", "-", ":", "=", "~", "^", "(", ")", "|", "*", "$x", "${y}", "é", "中");
    private static final List<String> SPECIAL =
            List.of(" ", "\t", "\n", "\r", "\"", "'", "\\", "\\t", "\\\"", "\\.", ";", "{", "}", "#", "//", "$", "${");
    /** What may stand several times in a block, with any words. */
    private static final List<String> REPEATED = List.of("add_header", "proxy_set_header", "error_page", "log_format");

    private static final List<String> ONCE = List.of(
            "server_tokens", "default_type", "send_timeout", "keepalive_timeout", "ssl_ciphers", "proxy_next_upstream");
    private static final List<String> ORDERED = List.of("set", "rewrite", "break", "return", "allow", "deny");

    private final Random random;

    RandomConf(long seed) {
        random = new Random(seed);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Any word, perhaps an empty one. */
    String word() {
        var word = new StringBuilder();
        boolean wild = random.nextInt(3) == 0;
        for (int i = random.nextInt(6); i > 0; i--) {
            word.append(one(wild && random.nextBoolean() ? SPECIAL : LETTERS));
        }
        return word.toString();
    }

    private List<String> words(int least, int most) {
        var words = new ArrayList<String>();
        for (int i = least + random.nextInt(most - least + 1); i > 0; i--) {
            words.add(word());
        }
        return words;
    }

    private static Statement statement(String name, List<String> words, List<Statement> block) {
        return new Statement(name, words, NOWHERE, block);
    }

    /** A tree of blocks and directives whose names mean nothing. */
    List<Statement> tree(int depth) {
        var all = new ArrayList<Statement>();
        for (int i = random.nextInt(5); i > 0; i--) {
            boolean block = depth > 0 && random.nextInt(3) == 0;
            all.add(statement("name" + random.nextInt(9), words(0, 4), block ? tree(depth - 1) : List.of()));
        }
        return all;
    }

    /** A whole file, with names that HOCON has forms for. */
    List<Statement> file() {
        var http = settings(true);
        for (int i = random.nextInt(3); i > 0; i--) {
            var server = settings(true);
            server.add(statement("listen", List.of("127.0.0.1:" + i), List.of()));
            locations(server, 2);
            http.add(statement("server", List.of(), server));
        }
        var upstream = new ArrayList<Statement>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            upstream.add(statement("server", List.of("127.0.0.1:" + i, "weight=" + i), List.of()));
        }
        http.add(statement("upstream", List.of("u"), upstream));
        http.add(statement("map", List.of("$a", "$b"), table()));
        return List.of(
                statement("pid", List.of(word() + "x"), List.of()),
                statement("events", List.of(), List.of(statement("use", List.of("epoll"), List.of()))),
                statement("http", List.of(), http),
                statement("stream", List.of(), stream()));
    }

    private List<Statement> stream() {
        var stream = new ArrayList<Statement>();
        stream.add(statement("log_format", words(2, 3), List.of()));
        for (int i = random.nextInt(3); i > 0; i--) {
            var server = new ArrayList<Statement>();
            server.add(statement("listen", List.of("127.0.0.1:" + i), List.of()));
            server.add(statement("proxy_timeout", words(1, 1), List.of()));
            for (int line = random.nextInt(4); line > 0; line--) {
                server.add(statement(one(List.of("set", "allow", "deny", "access_log")), words(1, 3), List.of()));
            }
            server.add(statement(one(List.of("return", "proxy_pass")), words(1, 1), List.of()));
            stream.add(statement("server", List.of(), server));
        }
        stream.add(statement("upstream", List.of("v"), List.of(statement("server", List.of("a:1"), List.of()))));
        stream.add(statement("map", List.of("$c", "$d"), table()));
        return stream;
    }

    private List<Statement> table() {
        var lines = new ArrayList<Statement>();
        for (int i = random.nextInt(4); i > 0; i--) {
            lines.add(statement(i + word(), List.of(word()), List.of()));
        }
        return lines;
    }

    private void locations(List<Statement> into, int depth) {
        for (int i = random.nextInt(3); i > 0 && depth > 0; i--) {
            var block = settings(true);
            locations(block, depth - 1);
            var words = random.nextBoolean() ? List.of("/" + i + word().strip()) : List.of("~", i + word().strip());
            into.add(statement("location", words, block));
        }
    }

    private List<Statement> settings(boolean ifs) {
        var all = new ArrayList<Statement>();
        for (var name : ONCE) {
            if (random.nextInt(3) == 0) {
                all.add(statement(
                        name,
                        words(1, name.equals("proxy_next_upstream") ? 3 : name.equals("keepalive_timeout") ? 2 : 1),
                        List.of()));
            }
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            all.add(statement(one(REPEATED), words(2, 3), List.of()));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            all.add(statement(one(ORDERED), words(0, 3), List.of()));
        }
        if (ifs && random.nextInt(3) == 0) {
            all.add(statement("if", List.of("($a", "=", word(), ")"), settings(false)));
        }
        return all;
    }

    /** In nginx's language, with other blanks, quotes and comments each time. */
    String text(List<Statement> statements) {
        var text = new StringBuilder();
        for (var statement : statements) {
            text.append(blanks()).append(quoted(statement.name()));
            statement
                    .arguments()
                    .forEach(word -> text.append(one(List.of(" ", "\t", "\n "))).append(quoted(word)));
            boolean block = !statement.block().isEmpty()
                    || NginxForm.isBlock(statement.name())
                            && !(statement.name().equals("server")
                                    && !statement.arguments().isEmpty());
            text.append(block ? "{" + text(statement.block()) + blanks() + "}" : ";");
        }
        return text.toString();
    }

    private String blanks() {
        return one(List.of("", " ", "\n", "\r\n\t", " # comment; { \"\n", "#\n"));
    }

    private String quoted(String word) {
        if (word.matches("[A-Za-z0-9_./:][A-Za-z0-9_./:$=-]*(?<![$])") && random.nextBoolean()) {
            return word;
        }
        char quote = random.nextBoolean() ? '"' : '\'';
        var text = new StringBuilder().append(quote);
        for (char c : word.toCharArray()) {
            if (c == '\\' || c == quote) {
                text.append('\\').append(c);
            } else if (c == '\t' && random.nextBoolean()) {
                text.append("\\t");
            } else {
                text.append(c);
            }
        }
        return text.append(quote).toString();
    }
}
