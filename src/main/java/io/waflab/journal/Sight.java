package io.waflab.journal;

/**
 * How much of a connection its narrator could see: where the story is blind.
 *
 * @param fromTheStart its SYN was seen
 * @param absentBytes payload that crossed the wire and is not in the capture
 * @param cutPackets packets that the capture's snapshot length cut short
 */
public record Sight(boolean fromTheStart, long absentBytes, long cutPackets) {

    public static final Sight WHOLE = new Sight(true, 0, 0);
}
