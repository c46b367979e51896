package io.waflab.clients;

import io.waflab.journal.Observation;

/**
 * One thing that the relay saw.
 *
 * @param connection the client's how-manieth, from 1
 * @param seen with the relay's clock
 */
public record WireEvent(int connection, Observation seen) {}
