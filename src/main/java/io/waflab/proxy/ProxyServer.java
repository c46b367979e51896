package io.waflab.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Ticker;
import io.waflab.config.ConfigException;
import io.waflab.config.Directive;
import io.waflab.config.LabConfig;
import io.waflab.config.ListeningAddress;
import io.waflab.config.MachineName;
import io.waflab.config.Problems;
import io.waflab.config.Server;
import io.waflab.journal.Journal;
import io.waflab.tls.LabCertificates;
import io.waflab.tls.TicketStore;
import io.waflab.tls.TlsEngine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The proxy as a whole: its sockets and event loops, from a configuration to its end. Nothing half-started: see start. */
public final class ProxyServer implements AutoCloseable {

    /** So many files are read at a time; the disk has no more to give. */
    private static final int FILE_THREADS = 4;

    private final LabConfig config;
    private final Logs logs;
    private final Journal journal;
    private final Transport transport;
    private final Ticker time;
    private final ListeningSockets sockets;
    private final TicketStore tickets;
    private final Zones zones;
    private final Counts counts;
    private final TlsEngine.Choice engine;
    private final UpstreamGroups groups;
    private final SharedBalancers balancers;
    private final StreamService stream;
    private final Workers workers;
    private final ExecutorService disk = Executors.newSingleThreadExecutor(task -> daemon(task, "disk"));
    private final ExecutorService files = Executors.newFixedThreadPool(FILE_THREADS, task -> daemon(task, "files"));
    private final AtomicInteger live = new AtomicInteger();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private WarmUp warmUp;
    private ServerTlsStore serverTls;
    private final String hostname;
    private final String prefix;
    private volatile boolean stopping;
    private volatile boolean succeeded;

    /** What outlives a configuration. */
    private record Kept(
            ListeningSockets sockets,
            Ticker time,
            Zones zones,
            TicketStore tickets,
            Counts counts,
            Optional<SharedBalancers> balancers,
            Optional<StreamService> stream) {

        static Kept first(ListeningSockets sockets, Ticker time) {
            return new Kept(
                    sockets, time, Zones.none(), new TicketStore(), new Counts(), Optional.empty(), Optional.empty());
        }
    }

    private ProxyServer(LabConfig config, Logs logs, Journal journal, Kept kept)
            throws ConfigException, Transport.NoLoops {
        this.config = config;
        sockets = kept.sockets();
        zones = kept.zones().next(config.main());
        tickets = kept.tickets();
        counts = kept.counts();
        this.transport = sockets.transport();
        time = kept.time();
        this.logs = logs;
        this.journal = journal;
        var asked = config.main().get(Directive.TLS_ENGINE);
        engine = TlsEngine.choose(config.main().text(Directive.TLS_ENGINE), asked.origin());
        groups = new UpstreamGroups(config.upstreams());
        balancers = SharedBalancers.ofHttp(config, kept.balancers());
        stream = new StreamService(this, config, kept.stream());
        hostname = MachineName.own();
        var folder = config.base().toString().getBytes(StandardCharsets.UTF_8);
        prefix = new String(folder, StandardCharsets.ISO_8859_1) + "/";
        workers = new Workers(this, workerProcesses());
    }

    /**
     * Reads certificates, opens all sockets, and serves; or does nothing at all.
     *
     * @param logs of this configuration; closed by the caller
     * @param journal where stories go; closed by the caller
     * @param certificates the lab's own, for servers that name none
     * @throws ConfigException with every certificate, key or address that cannot be used
     */
    public static ProxyServer start(LabConfig config, Logs logs, Journal journal, Path certificates)
            throws ConfigException {
        return start(config, logs, journal, certificates, Ticker.systemTicker());
    }

    /** @param time by which the timers of connections go */
    static ProxyServer start(LabConfig config, Logs logs, Journal journal, Path certificates, Ticker time)
            throws ConfigException {
        var last = Optional.<Transport.NoLoops>empty();
        for (var transport : Transport.of(config.main())) {
            try {
                return started(Kept.first(new ListeningSockets(transport), time), config, logs, journal, certificates);
            } catch (Transport.NoLoops next) {
                last = Optional.of(next);
            }
        }
        throw last.orElseThrow().refused(config.main());
    }

