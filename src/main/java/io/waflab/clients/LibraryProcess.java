package io.waflab.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A running program with a library in it: an application that makes requests on order. Lines of it are cut at {@value
 * #LONGEST} characters.
 */
public final class LibraryProcess implements AutoCloseable {

    static final int LONGEST = 16 * 1024;

    private static final int LINES = 16;
    private static final Duration START = Duration.ofSeconds(60);
    private static final long STOP_SECONDS = 5;

    /** Read once the program's output has ended. */
    private static final String END = "end";

    private final Library library;
    private final Process process;
    private final Path folder;
    private final long start;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(LINES);
    private String version = "";

    private LibraryProcess(Library library, Process process, Path folder, long start) {
        this.library = library;
        this.process = process;
        this.folder = folder;
        this.start = start;
    }

    /**
     * Where and how programs run.
     *
     * @param home where what they need is kept; see {@link LibraryProgram}
     * @param authority PEM, what they trust; empty for the machine's own authorities
     * @param start the {@link System#nanoTime} that times count from
     * @param local a name that stands for 127.0.0.1, so that a relay can be in another server's place; empty for none
     */
    public record Place(Path home, Optional<Path> authority, long start, String local) {}

    /** @throws IOException when the machine lacks what the library needs, in one line */
    public static LibraryProcess start(Orders orders, Place place) throws IOException, InterruptedException {
        var library = orders.library();
        var program = LibraryProgram.in(place.home(), library);
        var folder = Files.createTempDirectory("waflab-client");
        var process = new LibraryProcess(library, begin(program, orders, place, folder), folder, place.start());
        try {
            process.run(process::read);
            process.ready();
            return process;
        } catch (IOException | InterruptedException failed) {
            process.close();
            throw failed;
        }
    }

    private static Process begin(LibraryProgram program, Orders orders, Place place, Path folder) throws IOException {
        var store = folder.resolve("trust.p12");
        if (place.authority().isPresent()) {
            Trust.store(place.authority().get(), store);
        }
        var hosts = folder.resolve("hosts");
        Files.writeString(hosts, "127.0.0.1 " + (place.local().isEmpty() ? "localhost" : place.local()) + "\n");
        var command = new ArrayList<>(program.command(
                place.authority().map(pem -> store),
                Optional.of(hosts).filter(file -> !place.local().isEmpty())));
        command.addAll(orders.arguments(Runtime.version().feature()));
        if (!place.local().isEmpty()) {
            command.add("local=" + place.local());
        }
        var builder = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile());
        // What a program that is ended by force leaves behind lies in the folder that is removed with it.
        builder.environment().put("TMPDIR", folder.toString());
        place.authority().map(pem -> pem.toAbsolutePath().toString()).ifPresent(pem -> {
            builder.environment().put("NODE_EXTRA_CA_CERTS", pem);
            builder.environment().put("REQUESTS_CA_BUNDLE", pem);
        });
        try {
            return builder.start();
        } catch (IOException missing) {
            throw new IOException(
                    orders.library().word() + " needs " + command.get(0) + ", which is not on this machine", missing);
        }
    }

    private void run(Runnable work) {
        var thread = new Thread(work, "application's output");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = line(in); !line.isEmpty(); line = line(in)) {
                lines.put(line);
            }
            lines.put(END);
        } catch (IOException | InterruptedException stopped) {
            lines.offer(END);
        }
    }

    /** Empty at the end. */
    private static String line(Reader in) throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (line.length() < LONGEST) {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private void ready() throws IOException, InterruptedException {
        var fields = next(START);
        if (fields[0].equals("missing")) {
            throw new IOException(library.word() + " needs " + fields[1] + ", which is not on this machine");
        }
        version = String.join(", ", List.of(fields).subList(1, fields.length));
    }

    /** The library's version and what it runs on. */
    public String version() {
        return version;
    }

    /**
     * Has a request made, and waits for what the application gets.
     *
     * @throws IOException when the program is silent for longer than the limit, or has died
     */
    public Outcome exchange(String method, String url, Duration limit) throws IOException, InterruptedException {
        long asked = System.nanoTime() - start;
        var out = process.getOutputStream();
        out.write((method + " " + url + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        var fields = next(limit);
        return Outcome.of(asked, System.nanoTime() - start, fields);
    }

    private String[] next(Duration limit) throws IOException, InterruptedException {
        var line = lines.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null) {
            throw new IOException(library.word() + " said nothing for " + limit.toSeconds() + " s");
        }
        if (line.equals(END)) {
            throw new IOException(library.word() + "'s program has ended: " + lastWords());
        }
        return line.split("\t", -1);
    }

    private String lastWords() throws IOException {
        try (var errors = Files.newBufferedReader(folder.resolve("errors"))) {
            return Optional.ofNullable(errors.readLine()).orElse("without a word");
        }
    }

    /** Ends the program and what it has started: by the end of its input, or after {@value #STOP_SECONDS} s by force. */
    @Override
    public void close() throws IOException {
        var started = process.descendants().toList();
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            // It has ended already.
        }
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        started.forEach(ProcessHandle::destroyForcibly);
        LibraryProgram.remove(folder);
    }
}
