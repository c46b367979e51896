package io.waflab.capture;

/**
 * The connections that are not finished, found by their two ends, and two lists of them in the order of their latest
 * packets: the closed ones, which only wait for a straggler, and the others. Finding one makes no object.
 */
final class ConnectionTable {

    private static final int FEWEST_PLACES = 1 << 10;

    /** Two ends as words, the lower one first. One object serves for every packet. */
    static final class Place {

        long highA;
        long lowA;
        long highB;
        long lowB;
        int ports;
        int hash;
        private boolean fromA;

        void of(PacketLayers layers) {
            var ip = layers.ip();
            var order = order(layers);
            fromA = order <= 0;
            highA = fromA ? ip.sourceHigh() : ip.destinationHigh();
            lowA = fromA ? ip.sourceLow() : ip.destinationLow();
            highB = fromA ? ip.destinationHigh() : ip.sourceHigh();
            lowB = fromA ? ip.destinationLow() : ip.sourceLow();
            var from = layers.sourcePort();
            var to = layers.destinationPort();
            ports = fromA ? from << 16 | to : to << 16 | from;
            var mixed = (highA * 31 + lowA) * 0x9e37_79b9_7f4a_7c15L ^ (highB * 31 + lowB) * 0xc2b2_ae3d_27d4_eb4fL;
            mixed = (mixed ^ ports) * 0x9e37_79b9_7f4a_7c15L;
            hash = (int) (mixed >>> 32);
        }

        /** True if the packet came from the lower end. */
        boolean fromA() {
            return fromA;
        }

        private static int order(PacketLayers layers) {
            var ip = layers.ip();
            if (ip.sourceHigh() != ip.destinationHigh()) {
                return Long.compareUnsigned(ip.sourceHigh(), ip.destinationHigh());
            }
            if (ip.sourceLow() != ip.destinationLow()) {
                return Long.compareUnsigned(ip.sourceLow(), ip.destinationLow());
            }
            return Integer.compare(layers.sourcePort(), layers.destinationPort());
        }
    }

    /** A list of connections, the one whose latest packet is oldest first. */
    private static final class Recent {

        private OpenConnection oldest;
        private OpenConnection newest;
        private int length;

        void append(OpenConnection connection) {
            connection.earlier = newest;
            connection.later = null;
            if (newest == null) {
                oldest = connection;
            } else {
                newest.later = connection;
            }
            newest = connection;
            length++;
        }

        void remove(OpenConnection connection) {
            if (connection.earlier == null) {
                oldest = connection.later;
            } else {
                connection.earlier.later = connection.later;
            }
            if (connection.later == null) {
                newest = connection.earlier;
            } else {
                connection.later.earlier = connection.earlier;
            }
            length--;
        }
    }

    private OpenConnection[] places = new OpenConnection[FEWEST_PLACES];
    private final Recent open = new Recent();
    private final Recent closed = new Recent();
    private int size;

    int size() {
        return size;
    }

    /** Null where there is none. */
    OpenConnection find(Place place) {
        var connection = places[place.hash & places.length - 1];
        while (connection != null && !connection.isAt(place)) {
            connection = connection.chained;
        }
        return connection;
    }

    void add(OpenConnection connection) {
        if (size == places.length) {
            grow();
        }
        chain(connection);
        open.append(connection);
        size++;
    }

    private void grow() {
        var old = places;
        places = new OpenConnection[old.length * 2];
        for (var first : old) {
            for (var connection = first; connection != null; ) {
                var next = connection.chained;
                chain(connection);
                connection = next;
            }
        }
    }

    private void chain(OpenConnection connection) {
        var at = connection.hash & places.length - 1;
        connection.chained = places[at];
        places[at] = connection;
    }

    /** To be called after each packet of a connection. */
    void touch(OpenConnection connection, boolean wasClosed) {
        (wasClosed ? closed : open).remove(connection);
        (connection.isClosed() ? closed : open).append(connection);
    }

    void remove(OpenConnection connection) {
        var at = connection.hash & places.length - 1;
        if (places[at] == connection) {
            places[at] = connection.chained;
        } else {
            var before = places[at];
            while (before.chained != connection) {
                before = before.chained;
            }
            before.chained = connection.chained;
        }
        (connection.isClosed() ? closed : open).remove(connection);
        size--;
    }

    /** The closed connection that has been quiet for longest; null where there is none. */
    OpenConnection quietestClosed() {
        return closed.oldest;
    }

    int closedOnes() {
        return closed.length;
    }

    /** The open connection that has been quiet for longest; null where there is none. */
    OpenConnection quietestOpen() {
        return open.oldest;
    }
}