    private static ProxyServer started(Kept kept, LabConfig config, Logs logs, Journal journal, Path certificates)
            throws ConfigException, Transport.NoLoops {
        try {
            var server = new ProxyServer(config, logs, journal, kept);
            server.begin(certificates);
            return server;
        } catch (ConfigException | Transport.NoLoops | RuntimeException | Error refused) {
            kept.sockets().closeAll();
            kept.sockets().end();
            throw refused;
        }
    }

    /**
     * Begins to load what every proxy needs, on a thread of its own, while its configuration is still being read.
     */
    public static void prepare() {
        // Netty's native library asks for this class while it is loaded, and the class loads a library of the JDK's:
        // two threads that began with them at the same time would wait for each other for good.
        InetAddress.getLoopbackAddress();
        var thread = new Thread(
                () -> {
                    Transport.prepare();
                    TlsEngine.prepare();
                },
                "prepare");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Serves another configuration in this one's place, as nginx's new workers after SIGHUP: sockets that both listen on stay
     * open, and each client is taken by the one or the other. This server keeps its connections until {@link #stop}; it is
     * as before when the other cannot start.
     *
     * @param logs of that configuration; closed by the caller
     * @throws ConfigException as {@link #start} does
     */
    public ProxyServer successor(LabConfig next, Logs logs, Path certificates) throws ConfigException {
        var kept = new Kept(sockets, time, zones, tickets, counts, Optional.of(balancers), Optional.of(stream));
        try {
            var server = new ProxyServer(next, logs, journal, kept);
            server.begin(certificates);
            succeeded = true;
            return server;
        } catch (Transport.NoLoops none) {
            throw none.refused(next.main());
        }
    }

    private void begin(Path certificates) throws ConfigException {
        try {
            warmUp = WarmUp.of(engine.engine(), config, certificates);
            var listeners = listeners(new LabCertificates(certificates));
            for (var note : serverTls.notes()) {
                logs.tell("warn", note.nginxLine());
            }
            warmUp.headStart(engine.engine());
            resolveGroups();
            sockets.serve(listeners, refused -> tell("alert", refused));
            warmUp.serving();
        } catch (ConfigException | RuntimeException | Error refused) {
            endWorkers();
            throw refused;
        }
    }

    /** One event loop keeps the names of all groups up to date. */
    private void resolveGroups() {
        var worker = workers.first();
        GroupNames.keep(worker, config.upstreams().values(), balancers);
        stream.resolveGroups(worker);
    }

    /** What takes this server's connections, for each address. */
    private Map<ListeningAddress, Acceptor> listeners(LabCertificates lab) throws ConfigException {
        var problems = new Problems();
        var plan = new TlsPlan(config);
        serverTls = new ServerTlsStore(engine.engine(), config.base(), lab, tickets, problems);
        var tls = TlsOffers.of(config.servers(), plan, serverTls);
        stream.prepare(plan, serverTls, new UpstreamTlsStore(engine.engine(), config.base(), problems));
        var upstreamTls = new UpstreamTlsStore(engine.engine(), config.base(), problems);
        var routes = new Route.Plan(config, logs, zones, upstreamTls);
        var sites = new IdentityHashMap<Server, Site>();
        for (var server : config.servers()) {
            sites.put(server, new Site(server, routes));
        }
        problems.throwIfAny();
        var listeners = new LinkedHashMap<ListeningAddress, Acceptor>();
        for (var endpoint : config.endpoints()) {
            listeners.put(endpoint, new Listener(endpoint, this, tls, sites));
        }
        stream.addListeners(listeners);
        return listeners;
    }

    private int workerProcesses() {
        var text = config.main().text(Directive.WORKER_PROCESSES);
        return text.equals("auto") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(text);
    }

    private static Thread daemon(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** The addresses listened on, Unix sockets aside, in the order of the file, with the ports really taken. */
    public List<InetSocketAddress> addresses() {
        return sockets.addresses();
    }

    /** Which TLS engine serves, and why. */
    public TlsEngine.Choice engine() {
        return engine;
    }

    /** Done when the TLS engine is as fast as it will be; clients are served before. */
    public CompletableFuture<Void> warm() {
        return warmUp.finished();
    }

    /** How many client connections are open. */
    public int connections() {
        return live.get();
    }

    /**
     * Ends gracefully, as nginx on SIGQUIT: nothing new is accepted, idle connections are closed, running requests finish;
     * after worker_shutdown_timeout what is left is cut. Not for event loops.
     *
     * @return done when the last connection has ended
     */
    public CompletableFuture<Void> stop() {
        stopping = true;
        tell("notice", "gracefully shutting down");
        if (!succeeded) {
            sockets.closeAll();
        }
        workers.tell(Served::stop);
        var limit = config.main().time(Directive.WORKER_SHUTDOWN_TIMEOUT);
        if (!limit.isZero()) {
            workers.later(() -> workers.tell(Served::stopNow), limit);
        }
        if (live.get() == 0) {
            drained.complete(null);
        }
        return drained;
    }

    /** Ends at once, as nginx on SIGTERM; waits until sockets and threads are gone. Once; not for event loops. */
    @Override
    public void close() {
        if (workers.isEnding()) {
            return;
        }
        stopping = true;
        if (!succeeded) {
            sockets.closeAll();
        }
        workers.tell(Served::stopNow);
        workers.closePools();
        endWorkers();
        if (!succeeded) {
            sockets.end();
        }
    }

    private void endWorkers() {
        if (warmUp != null) {
            warmUp.stop();
        }
        workers.end();
        disk.shutdown();
        files.shutdown();
        if (serverTls != null) {
            serverTls.close();
        }
    }

    /** The numbers of the workers' threads, by which the error log names them. */
    public List<Long> workerNumbers() {
        return workers.numbers();
    }

    /** Says in the error log, as nginx does, what tells of the sockets: io_uring, epoll, or nio elsewhere. */
    public void tellEventMethod() {
        tell("notice", "using the \"" + transport.word() + "\" event method");
    }

    /** Says something of the process as a whole in the error log. */
    public void tell(String level, String message) {
        logs.tell(level, message);
    }

    /** Gives a client to the next worker. */
    ChannelFuture register(Channel client) {
        return workers.register(client);
    }

    boolean isStopping() {
        return stopping;
    }

    Worker worker(EventLoop loop) {
        return workers.of(loop);
    }

    /** A connection has begun. */
    void begun() {
        live.incrementAndGet();
    }

    /** A connection has ended. */
    void ended() {
        if (live.decrementAndGet() == 0 && stopping) {
            drained.complete(null);
        }
    }

    Workers workers() {
        return workers;
    }

    Counts counts() {
        return counts;
    }

    LabConfig config() {
        return config;
    }

    Logs logs() {
        return logs;
    }

    Journal journal() {
        return journal;
    }

    Transport transport() {
        return transport;
    }

    /** By which the timers of connections go. */
    Ticker time() {
        return time;
    }

    UpstreamGroups groups() {
        return groups;
    }

    /** What is done of {@code stream}. */
    StreamService stream() {
        return stream;
    }

    SharedBalancers balancers() {
        return balancers;
    }

    /** What {@code $nginx_version} says outside of http. */
    String version() {
        return config.main().text(Directive.IMITATES).replaceFirst(".*/", "");
    }

    String hostname() {
        return hostname;
    }

    /** The folder of relative paths with a slash behind it, one character for each byte. */
    String prefix() {
        return prefix;
    }

    /** The threads that look at files and read them. */
    ExecutorService files() {
        return files;
    }

    /** The one thread that touches the disk for requests' bodies. */
    ExecutorService disk() {
        return disk;
    }

    /** A name for a file that does not exist. */
    Path temporaryFile(String folder) {
        return config.resolve(folder).resolve("waflab-" + UUID.randomUUID() + ".body");
    }
}
