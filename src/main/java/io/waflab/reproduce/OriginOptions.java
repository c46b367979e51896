package io.waflab.reproduce;

/**
 * Where an origin listens and what it does.
 *
 * @param host an address of this machine
 * @param port 0 for any free one
 * @param routes what it does, by path
 * @param speed what its waiting is divided by; see {@link LabClock}
 * @param connections served at once, 1 to 65,535; more wait in the kernel's queue, unaccepted
 */
public record OriginOptions(String host, int port, Routes routes, double speed, int connections) {

    public OriginOptions {
        if (connections < 1 || connections > 65_535) {
            throw new IllegalArgumentException("connections: " + connections + " (expected: 1 to 65535)");
        }
    }

    /** Loopback, any free port, the built-in paths, real time, 2,048 connections. */
    public static OriginOptions local() {
        return new OriginOptions("127.0.0.1", 0, Routes.builtIn(), 1, 2048);
    }

    /**
     * @param address HOST:PORT, an IPv6 address in brackets or not
     * @throws IllegalArgumentException when it is none; one line
     */
    public OriginOptions listening(String address) {
        int colon = address.lastIndexOf(':');
        var number = address.substring(colon + 1);
        if (colon < 1 || !number.matches("\\d{1,5}") || Integer.parseInt(number) > 65_535) {
            throw new IllegalArgumentException(Printable.of(address) + ": expected HOST:PORT, PORT from 0 to 65535");
        }
        return withHost(address.substring(0, colon).replace("[", "").replace("]", ""))
                .withPort(Integer.parseInt(number));
    }

    public OriginOptions withPort(int number) {
        return new OriginOptions(host, number, routes, speed, connections);
    }

    public OriginOptions withHost(String address) {
        return new OriginOptions(address, port, routes, speed, connections);
    }

    public OriginOptions withRoutes(Routes other) {
        return new OriginOptions(host, port, other, speed, connections);
    }

    public OriginOptions withSpeed(double divisor) {
        return new OriginOptions(host, port, routes, divisor, connections);
    }

    public OriginOptions withConnections(int most) {
        return new OriginOptions(host, port, routes, speed, most);
    }
}
