package io.waflab.proxy;

import io.waflab.config.ConfigException;
import io.waflab.config.Problem;
import io.waflab.config.Problems;
import io.waflab.config.Settings;
import io.waflab.tls.LabCertificates;
import io.waflab.tls.ServerTls;
import io.waflab.tls.TicketStore;
import io.waflab.tls.TlsEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** TLS with clients, made at a start as {@link TlsPlan} says; held until the configuration is done with, or refused. */
final class ServerTlsStore {

    private final TlsEngine engine;
    private final Path base;
    private final LabCertificates lab;
    private final TicketStore tickets;
    private final Problems problems;
    private final List<ServerTls> made = new ArrayList<>();

    /**
     * @param base the folder against which relative paths are resolved
     * @param problems gets what is wrong with any of them
     */
    ServerTlsStore(TlsEngine engine, Path base, LabCertificates lab, TicketStore tickets, Problems problems) {
        this.engine = engine;
        this.base = base;
        this.lab = lab;
        this.tickets = tickets;
        this.problems = problems;
    }

    /** Empty where it is not to be kept, or cannot be made. */
    Optional<ServerTls> read(Settings settings, TlsPlan.Reading reading) {
        try {
            if (reading.kept()) {
                var tls = ServerTls.of(engine, settings, base, lab, reading.protocols());
                made.add(tls);
                return Optional.of(tls.with(tickets));
            }
            ServerTls.check(engine, settings, base);
        } catch (ConfigException refused) {
            problems.addAll(refused.problems());
        }
        return Optional.empty();
    }

    /** What is to be said of them, each once. */
    Set<Problem> notes() {
        var notes = new LinkedHashSet<Problem>();
        for (var tls : made) {
            notes.addAll(tls.notes());
        }
        return notes;
    }

    /** After the last connection. */
    void close() {
        for (var tls : made) {
            tls.close();
        }
    }
}
