package io.waflab.journal;

/**
 * How much of a connection its narrator could see: where the story is blind.
 *
 * @param fromTheStart its SYN was seen
 * @param absentBytes payload that crossed the wire and is not in the capture
 * @param cutPackets packets that the capture's snapshot length cut short
 * @param untimedPackets packets of which the capture does not say when they crossed
 * @param twice packets that the capture has twice, as captures of all of a host's interfaces do; told once
 * @param clientSequence the sequence number of the client's SYN, 32 bits; -1 where it was not seen
 * @param serverSequence the sequence number of the server's SYN; -1 where it was not seen
 * @param letGo its narrator had no more room, and told it before its end
 */
public record Sight(
        boolean fromTheStart,
        long absentBytes,
        long cutPackets,
        long untimedPackets,
        long twice,
        long clientSequence,
        long serverSequence,
        boolean letGo) {

    public static final Sight WHOLE = new Sight(true, 0, 0);

    /** Without sequence numbers. */
    public Sight(boolean fromTheStart, long absentBytes, long cutPackets) {
        this(fromTheStart, absentBytes, cutPackets, 0, 0, -1, -1, false);
    }
}
