package io.waflab.capture;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Records TCP ports of the loopback into a pcap file, with tcpdump or else dumpcap, whichever is there and permitted.
 *
 * <p>It knows when it is recording, and that nothing is missing at the end, by a datagram of its own that has to come out
 * of the recording program: one before {@link #start} returns, one before {@link #stop} ends the program. Those datagrams
 * are left out of the file.
 */
public final class Recorder implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 5_000;
    private static final List<String> OFF_PATH = List.of("/usr/sbin", "/sbin", "/usr/local/sbin", "/usr/bin");

    private final RecordingTool tool;
    private final Path file;
    private final Process process;
    private final Probe probe;
    private final RecordingCopy copy;
    private final Thread endWithVm;

    private Recorder(RecordingTool tool, Path file, Process process, Probe probe, RecordingCopy copy) {
        this.tool = tool;
        this.file = file;
        this.process = process;
        this.probe = probe;
        this.copy = copy;
        endWithVm = new Thread(process::destroy, "waflab-recorder-end");
        Runtime.getRuntime().addShutdownHook(endWithVm);
    }

    /**
     * Begins to record, and returns once packets are being recorded. Waits at most 5 s for each program; not for use on
     * an event loop.
     *
     * @param file overwritten; gone where nothing can be recorded
     * @param ports of TCP, each side
     * @throws CaptureException if no program is there, none is permitted, or the file cannot be written; one line that
     *     says what to do
     */
    public static Recorder start(Path file, List<Integer> ports) throws CaptureException {
        return start(file, ports, searchPath());
    }

    static Recorder start(Path file, List<Integer> ports, List<Path> folders) throws CaptureException {
        var refusals = new ArrayList<String>();
        for (var tool : RecordingTool.values()) {
            var program = tool.find(folders);
            if (program.isEmpty()) {
                continue;
            }
            try {
                return start(tool, program.get(), file, ports);
            } catch (CaptureException refused) {
                refusals.add(refused.getMessage());
            }
        }
        throw new CaptureException(
                refusals.isEmpty()
                        ? "neither tcpdump nor dumpcap is installed (install the package tcpdump)"
                        : String.join("; ", refusals));
    }

    private static Recorder start(RecordingTool tool, Path program, Path file, List<Integer> ports)
            throws CaptureException {
        var loopback = loopbackName();
        Probe probe = null;
        Process process = null;
        try {
            probe = new Probe();
            var filter = ports.stream().map(port -> "tcp port " + port).collect(Collectors.joining(" or "))
                    + " or udp port " + probe.port();
            process = new ProcessBuilder(tool.command(program, loopback, filter)).start();
            process.getOutputStream().close();
            var out = new BufferedOutputStream(Files.newOutputStream(file));
            var copy = new RecordingCopy(process, out, probe);
            copy.awaitHeader(PATIENCE_MILLIS);
            probe.send(Probe.BEGIN, PATIENCE_MILLIS);
            return new Recorder(tool, file, process, probe, copy);
        } catch (IllegalStateException ending) {
            // A JVM that is ending takes no hook more: the program would outlive it.
            end(process, probe, file);
            throw ending;
        } catch (IOException failed) {
            end(process, probe, file);
            throw new CaptureException(program + ": " + failed, failed);
        } catch (CaptureException refused) {
            end(process, probe, file);
            throw new CaptureException(tool.explain(program, loopback, refused.getMessage()), refused);
        }
    }

    /** Leaves nothing behind: an empty file would be taken for a capture. */
    private static void end(Process process, Probe probe, Path file) {
        if (process != null) {
            process.destroyForcibly();
        }
        if (probe != null) {
            probe.close();
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException notOurs) {
            // Then it could not be written either, which is what the caller is told.
        }
    }

    /** The program that records: {@code tcpdump} or {@code dumpcap}. */
    public String tool() {
        return tool.program();
    }

    public Path file() {
        return file;
    }

    /**
     * Ends the recording; every packet that crossed before this call is then in the file. Waits at most 10 s.
     *
     * @return how many packets the file holds
     * @throws CaptureException if the program died on the way, the file could not be written, or the kernel dropped packets
     *     (the file is there, with a hole in it)
     */
    public int stop() throws CaptureException {
        try {
            probe.send(Probe.END, PATIENCE_MILLIS);
            // By its handle: Process.destroy would close the stream from which its last packets are still to be read.
            process.toHandle().destroy();
            var packets = copy.awaitEnd(PATIENCE_MILLIS);
            copy.refuseLosses();
            return packets;
        } finally {
            close();
        }
    }

    /**
     * Ends the recording in a hurry: what the program has not written yet is not in the file, but the file is whole. Waits
     * at most 5 s.
     *
     * @return how many packets the file holds
     * @throws CaptureException if the file could not be written
     */
    public int cut() throws CaptureException {
        try {
            process.toHandle().destroy();
            return copy.awaitEnd(PATIENCE_MILLIS);
        } finally {
            close();
        }
    }

    /** Ends the program without waiting for its last packets. */
    @Override
    public void close() {
        probe.close();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            Runtime.getRuntime().removeShutdownHook(endWithVm);
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IllegalStateException alreadyEnding) {
            process.destroyForcibly();
        }
    }

    private static String loopbackName() throws CaptureException {
        try {
            return Optional.ofNullable(NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress()))
                    .map(NetworkInterface::getName)
                    .orElseThrow(() -> new CaptureException("there is no loopback interface (expected: lo or lo0)"));
        } catch (IOException failed) {
            throw new CaptureException("the loopback interface cannot be found: " + failed.getMessage(), failed);
        }
    }

    /** The folders of PATH, and those of system programs, which an ordinary user's PATH may lack. */
    private static List<Path> searchPath() {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), OFF_PATH.stream())
                .filter(folder -> !folder.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new))
                .stream()
                .map(Path::of)
                .toList();
    }
}
