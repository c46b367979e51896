package io.waflab.capture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Copies what a recording program writes into a file, packet by packet, on a thread of its own. */
final class RecordingCopy {

    private static final int MOST_WORDS = 400;
    /** tcpdump's last line, in every version: {@code 3 packets dropped by kernel}. */
    private static final Pattern DROPPED = Pattern.compile("([1-9]\\d*) packets? dropped by kernel");

    private final Process process;
    private final OutputStream out;
    private final Probe probe;
    private final CompletableFuture<Void> header = new CompletableFuture<>();
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private final CompletableFuture<String> complaint = new CompletableFuture<>();

    RecordingCopy(Process process, OutputStream out, Probe probe) {
        this.process = process;
        this.out = out;
        this.probe = probe;
        daemon("waflab-recorder-words", this::readComplaint);
        daemon("waflab-recorder", this::copy);
    }

    /** Waits until the program has written the head of a pcap file, which it does when it listens. */
    void awaitHeader(long patienceMillis) throws CaptureException {
        await(header, patienceMillis, "it did not begin");
    }

    /** Waits until the program has ended, and gives the number of packets in the file. */
    int awaitEnd(long patienceMillis) throws CaptureException {
        return await(end, patienceMillis, "it did not end");
    }

    /**
     * For a program that has ended.
     *
     * @throws CaptureException if it says that packets were lost before it could read them: then the end of a connection
     *     may be among them
     */
    void refuseLosses() throws CaptureException {
        var dropped = DROPPED.matcher(said(""));
        if (dropped.find()) {
            throw new CaptureException("the recording lacks " + dropped.group(1)
                    + " packets that the kernel dropped (the machine was too busy: try again)");
        }
    }

    private void copy() {
        var packets = 0;
        try (var in = new ByteSource(process.getInputStream());
                out) {
            var reader = new PcapReader(in);
            var writer = new PcapWriter(out, reader.header());
            header.complete(null);
            for (var packet = reader.next(); packet.isPresent(); packet = reader.next()) {
                if (!probe.recognise(packet.get())) {
                    writer.write(packet.get());
                    packets++;
                }
            }
            out.flush();
            end.complete(packets);
            over(new CaptureException("it ended by itself"));
        } catch (IOException failed) {
            over(new CaptureException("the file cannot be written: " + failed.getMessage(), failed));
        } catch (CaptureException broken) {
            over(new CaptureException(said(broken.getMessage()), broken));
        }
    }

    private void over(CaptureException why) {
        header.completeExceptionally(why);
        end.completeExceptionally(why);
        probe.over(why);
    }

    /** The program's own words, where it ended before it wrote anything. */
    private String said(String otherwise) {
        try {
            var words = complaint.get(1, TimeUnit.SECONDS);
            return words.isEmpty() ? otherwise : words;
        } catch (ExecutionException | TimeoutException none) {
            return otherwise;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return otherwise;
        }
    }

    /** Reads all of standard error, so that the program never waits for it; keeps the first {@value #MOST_WORDS} characters. */
    private void readComplaint() {
        var words = new StringBuilder();
        try (var reader = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                words.append(words.isEmpty() ? "" : " ").append(line.strip());
                words.setLength(Math.min(words.length(), MOST_WORDS));
            }
        } catch (IOException ended) {
            words.append(words.isEmpty() ? "" : " ").append(ended.getMessage());
        }
        complaint.complete(words.toString());
    }

    private static <T> T await(CompletableFuture<T> event, long patienceMillis, String otherwise)
            throws CaptureException {
        try {
            return event.get(patienceMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new CaptureException(otherwise + " within " + patienceMillis / 1_000 + " s", late);
        } catch (ExecutionException failed) {
            throw new CaptureException(failed.getCause().getMessage(), failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CaptureException("interrupted", interrupted);
        }
    }

    private static void daemon(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
