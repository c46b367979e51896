package io.waflab.capture;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * One end of a TCP connection.
 *
 * @param address an IPv4 address inside IPv6 (RFC 4291 section 2.5.5.2) is given as IPv4
 * @param port 0 to 65535
 */
public record Endpoint(InetAddress address, int port) {

    /** @throws IllegalArgumentException if the address is not resolved */
    public static Endpoint of(InetSocketAddress socket) {
        if (socket.isUnresolved()) {
            throw new IllegalArgumentException(socket + ": (expected: a resolved address)");
        }
        return new Endpoint(socket.getAddress(), socket.getPort());
    }

    /** @param high the first 64 bits of an IPv6 address, {@code low} the others */
    static Endpoint of(long high, long low, int port) {
        var bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        try {
            return new Endpoint(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of 16 bytes", impossible);
        }
    }

    /** {@code 10.0.0.5:51544}, {@code [2001:db8::1]:443}. */
    @Override
    public String toString() {
        return address instanceof Inet6Address
                ? "[" + address.getHostAddress() + "]:" + port
                : address.getHostAddress() + ":" + port;
    }
}
