package io.waflab.report;

import java.util.List;

/** Claims as text, numbered, each number beside the one that was expected. */
public final class ClaimsText {

    private static final int LABEL = 12;
    private static final int INDENT = 4;

    private ClaimsText() {}

    public static String of(List<Claim> claims, Style style) {
        var text = new StringBuilder();
        for (var i = 0; i < claims.size(); i++) {
            write(i + 1, claims.get(i), style, text);
        }
        return text.toString();
    }

    private static void write(int number, Claim claim, Style style, StringBuilder text) {
        var room = style.width() - INDENT - claim.verdict().words().length() - 2;
        var says = Words.wrap(Words.escape(claim.says()), room);
        for (var i = 0; i < says.size(); i++) {
            var last = i == says.size() - 1;
            text.append(i == 0 ? String.format("%-" + INDENT + "s", number + ".") : " ".repeat(INDENT))
                    .append(style.bold(says.get(i)));
            if (last) {
                text.append(" ".repeat(room - says.get(i).length() + 2)).append(verdict(claim, style));
            }
            text.append('\n');
        }
        line("measured", claim.measured(), style, text);
        line(claim.reference(), claim.expected(), style, text);
        if (!claim.why().isEmpty()) {
            line("why", claim.why(), style, text);
        }
    }

    private static void line(String label, String words, Style style, StringBuilder text) {
        var said = Words.escape(style.unicode() ? words : words.replace("±", "+/-"));
        var lines = Words.wrap(said, style.width() - INDENT - LABEL);
        for (var i = 0; i < lines.size(); i++) {
            text.append(" ".repeat(INDENT))
                    .append(style.dim(String.format("%-" + LABEL + "s", i == 0 ? label : "")))
                    .append(lines.get(i))
                    .append('\n');
        }
    }

    private static String verdict(Claim claim, Style style) {
        var words = claim.verdict().words();
        return switch (claim.verdict()) {
            case AGREES -> style.green(words);
            case DIFFERS -> style.red(words);
            case NOT_VISIBLE -> style.yellow(words);
        };
    }
}
