package io.waflab.capture;

import java.util.Optional;

/** A capture file, read packet by packet. */
interface PacketReader {

    /** No packet is larger: Wireshark's own bound. */
    int LARGEST_PACKET = 262_144;

    /** Frames are numbered with 31 bits: 2147483647 packets, which are at least 34 GB. */
    int MOST_PACKETS = Integer.MAX_VALUE;

    /**
     * The next packet, which is good until the one after it is read; empty at the end of the file.
     *
     * @throws CaptureException if the file ends within a packet, or says something impossible, with the byte where
     */
    Optional<Packet> next() throws CaptureException;
}
