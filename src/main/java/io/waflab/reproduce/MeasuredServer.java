package io.waflab.reproduce;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What was measured of a server.
 *
 * @param tls whether over TLS
 * @param date in UTC
 * @param server its Server field, not escaped; empty for none
 * @param measures in the order of {@link Measure}
 * @param connections that were opened
 * @param seconds that it took
 */
public record MeasuredServer(
        String host,
        int port,
        boolean tls,
        LocalDate date,
        String server,
        List<Measured> measures,
        int connections,
        double seconds) {

    public MeasuredServer {
        measures = List.copyOf(measures);
    }

    Optional<Measured> of(Measure what) {
        return measures.stream().filter(one -> one.what() == what).findFirst();
    }
}
