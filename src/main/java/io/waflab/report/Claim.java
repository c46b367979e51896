package io.waflab.report;

/**
 * Something that a demonstration says, with the number that was measured beside the one that was expected.
 *
 * @param says one short sentence
 * @param measured the number with its unit, and where it was taken
 * @param reference whose the expected number is: {@code customer}, {@code documented}
 * @param expected that number, and how far off it may be
 * @param why what causes it; empty when there is nothing to explain
 * @param verdict whether the two agree
 */
public record Claim(String says, String measured, String reference, String expected, String why, Verdict verdict) {}
