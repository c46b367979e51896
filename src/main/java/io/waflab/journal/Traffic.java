package io.waflab.journal;

/**
 * What one end of a connection sent, counted over all of it, also over what a long story leaves out.
 *
 * @param packets TCP segments of every kind
 * @param bytes of TCP payload, each counted once
 * @param records TLS records; 0 on a connection without TLS
 * @param turns how often it spoke after the other had: runs of application data, so for HTTP/1.1 the requests or answers
 * @param retransmissions segments that only repeated what had crossed before
 */
public record Traffic(long packets, long bytes, long records, long turns, long retransmissions) {

    public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0);
}
