package io.waflab.report;

/** Text as HTML and SVG take it. */
final class Html {

    private Html() {}

    /** Safe in an element and in a quoted attribute; control characters are written out. */
    static String escape(String text) {
        return Words.escape(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
