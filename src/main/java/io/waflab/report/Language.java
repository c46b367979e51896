package io.waflab.report;

/** What reports can be written in. */
public enum Language {
    EN(""),
    ZH("_zh");

    private final String suffix;

    Language(String suffix) {
        this.suffix = suffix;
    }

    /** Behind the name of a bundle of texts. */
    String suffix() {
        return suffix;
    }

    /** As {@code --lang} and HTML's {@code lang} have it. */
    public String word() {
        return this == EN ? "en" : "zh";
    }
}
