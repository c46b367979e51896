import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * An application that makes the requests it reads, one a line ({@code GET https://...}), with a real library, and prints
 * what it got: {@code answer}, status, protocol, bytes; or {@code failed} and the chain of exceptions, class and message in
 * turn. Fields are parted by tabs. The arguments are settings, {@code name=milliseconds} or {@code name=on|off}; one that is
 * absent is left to the library.
 */
final class Application {

    private static final int MOST_CAUSES = 8;

    /** A library with its settings made: all that is its own. */
    interface Client {
        Answer exchange(String method, URI uri) throws Exception;
    }

    record Answer(int status, String protocol, long bytes) {}

    /** What was asked for on the command line. */
    static final class Settings {
        private final Map<String, String> values = new HashMap<>();

        Settings(String... args) {
            for (String arg : args) {
                int equals = arg.indexOf('=');
                values.put(arg.substring(0, equals), arg.substring(equals + 1));
            }
        }

        boolean is(String name, String value) {
            return value.equals(values.get(name));
        }

        boolean has(String name) {
            return values.containsKey(name);
        }

        /** Milliseconds; -1 for "off"; empty where nothing was said. */
        OptionalLong time(String name) {
            String value = values.get(name);
            if (value == null) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(value.equals("off") ? -1 : Long.parseLong(value));
        }
    }

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private Application() {}

    /** Serves standard input to its end. */
    static void run(String version, Client client) throws Exception {
        new Application().serve(version, client);
        // Libraries leave threads behind that are no daemons.
        System.exit(0);
    }

    private void serve(String version, Client client) throws Exception {
        tell("ready", version, "Java " + System.getProperty("java.version"));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", 2);
            try {
                Answer answer = client.exchange(words[0], URI.create(words[1]));
                tell("answer", String.valueOf(answer.status), answer.protocol, String.valueOf(answer.bytes));
            } catch (Exception failure) {
                tell(chain(failure));
            }
        }
    }

    private static String[] chain(Throwable failure) {
        var fields = new java.util.ArrayList<String>();
        fields.add("failed");
        Throwable one = failure;
        for (int i = 0; one != null && i < MOST_CAUSES; i++, one = one.getCause()) {
            fields.add(one.getClass().getName());
            fields.add(one.getMessage() == null ? "" : one.getMessage());
        }
        return fields.toArray(String[]::new);
    }

    private void tell(String... fields) {
        for (int i = 0; i < fields.length; i++) {
            fields[i] = fields[i].replaceAll("\\p{Cntrl}+", " ");
        }
        out.println(String.join("\t", fields));
    }
}
