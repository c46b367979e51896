package io.waflab.cli;

/** Text for a terminal, in lines. */
final class Paragraph {

    static final int WIDTH = 80;

    private Paragraph() {}

    /**
     * Lines of at most {@value #WIDTH} columns, broken at spaces, each ended by a line feed; a longer word has a line of its own.
     *
     * @param first before the first line
     * @param rest before the others
     */
    static String of(String first, String rest, String text) {
        var lines = new StringBuilder();
        var line = new StringBuilder(first);
        var empty = true;
        for (var word : text.strip().split("\\s+")) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                lines.append(line).append('\n');
                line = new StringBuilder(rest);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        return lines.append(line.toString().stripTrailing()).append('\n').toString();
    }
}
