package io.waflab.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** The own address of a connection to an upstream, as {@code proxy_bind} writes it (ngx_parse_addr_port in src/core/ngx_inet.c). */
public final class LocalAddress {

    private LocalAddress() {}

    /**
     * An address alone, one of IPv6 without brackets, has port 0: the system chooses.
     *
     * @param text {@code 192.0.2.1}, {@code 2001:db8::1}, {@code 192.0.2.1:80} or {@code [2001:db8::1]:80}; a port is 1 to 65535
     * @return empty for anything else, {@code [2001:db8::1]} and {@code 192.0.2.1:0} among it
     */
    public static Optional<InetSocketAddress> of(String text) {
        var alone = AddressRange.bytes(text);
        if (alone != null) {
            return Optional.of(socket(alone, 0));
        }
        boolean bracketed = text.startsWith("[");
        int colon = bracketed ? text.indexOf(']') + 1 : text.indexOf(':');
        if (colon <= 0 || !text.startsWith(":", colon)) {
            return Optional.empty();
        }
        var address = AddressRange.bytes(bracketed ? text.substring(1, colon - 1) : text.substring(0, colon));
        int port = port(text.substring(colon + 1));
        return address == null || port == 0 ? Optional.empty() : Optional.of(socket(address, port));
    }

    /** 0 for what is none. */
    private static int port(String digits) {
        int port = Units.isNumber(digits) && digits.length() <= 9 ? Integer.parseInt(digits) : 0;
        return port <= 65535 ? port : 0;
    }

    private static InetSocketAddress socket(byte[] address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 or 16 bytes are an address", impossible);
        }
    }
}
