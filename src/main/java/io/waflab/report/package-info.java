/**
 * Stories as text for people: a timeline, and what was measured beside what was to be expected. Uses {@code journal} and
 * {@code connection}. Start at {@link io.waflab.report.Timeline}.
 */
package io.waflab.report;
