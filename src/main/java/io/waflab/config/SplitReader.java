package io.waflab.config;

import java.util.List;

/** Reads the {@code split_clients} blocks of http. */
final class SplitReader {

    private final Problems problems;
    private final Variables variables;

    SplitReader(Problems problems, Variables variables) {
        this.problems = problems;
        this.variables = variables;
    }

    /** Gives the variable of each block what makes its value. */
    void read(List<Statement> statements) {
        for (var statement : statements) {
            try {
                var words = statement.arguments();
                if (words.size() != 2) {
                    throw new IllegalArgumentException("invalid number of arguments in \"split_clients\" directive");
                }
                var name = MapReader.nameOf(words.get(1), variables);
                var parts = statement.block().stream().map(SplitReader::part).toList();
                variables.define(name, new ClientSplit(Template.of(words.get(0), variables), parts));
            } catch (IllegalArgumentException wrong) {
                problems.add(statement.origin(), "split_clients: " + wrong.getMessage(), wrong.getMessage());
            }
        }
    }

    private static ClientSplit.Part part(Statement entry) {
        if (entry.arguments().size() != 1) {
            throw new IllegalArgumentException("invalid number of arguments in \"split_clients\"");
        }
        return new ClientSplit.Part(
                share(entry.name()), TextBytes.of(entry.arguments().get(0)));
    }

    private static int share(String word) {
        if (word.equals("*")) {
            return 0;
        }
        if (word.matches("[0-9]{1,3}(\\.[0-9]{0,2})?%")) {
            var digits = word.substring(0, word.length() - 1) + (word.contains(".") ? "" : ".");
            int dot = digits.indexOf('.');
            var fraction = (digits.substring(dot + 1) + "00").substring(0, 2);
            int share = Integer.parseInt(digits.substring(0, dot) + fraction);
            if (share > 0) {
                return share;
            }
        }
        throw new IllegalArgumentException("invalid percent value \"" + word + "\"");
    }
}
