/**
 * Stories → findings: who ended a connection, how, after what silence, why, how sure that is, and what to change. Knows
 * no file format and no language: what it says are {@link io.waflab.diagnose.Sentence}s, which {@code report} puts into
 * words.
 */
package io.waflab.diagnose;
