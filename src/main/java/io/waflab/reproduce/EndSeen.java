package io.waflab.reproduce;

/**
 * What was seen of the peer's end, with times.
 *
 * @param ended how
 * @param alert the TLS alert's name; empty without one
 * @param alertNanos when the record with the alert was read, since the story began; 0 without one
 * @param endNanos when FIN or RST was read, since the story began; 0 without either
 * @param bytes of the application that came while waiting for the end
 */
public record EndSeen(Ended ended, String alert, long alertNanos, long endNanos, long bytes) {}
