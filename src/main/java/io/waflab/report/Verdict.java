package io.waflab.report;

/** Whether what was measured is what was expected. */
public enum Verdict {
    AGREES("agrees"),
    DIFFERS("DIFFERS"),
    /** The source of the numbers cannot show it; says nothing either way. */
    NOT_VISIBLE("not visible");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    static Verdict of(boolean agrees) {
        return agrees ? AGREES : DIFFERS;
    }
}
