package io.waflab.reproduce;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes this machine's kernel drop all packets of one port of the loopback, with iptables and as root: what a path that
 * has forgotten a flow does, with real retransmissions. Its two rules are taken away at the end, also at that of the JVM.
 */
final class KernelSilence implements AutoCloseable {

    private static final List<String> PLACES = List.of("/usr/sbin/iptables", "/sbin/iptables", "/usr/bin/iptables");
    private static final long PATIENCE_SECONDS = 5;

    private final Path program;
    private final int port;
    private final List<String> set = new ArrayList<>();
    private final Thread endWithVm = new Thread(this::clear, "kernel silence end");

    private KernelSilence(Path program, int port) {
        this.program = program;
        this.port = port;
    }

    /** @throws IOException when there is no iptables, or it may not be used; one line that says what to do */
    static KernelSilence on(int port) throws IOException {
        var program = PLACES.stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException("--kernel: iptables is not installed (install it, or leave --kernel"
                        + " away: a relay does it then)"));
        var silence = new KernelSilence(program, port);
        silence.iptables("-L", "INPUT", "-n");
        Runtime.getRuntime().addShutdownHook(silence.endWithVm);
        return silence;
    }

    /** From now on nothing from or to the port arrives. */
    synchronized void begin() throws IOException {
        for (var side : List.of("--dport", "--sport")) {
            iptables("-I", "INPUT", "-i", "lo", "-p", "tcp", side, String.valueOf(port), "-j", "DROP");
            set.add(side);
        }
    }

    private void iptables(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(program.toString(), "-w", "2"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("--kernel: " + program + ": "
                        + Printable.of(said.lines().findFirst().orElse("did not end"))
                        + " (expected: root; without --kernel a relay does it)");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("--kernel: interrupted", interrupted);
        }
    }

    private synchronized void clear() {
        for (var side : List.copyOf(set)) {
            try {
                iptables("-D", "INPUT", "-i", "lo", "-p", "tcp", side, String.valueOf(port), "-j", "DROP");
                set.remove(side);
            } catch (IOException notGone) {
                // The port is a dead one of the loopback: the rule hurts nobody.
            }
        }
    }

    @Override
    public void close() {
        clear();
        try {
            Runtime.getRuntime().removeShutdownHook(endWithVm);
        } catch (IllegalStateException ending) {
            // It runs then, and finds nothing.
        }
    }
}
