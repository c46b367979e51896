package io.waflab.config;

import io.waflab.config.NginxTokens.Source;
import io.waflab.config.NginxTokens.Token;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads nginx's own language into {@link Statement}s, its includes in their places. Errors are in nginx's words. */
final class NginxReader {

    /** Of blocks and of includes, each. */
    private static final int DEEPEST = 100;

    private final NginxFiles files;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Deque<String> blocks = new ArrayDeque<>();
    private final Problems faults;
    private int includes;
    private int depth;

    private NginxReader(Path folder, Problems faults) {
        this.files = new NginxFiles(folder);
        this.faults = faults;
    }

    /**
     * @param faults where directives go whose form is wrong
     * @throws ConfigException when it cannot be read or is not nginx's language
     */
    static List<Statement> read(Path file, Problems faults) throws ConfigException {
        return new NginxReader(folderOf(file), faults).file(file);
    }

    /** The texts that {@link #read} reads, by name. */
    static Map<String, String> texts(Path file) throws ConfigException {
        var reader = new NginxReader(folderOf(file), new Problems());
        reader.file(file);
        return reader.texts;
    }

    private List<Statement> file(Path file) throws ConfigException {
        try {
            return whole(source(file));
        } catch (IOException failed) {
            throw new ConfigException(Origin.NOWHERE, FileError.open(file, failed));
        }
    }

    private Source source(Path file) throws IOException {
        var text = NginxFiles.text(file);
        texts.putIfAbsent(file.toString(), text);
        return new Source(file.toString(), text, false);
    }

    /** The same of a text under a name, whose includes are looked for in the folder. */
    static List<Statement> ofText(String name, String text, Path folder, Problems faults) throws ConfigException {
        return new NginxReader(folder, faults).whole(new Source(name, text, false));
    }

    /** The directives of the command line's {@code -g}, which know no blocks. */
    static List<Statement> ofParameter(String text, Path folder, Problems faults) throws ConfigException {
        return new NginxReader(folder, faults).whole(new Source("command line", text, true));
    }

    private static Path folderOf(Path file) {
        var folder = file.getParent();
        return folder == null ? Path.of("") : folder;
    }

    private List<Statement> whole(Source source) throws ConfigException {
        var tokens = new NginxTokens(source);
        var all = new ArrayList<Statement>();
        while (true) {
            var token = tokens.next();
            switch (token.end()) {
                case FILE -> {
                    return all;
                }
                case CLOSE -> throw tokens.refused("unexpected \"}\"");
                case OPEN -> all.add(block(token, tokens, source));
                case SEMICOLON -> all.addAll(simple(token, source));
            }
        }
    }

    private Statement block(Token head, NginxTokens tokens, Source source) throws ConfigException {
        if (source.isParameter()) {
            throw tokens.refused("block directives are not supported in -g option");
        }
        if (blocks.size() >= DEEPEST) {
            throw tokens.refused("blocks are nested deeper than " + DEEPEST);
        }
        var name = head.words().get(0);
        if (name.endsWith("_by_lua_block")) {
            tokens.skipLua();
            return statement(head, source, List.of());
        }
        if (name.contains("}")) {
            // What a regular expression's own brace left of it: nothing behind it is what it seems.
            throw new ConfigException(
                    at(head, source),
                    "unknown directive \"" + name + "\" (a regular expression that has { or ; is to be in quotes)");
        }
        NginxForm.checkBlock(name, blocks.peek()).ifPresent(wrong -> faults.add(at(head, source), wrong));
        blocks.push(name);
        var inner = new ArrayList<Statement>();
        while (true) {
            var token = tokens.next();
            switch (token.end()) {
                case FILE -> throw tokens.refused("unexpected end of file, expecting \"}\"");
                case CLOSE -> {
                    blocks.pop();
                    return statement(head, source, inner);
                }
                case OPEN -> inner.add(block(token, tokens, source));
                case SEMICOLON -> inner.addAll(simple(token, source));
            }
        }
    }

    private static Statement statement(Token token, Source source, List<Statement> block) {
        var words = token.words();
        return new Statement(words.get(0), words.subList(1, words.size()), at(token, source), block);
    }

    private static Origin at(Token token, Source source) {
        return new Origin(source.name(), source.isParameter() ? 0 : token.line());
    }

    /** What stands there, or for an include what stands in its files. */
    private List<Statement> simple(Token token, Source source) throws ConfigException {
        var statement = statement(token, source, List.of());
        if (!statement.name().equals("include")) {
            NginxForm.checkSimple(statement.name(), blocks.peek())
                    .ifPresent(wrong -> faults.add(statement.origin(), wrong));
            return List.of(statement);
        }
        if (statement.arguments().size() != 1) {
            throw new ConfigException(statement.origin(), "invalid number of arguments in \"include\" directive");
        }
        if (++includes > DEEPEST * DEEPEST) {
            throw new ConfigException(statement.origin(), "more than " + DEEPEST * DEEPEST + " includes");
        }
        return include(statement);
    }

    private List<Statement> include(Statement statement) throws ConfigException {
        var all = new ArrayList<Statement>();
        var pattern = statement.arguments().get(0);
        try {
            for (var file : files.included(pattern)) {
                all.addAll(included(file, statement));
            }
        } catch (InvalidPathException noName) {
            throw new ConfigException(statement.origin(), "include \"" + pattern + "\": " + noName.getMessage());
        }
        return all;
    }

    private List<Statement> included(Path file, Statement statement) throws ConfigException {
        if (++depth > DEEPEST) {
            throw new ConfigException(
                    statement.origin(), "include \"" + file + "\": includes itself, or is deeper than " + DEEPEST);
        }
        try {
            return whole(source(file));
        } catch (IOException failed) {
            throw new ConfigException(statement.origin(), FileError.open(file, failed));
        } finally {
            depth--;
        }
    }
}
