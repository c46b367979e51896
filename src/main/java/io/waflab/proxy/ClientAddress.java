package io.waflab.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * Who a client is: what its socket says, or somebody whom we trust says for it.
 *
 * @param address empty for a client on a Unix socket
 * @param port 1 to 65535; 0 when it is not known
 */
record ClientAddress(Optional<InetAddress> address, int port) {

    private static final ClientAddress UNIX = new ClientAddress(Optional.empty(), 0);

    static ClientAddress of(SocketAddress remote) {
        return remote instanceof InetSocketAddress inet
                ? new ClientAddress(Optional.of(inet.getAddress()), inet.getPort())
                : UNIX;
    }

    /** By hand, as is the hash code: a record's own is put together when it is first called, which takes 8 ms of the first answer. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ClientAddress that && port == that.port && address.equals(that.address);
    }

    @Override
    public int hashCode() {
        return address.hashCode() * 31 + port;
    }

    /** {@code $remote_addr}. */
    String text() {
        return address.map(AddressText::of).orElse("unix:");
    }

    /** {@code $remote_port}: empty when it is not known. */
    String portText() {
        return port == 0 ? "" : Integer.toString(port);
    }

    /** {@code $binary_remote_addr}: 4 or 16 bytes; none on a Unix socket, where nginx has the path's, which is empty. */
    byte[] bytes() {
        return address.map(InetAddress::getAddress).orElse(new byte[0]);
    }
}
