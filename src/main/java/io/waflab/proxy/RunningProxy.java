package io.waflab.proxy;

import io.waflab.config.ConfigException;
import io.waflab.config.LabConfig;
import io.waflab.journal.Journal;
import io.waflab.journal.Story;
import io.waflab.tls.TlsEngine;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A proxy with logs and a journal of its own, both closed with it. */
public final class RunningProxy implements AutoCloseable {

    private static final long STOP_SECONDS = 5;

    private final Journal journal = new Journal(Optional.empty());
    private final Logs logs;
    private final ProxyServer server;

    private RunningProxy(LabConfig config, Path certificates) throws ConfigException {
        logs = Logs.open(config);
        try {
            server = ProxyServer.start(config, logs, journal, certificates);
        } catch (ConfigException refused) {
            logs.close();
            throw refused;
        }
    }

    /**
     * Serves until it is closed.
     *
     * @param certificates the lab's own, for servers that name none
     * @throws ConfigException as {@link Logs#open} and {@link ProxyServer#start} do
     */
    public static RunningProxy start(LabConfig config, Path certificates) throws ConfigException {
        return new RunningProxy(config, certificates);
    }

    /** Where it listens first. */
    public InetSocketAddress address() {
        return server.addresses().get(0);
    }

    /** Which TLS engine serves, and why. */
    public TlsEngine.Choice engine() {
        return server.engine();
    }

    /**
     * Ends all connections and gives the story of the one from that port.
     *
     * @return empty for a connection that would not end within {@value #STOP_SECONDS} s: it has no finished story
     */
    public Optional<Story> story(int clientPort) throws InterruptedException {
        try {
            server.stop().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException late) {
            // The stories of the others are there.
        }
        return journal.finished().stream()
                .filter(story -> story.client().endsWith(":" + clientPort))
                .findFirst();
    }

    @Override
    public void close() {
        server.close();
        logs.close();
        journal.close();
    }
}
