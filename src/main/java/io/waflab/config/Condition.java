package io.waflab.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an {@code if} asks (ngx_http_rewrite_if_condition).
 *
 * @param test how it is met
 * @param negated whether it holds where the test is not met
 * @param subject the variable, or the path of a file
 * @param value what the variable is compared with
 * @param regex what the variable is to match
 */
public record Condition(Test test, boolean negated, Template subject, Optional<Template> value, Optional<Regex> regex) {

    /** The operators. */
    public enum Test {
        /** {@code $variable}: neither empty nor 0. */
        TRUE,
        EQUALS,
        MATCHES,
        /** {@code -f}. */
        IS_FILE,
        /** {@code -d}. */
        IS_DIRECTORY,
        /** {@code -e}. */
        EXISTS,
        /** {@code -x}. */
        IS_EXECUTABLE
    }

    /** Whether the answer is on the disk. */
    public boolean asksForFile() {
        return test.compareTo(Test.IS_FILE) >= 0;
    }

    /**
     * @param arguments the words between {@code if} and its block, parentheses included
     * @throws IllegalArgumentException in nginx's words
     */
    static Condition of(List<String> arguments, Variables variables) {
        var words = words(arguments);
        var first = words.get(0);
        if (first.length() > 1 && first.charAt(0) == '$') {
            return ofVariable(words, variables);
        }
        if (first.matches("!?-[fdex]") && words.size() == 2) {
            var test = switch (first.charAt(first.length() - 1)) {
                case 'f' -> Test.IS_FILE;
                case 'd' -> Test.IS_DIRECTORY;
                case 'e' -> Test.EXISTS;
                default -> Test.IS_EXECUTABLE;
            };
            var path = Template.of(words.get(1), variables);
            return new Condition(test, first.startsWith("!"), path, Optional.empty(), Optional.empty());
        }
        throw invalid(first);
    }

    private static Condition ofVariable(List<String> words, Variables variables) {
        if (words.size() != 1 && words.size() != 3) {
            throw invalid(words.get(0));
        }
        var subject = variable(words.get(0), variables);
        if (words.size() == 1) {
            return new Condition(Test.TRUE, false, subject, Optional.empty(), Optional.empty());
        }
        var operator = words.get(1);
        boolean negated = operator.startsWith("!");
        return switch (operator) {
            case "=", "!=" -> {
                var value = Template.of(words.get(2), variables);
                yield new Condition(Test.EQUALS, negated, subject, Optional.of(value), Optional.empty());
            }
            case "~", "~*", "!~", "!~*" -> {
                var regex = Regex.of(words.get(2), operator.endsWith("*"));
                yield new Condition(Test.MATCHES, negated, subject, Optional.empty(), Optional.of(regex));
            }
            default -> throw new IllegalArgumentException("unexpected \"" + operator + "\" in condition");
        };
    }

    /** The whole word is one variable's name, whatever is in it: of {@code $a=b} too, which nobody makes. */
    private static Template variable(String word, Variables variables) {
        var part = variables.part(word.substring(1));
        boolean made = !(part instanceof Template.UserVariable user) || user.slot() >= 0;
        if (!made && !word.substring(1).chars().allMatch(c -> Variables.inName((char) c))) {
            throw new IllegalArgumentException(
                    "unknown \"" + word.substring(1) + "\" variable (blanks are expected around an operator)");
        }
        return new Template(word, List.of(part));
    }

    /** The words without the parentheses around them. */
    static List<String> words(List<String> arguments) {
        var words = new ArrayList<>(arguments);
        if (words.isEmpty() || !words.get(0).startsWith("(")) {
            throw invalid(words.isEmpty() ? "" : words.get(0));
        }
        int last = words.size() - 1;
        if (!words.get(last).endsWith(")")) {
            throw invalid(words.get(last));
        }
        words.set(0, words.get(0).substring(1));
        words.set(last, words.get(last).substring(0, words.get(last).length() - 1));
        if (words.get(words.size() - 1).isEmpty() && words.size() > 1) {
            words.remove(words.size() - 1);
        }
        if (words.get(0).isEmpty()) {
            words.remove(0);
        }
        if (words.isEmpty()) {
            throw invalid(arguments.get(0));
        }
        return words;
    }

    private static IllegalArgumentException invalid(String word) {
        return new IllegalArgumentException("invalid condition \"" + word + "\"");
    }
}
