package io.waflab.reproduce;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the lab's client connects and how it behaves there.
 *
 * @param host a name or an address
 * @param port 1 to 65535
 * @param tls empty for plain HTTP
 * @param hostHeader what requests say in Host
 * @param speed what pauses are divided by; see {@link LabClock}
 * @param receiveBuffer SO_RCVBUF in bytes; 0 for the kernel's own
 * @param limit how long to wait for a connection, a handshake, or the next byte of a response; not divided by speed
 */
public record ClientOptions(
        String host,
        int port,
        Optional<TlsOptions> tls,
        String hostHeader,
        double speed,
        int receiveBuffer,
        Duration limit) {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Plain HTTP, real time. */
    public static ClientOptions plain(String host, int port) {
        return new ClientOptions(host, port, Optional.empty(), "lab.test", 1, 0, LIMIT);
    }

    /** HTTPS with SNI {@code lab.test}, any certificate, real time. */
    public static ClientOptions tls(String host, int port) {
        return plain(host, port).withTls(TlsOptions.trustingAnyone("lab.test"));
    }

    /** @throws IOException when the host has no address; the message names it */
    public InetSocketAddress address() throws IOException {
        var address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException("cannot resolve " + host + " (expected a name that DNS knows, or an address)");
        }
        return address;
    }

    public ClientOptions withTls(TlsOptions options) {
        return new ClientOptions(host, port, Optional.of(options), hostHeader, speed, receiveBuffer, limit);
    }

    public ClientOptions withHostHeader(String value) {
        return new ClientOptions(host, port, tls, value, speed, receiveBuffer, limit);
    }

    public ClientOptions withSpeed(double divisor) {
        return new ClientOptions(host, port, tls, hostHeader, divisor, receiveBuffer, limit);
    }

    public ClientOptions withReceiveBuffer(int bytes) {
        return new ClientOptions(host, port, tls, hostHeader, speed, bytes, limit);
    }

    public ClientOptions withLimit(Duration longest) {
        return new ClientOptions(host, port, tls, hostHeader, speed, receiveBuffer, longest);
    }
}
