package io.waflab.config;

/**
 * Where the files of a location are: its {@code root}, or {@code alias} (ngx_http_core_root).
 *
 * @param path a folder, below the prefix when relative; of an alias perhaps a file
 * @param alias how many of the URI's characters an alias replaces; 0 for a root, {@link #WHOLE} for all of them
 */
public record DocumentRoot(Template path, int alias) {

    /** An alias in a location of a regular expression. */
    public static final int WHOLE = -1;

    /** @throws IllegalArgumentException in nginx's words */
    static void check(Directive directive, String word) {
        if (word.contains("$document_root") || word.contains("${document_root}")) {
            throw new IllegalArgumentException(
                    "the $document_root variable may not be used in the \"" + directive.word() + "\" directive");
        }
        if (word.contains("$realpath_root") || word.contains("${realpath_root}")) {
            throw new IllegalArgumentException(
                    "the $realpath_root variable may not be used in the \"" + directive.word() + "\" directive");
        }
        if (word.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("invalid value");
        }
        Template.of(word);
    }

    /** A server's, or http's. */
    static DocumentRoot of(Settings settings, Variables variables) {
        return new DocumentRoot(Template.of(withoutSlash(settings.text(Directive.ROOT)), variables), 0);
    }

    /**
     * A location's.
     *
     * @param block what it says itself
     * @param outer that of the block around it
     * @throws IllegalArgumentException in nginx's words
     */
    static DocumentRoot of(Block block, Settings own, LocationHead head, DocumentRoot outer, Variables variables) {
        boolean alias = own.has(Directive.ALIAS);
        boolean root = block.written().containsKey(Directive.ROOT);
        if (alias && root) {
            throw new IllegalArgumentException(
                    "\"alias\" directive is duplicate, \"root\" directive was specified earlier");
        }
        if (alias && head.match() == Location.Match.NAMED) {
            throw new IllegalArgumentException("the \"alias\" directive cannot be used inside the named location");
        }
        if (alias) {
            int replaced = head.isRegex() ? WHOLE : TextBytes.of(head.text()).length();
            return new DocumentRoot(Template.of(own.text(Directive.ALIAS), variables), replaced);
        }
        return root ? of(own, variables) : outer;
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") && path.length() > 1 ? path.substring(0, path.length() - 1) : path;
    }
}
