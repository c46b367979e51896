/**
 * What happened on a connection and where that is kept. Uses {@code connection}. Start at
 * {@link io.waflab.journal.Observation}.
 */
package io.waflab.journal;
