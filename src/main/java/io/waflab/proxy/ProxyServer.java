package io.waflab.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.waflab.config.ConfigException;
import io.waflab.config.Directive;
import io.waflab.config.Endpoint;
import io.waflab.config.LabConfig;
import io.waflab.config.Location;
import io.waflab.config.Problem;
import io.waflab.config.ProxyPass;
import io.waflab.config.Server;
import io.waflab.connection.Happened;
import io.waflab.journal.Journal;
import io.waflab.tls.LabCertificates;
import io.waflab.tls.ServerTls;
import io.waflab.tls.TlsEngine;
import io.waflab.tls.UpstreamTls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The proxy as a whole: its sockets and event loops, from a configuration to its end. Nothing half-started: see start. */
public final class ProxyServer implements AutoCloseable {

    private final LabConfig config;
    private final Logs logs;
    private final Journal journal;
    private final Transport transport = Transport.best();
    private final TlsEngine.Choice engine;
    private final Optional<UpstreamTls> upstreamTls;
    private final EventLoopGroup loops;
    private final Map<EventLoop, Worker> workers = new HashMap<>();
    private final Map<String, Channel> sockets = new LinkedHashMap<>();
    private final ExecutorService disk = Executors.newSingleThreadExecutor(task -> daemon(task, "disk"));
    private final AtomicInteger live = new AtomicInteger();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final String hostname;
    private volatile boolean stopping;

    private ProxyServer(LabConfig config, Logs logs, Journal journal) throws ConfigException {
        this.config = config;
        this.logs = logs;
        this.journal = journal;
        var asked = config.main().get(Directive.TLS_ENGINE);
        engine = TlsEngine.choose(config.main().text(Directive.TLS_ENGINE), asked.origin());
        upstreamTls = config.servers().stream().anyMatch(server -> speaksTlsUp(server.locations()))
                ? Optional.of(new UpstreamTls(engine.engine()))
                : Optional.empty();
        hostname = localHostname();
        loops = transport.loops(workerProcesses());
        for (var executor : loops) {
            var loop = (EventLoop) executor;
            workers.put(loop, new Worker(loop, this));
        }
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
        var server = new ProxyServer(config, logs, journal);
        try {
            server.bindAll(server.tls(certificates));
            return server;
        } catch (ConfigException refused) {
            server.close();
            throw refused;
        }
    }

    private Map<Server, ServerTls> tls(Path certificates) throws ConfigException {
        var lab = new LabCertificates(certificates);
        var all = new IdentityHashMap<Server, ServerTls>();
        var problems = new ArrayList<Problem>();
        for (var server : config.servers()) {
            if (server.listens().stream().anyMatch(listen -> listen.ssl())
                    && Listener.needsTls(server)
                    && !borrowsTls(server)) {
                try {
                    all.put(
                            server,
                            ServerTls.of(engine.engine(), server.settings(), config.base(), lab, List.of("http/1.1")));
                } catch (ConfigException refused) {
                    problems.addAll(refused.problems());
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return all;
    }

    /** One that has no certificate shows that of the default server of its address, where that has one. */
    private boolean borrowsTls(Server server) {
        return !server.settings().has(Directive.SSL_CERTIFICATE)
                && config.endpoints().stream()
                        .map(endpoint -> endpoint.virtualHosts().defaultServer())
                        .filter(other -> other != server && other.settings().has(Directive.SSL_CERTIFICATE))
                        .anyMatch(other -> other.listens().stream()
                                .anyMatch(listen -> server.listens().stream()
                                        .anyMatch(own -> own.address().equals(listen.address()))));
    }

    private void bindAll(Map<Server, ServerTls> tls) throws ConfigException {
        var sites = new IdentityHashMap<Server, Site>();
        var plan = new Route.Plan(config, logs, Zones.none().next(config));
        config.servers().forEach(server -> sites.put(server, new Site(server, plan)));
        var problems = new ArrayList<Problem>();
        for (var endpoint : config.endpoints()) {
            bind(endpoint, new Listener(endpoint, this, tls, sites), problems);
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private void bind(Endpoint endpoint, Listener listener, List<Problem> problems) {
        var binding = new ServerBootstrap()
                .group(loops)
                .channelFactory(() -> {
                    var socket = transport.listening(endpoint);
                    SocketSettings.listening(socket, endpoint);
                    return socket;
                })
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WriteBufferWaterMark.DEFAULT)
                .childHandler(listener)
                .bind(transport.address(endpoint))
                .awaitUninterruptibly();
        if (binding.isSuccess()) {
            sockets.put(endpoint.address(), binding.channel());
        } else {
            problems.add(new Problem(
                    endpoint.origin(),
                    "listen: bind() to " + endpoint.address() + " failed (" + SocketError.of(binding.cause()) + ")"
                            + " (expected an address of this machine and a port that nobody listens on)"));
        }
    }

    private static boolean speaksTlsUp(List<Location> locations) {
        return locations.stream()
                .anyMatch(location ->
                        location.proxyPass().filter(ProxyPass::tls).isPresent() || speaksTlsUp(location.locations()));
    }

    private int workerProcesses() {
        var text = config.main().text(Directive.WORKER_PROCESSES);
        return text.equals("auto") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(text);
    }

    private static String localHostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    private static Thread daemon(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** The addresses listened on, Unix sockets aside, in the order of the file, with the ports really taken. */
    public List<InetSocketAddress> addresses() {
        return sockets.values().stream()
                .filter(socket -> socket.localAddress() instanceof InetSocketAddress)
                .map(socket -> (InetSocketAddress) socket.localAddress())
                .toList();
    }

    /** Which TLS engine serves, and why. */
    public TlsEngine.Choice engine() {
        return engine;
    }

    /** How many client connections are open. */
    public int connections() {
        return live.get();
    }

    /**
     * Ends gracefully, as nginx on SIGQUIT: nothing new is accepted, idle connections are closed, running requests finish;
     * after worker_shutdown_timeout what is left is cut.
     *
     * @return done when the last connection has ended
     */
    public CompletableFuture<Void> stop() {
        stopping = true;
        sockets.values().forEach(Closer::closeListener);
        tellAll(Happened.STOP);
        var limit = config.main().time(Directive.WORKER_SHUTDOWN_TIMEOUT);
        if (!limit.isZero()) {
            loops.next().schedule(() -> tellAll(Happened.STOP_NOW), limit.toNanos(), TimeUnit.NANOSECONDS);
        }
        if (live.get() == 0) {
            drained.complete(null);
        }
        return drained;
    }

    private void tellAll(Happened event) {
        for (var worker : workers.values()) {
            worker.loop().execute(() -> worker.connections().forEach(connection -> connection.happened(event)));
        }
    }

    /** Ends at once, as nginx on SIGTERM; waits until sockets and threads are gone. Once; not for event loops. */
    @Override
    public void close() {
        if (loops.isShuttingDown()) {
            return;
        }
        stopping = true;
        sockets.values().forEach(socket -> Closer.closeListener(socket).awaitUninterruptibly());
        tellAll(Happened.STOP_NOW);
        for (var worker : workers.values()) {
            worker.loop().submit(worker::closePools).awaitUninterruptibly();
        }
        loops.shutdownGracefully(0, Duration.ofSeconds(2).toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
        disk.shutdown();
    }

    Worker worker(EventLoop loop) {
        return workers.get(loop);
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

    /** There when an upstream is spoken to in TLS. */
    UpstreamTls upstreamTls() {
        return upstreamTls.orElseThrow();
    }

    String hostname() {
        return hostname;
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
