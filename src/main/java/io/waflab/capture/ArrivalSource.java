package io.waflab.capture;

/** Packets in the order of their capture. */
interface ArrivalSource {

    /**
     * The next packet, which is good until the one after it is asked for; null at the end of the file.
     *
     * @throws CaptureException as {@link PacketReader#next}
     */
    Arrival next() throws CaptureException;

    /** Reads each packet when it is asked for. */
    static ArrivalSource of(PacketReader reader) {
        var layers = new PacketLayers();
        var arrival = new Arrival(new byte[PacketReader.LARGEST_PACKET]);
        return () -> {
            var packet = reader.next();
            if (packet.isEmpty()) {
                return null;
            }
            arrival.become(packet.get(), layers, 0);
            return arrival;
        };
    }
}
