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
