package io.waflab.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the directives of ngx_http_rewrite_module in their order. */
final class RewriteReader {

    /** Those of nginx's variables that {@code set} may write. */
    private static final Set<Variable> CHANGEABLE = Set.of(Variable.ARGS, Variable.LIMIT_RATE);

    private final Problems problems;
    private final Variables variables;
    private final Blocks blocks;

    /** Makes the location that an {@code if} inside a location is. */
    interface Blocks {

        /** What is in force inside; empty in a server. */
        Optional<Location> of(Block block, Statement statement);
    }

    RewriteReader(Problems problems, Variables variables, Blocks blocks) {
        this.problems = problems;
        this.variables = variables;
        this.blocks = blocks;
    }

    /** Those of a block that are right; the others are said. */
    List<RewriteStep> read(Block block) {
        var steps = new ArrayList<RewriteStep>();
        for (var statement : block.steps()) {
            try {
                add(statement, block, steps);
            } catch (IllegalArgumentException wrong) {
                problems.add(
                        statement.origin(),
                        statement.name() + ": " + wrong.getMessage(),
                        SettingsReader.inNginx(statement, Kind.LINES, wrong.getMessage()));
            }
        }
        return steps;
    }

    private void add(Statement statement, Block around, List<RewriteStep> steps) {
        var words = statement.arguments();
        switch (statement.name()) {
            case "if" -> addIf(statement, around, steps);
            case "set" -> steps.add(set(words));
            case "rewrite" -> steps.add(rewrite(words));
            case "return" -> steps.add(new RewriteStep.Respond(Return.of(words, variables)));
            default -> {
                count(words, 0, 0);
                steps.add(new RewriteStep.Break());
            }
        }
    }

    private void addIf(Statement statement, Block around, List<RewriteStep> steps) {
        var condition = Condition.of(statement.arguments(), variables);
        var context = around.context() == Context.SERVER ? Context.SERVER_IF : Context.IF;
        var block = Block.of(statement.block(), context, problems);
        var inner = read(block);
        steps.add(new RewriteStep.If(condition, inner.size(), blocks.of(block, statement)));
        steps.addAll(inner);
    }

    private RewriteStep set(List<String> words) {
        count(words, 2, 2);
        var name = words.get(0);
        if (!name.startsWith("$") || name.length() == 1) {
            throw new IllegalArgumentException("invalid variable name \"" + name + "\"");
        }
        var part = variables.part(name.substring(1));
        boolean builtIn = part instanceof Template.BuiltIn;
        if (builtIn && !CHANGEABLE.contains(((Template.BuiltIn) part).variable())) {
            throw new IllegalArgumentException("the duplicate \"" + name.substring(1) + "\" variable");
        }
        return new RewriteStep.SetVariable(part, Template.of(words.get(1), variables));
    }

    private RewriteStep rewrite(List<String> words) {
        count(words, 2, 3);
        var regex = Regex.of(words.get(0), false);
        var replacement = words.get(1);
        if (replacement.isEmpty()) {
            throw new IllegalArgumentException("empty replacement");
        }
        boolean keepsArgs = !replacement.endsWith("?");
        var text = keepsArgs ? replacement : replacement.substring(0, replacement.length() - 1);
        var flag = flag(words, text);
        boolean redirects = flag == RewriteStep.Flag.REDIRECT || flag == RewriteStep.Flag.PERMANENT;
        int mark = text.indexOf('?');
        if (mark < 0 || redirects) {
            return new RewriteStep.Rewrite(
                    regex, Template.of(text, variables), Optional.empty(), mark >= 0, keepsArgs, flag);
        }
        return new RewriteStep.Rewrite(
                regex,
                Template.of(text.substring(0, mark), variables),
                Optional.of(Template.of(text.substring(mark + 1), variables)),
                true,
                keepsArgs,
                flag);
    }

    private static RewriteStep.Flag flag(List<String> words, String text) {
        var word = words.size() < 3 ? "" : words.get(2);
        return switch (word) {
            case "" -> redirected(text, RewriteStep.Flag.NONE);
            case "last" -> redirected(text, RewriteStep.Flag.LAST);
            case "break" -> redirected(text, RewriteStep.Flag.BREAK);
            case "redirect" -> RewriteStep.Flag.REDIRECT;
            case "permanent" -> RewriteStep.Flag.PERMANENT;
            default -> throw new IllegalArgumentException("invalid parameter \"" + word + "\"");
        };
    }

    /** A replacement that is a URL redirects, whichever flag is written. */
    private static RewriteStep.Flag redirected(String text, RewriteStep.Flag flag) {
        boolean url = text.startsWith("http://") || text.startsWith("https://") || text.startsWith("$scheme");
        return url ? RewriteStep.Flag.REDIRECT : flag;
    }

    private static void count(List<String> words, int least, int most) {
        if (words.size() < least || words.size() > most) {
            throw new IllegalArgumentException("invalid number of arguments");
        }
    }
}
