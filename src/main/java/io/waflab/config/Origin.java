package io.waflab.config;

/**
 * Where a value was written.
 *
 * @param file the file as the user named it, or {@code "default"} for a built-in value, or {@code "--set"} for the
 *     command line
 * @param line the line in it, from 1; 0 where lines have no meaning
 */
public record Origin(String file, int line) {

    /** A value that nobody wrote: the directive's own default. */
    public static final Origin DEFAULT = new Origin("default", 0);

    /** Of what is wrong with no line of the configuration: a file that cannot be opened. */
    static final Origin NOWHERE = new Origin("", 0);

    /** By hand, as is the hash code: a record's own is put together when it is first called, which takes 13 ms of a start. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Origin that && line == that.line && file.equals(that.file);
    }

    @Override
    public int hashCode() {
        return file.hashCode() * 31 + line;
    }

    @Override
    public String toString() {
        var text = new StringBuilder(file.length() + 6);
        describe(text);
        return text.toString();
    }

    /** The same, behind what the text has. */
    void describe(StringBuilder text) {
        text.append(file);
        if (line != 0) {
            text.append(':').append(line);
        }
    }
}
