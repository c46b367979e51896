package io.waflab.reproduce;

/**
 * What came of one step.
 *
 * @param step which
 * @param nanos when it was over, since the story began
 * @param worked false when it could not be played, or an expectation was not met
 * @param told in words; empty when there is nothing to say
 */
public record StepResult(Step step, long nanos, boolean worked, String told) {}
