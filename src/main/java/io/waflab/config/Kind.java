package io.waflab.config;

/** The form of a directive's value. */
public enum Kind {
    /** nginx's time, a {@link java.time.Duration}: {@code 60}, {@code 60s}, {@code 1h 30m}, {@code 500ms}. */
    TIME,
    /** nginx's size in bytes, a {@link Long}: {@code 8k}, {@code 1m}, {@code 1g}. */
    SIZE,
    /** A whole number, a {@link Long}. */
    COUNT,
    /** {@code on} or {@code off}, a {@link Boolean}. */
    FLAG,
    /** Without arguments, a {@link Boolean}: it stands there. HOCON has it as {@code on}. */
    BARE,
    /** One of the directive's {@link Directive#choices()}, a {@link String}. */
    CHOICE,
    /** One free text, a {@link String}. */
    TEXT,
    /** A fixed or varying number of words: a {@code List<String>}. */
    WORDS,
    /** A directive that may stand several times; its {@link Setting#lines()} are its value. */
    LINES,
    /** Like {@link #TIME}, with a second word after it: {@code keepalive_timeout 75s 60s}. */
    TIMES
}
