package io.waflab.clients;

import static java.util.Map.entry;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The libraries: the program that uses each, what it does by itself, and its own words for the {@link Setting}s. */
public enum Library {
    APACHE_HTTPCLIENT_5(
            "apache-httpclient-5",
            "ApacheHttpClient5.java",
            Duration.ofMinutes(3),
            Habits.of("GET", Look.AFTER_INACTIVITY),
            Map.ofEntries(
                    entry(Setting.EVICT_IDLE, "ConnectionConfig.Builder.setIdleTimeout"),
                    entry(Setting.VALIDATE, "ConnectionConfig.Builder.setValidateAfterInactivity"),
                    entry(Setting.MAX_AGE, "ConnectionConfig.Builder.setTimeToLive"),
                    entry(Setting.RESPONSE_TIMEOUT, "RequestConfig.Builder.setResponseTimeout"),
                    entry(Setting.RETRY, "HttpClientBuilder.setRetryStrategy; disableAutomaticRetries for off"),
                    entry(Setting.KEEP_ALIVE, "HttpClientBuilder.setConnectionReuseStrategy"))),
    OKHTTP(
            "okhttp",
            "OkHttpApplication.java",
            Duration.ofMinutes(5),
            Habits.of("GET POST", Look.NEVER),
            Map.ofEntries(
                    entry(Setting.EVICT_IDLE, "new ConnectionPool(5, keepAliveDuration, unit)"),
                    entry(Setting.RESPONSE_TIMEOUT, "OkHttpClient.Builder.readTimeout"),
                    entry(Setting.RETRY, "OkHttpClient.Builder.retryOnConnectionFailure"),
                    entry(Setting.KEEP_ALIVE, "new ConnectionPool(0, ...)"))),
    JDK(
            "jdk",
            "JdkHttpClient.java",
            Duration.ofSeconds(1200),
            Habits.of("GET", Look.ALWAYS),
            Map.ofEntries(
                    entry(Setting.EVICT_IDLE, "-Djdk.httpclient.keepalive.timeout, in whole seconds"),
                    entry(Setting.RESPONSE_TIMEOUT, "HttpRequest.Builder.timeout"),
                    entry(
                            Setting.RETRY,
                            "-Djdk.httpclient.enableAllMethodRetry=true; -Djdk.httpclient.redirects.retrylimit=1 for off"),
                    entry(Setting.KEEP_ALIVE, "a header Connection: close on each request"))),
    REACTOR_NETTY(
            "reactor-netty",
            "ReactorNetty.java",
            null,
            Habits.of("", Look.ALWAYS),
            Map.ofEntries(
                    entry(Setting.EVICT_IDLE, "ConnectionProvider.Builder.maxIdleTime"),
                    entry(Setting.MAX_AGE, "ConnectionProvider.Builder.maxLifeTime"),
                    entry(Setting.RESPONSE_TIMEOUT, "HttpClient.responseTimeout"),
                    entry(
                            Setting.RETRY,
                            "Mono.retryWhen(Retry.max(1)) by the application; HttpClient.disableRetry for off"),
                    entry(Setting.KEEP_ALIVE, "HttpClient.keepAlive"))),
    NODE(
            "node",
            "node.mjs",
            null,
            Habits.of("", Look.ALWAYS),
            Map.ofEntries(
                    entry(Setting.EVICT_IDLE, "new http.Agent({ timeout })"),
                    entry(Setting.RESPONSE_TIMEOUT, "request.setTimeout"),
                    entry(Setting.RETRY, "request.reusedSocket and ECONNRESET, by the application"),
                    entry(Setting.KEEP_ALIVE, "new http.Agent({ keepAlive })"))),
    /** The command line tool; what libcurl has besides (CURLOPT_MAXAGE_CONN) cannot be set there. */
    CURL(
            "curl",
            "curl.sh",
            Duration.ofSeconds(118),
            Habits.of("GET", Look.WITHOUT_TLS),
            Map.ofEntries(
                    entry(Setting.RESPONSE_TIMEOUT, "curl --max-time"),
                    entry(Setting.KEEP_ALIVE, "curl --header Connection:close"))),
    PYTHON_REQUESTS(
            "python-requests",
            "python-requests.py",
            null,
            Habits.of("", Look.ALWAYS),
            Map.ofEntries(
                    entry(Setting.RESPONSE_TIMEOUT, "timeout="),
                    entry(Setting.RETRY, "HTTPAdapter(max_retries=Retry(total=1, allowed_methods=None))"),
                    entry(Setting.KEEP_ALIVE, "session.headers[\"Connection\"] = \"close\"")));

    /** When a library looks whether an idle connection has been closed. */
    enum Look {
        ALWAYS,
        AFTER_INACTIVITY,
        /** It peeks at the socket, and takes TLS's close_notify for a sign of life. */
        WITHOUT_TLS,
        NEVER
    }

    /**
     * What a library does by itself.
     *
     * @param retried the methods of requests that it sends again
     */
    record Habits(String retried, Look look) {
        static Habits of(String retried, Look look) {
            return new Habits(retried, look);
        }
    }

    private final String word;
    private final String program;
    private final Duration idle;
    private final Habits habits;
    private final Map<Setting, String> own;

    Library(String word, String program, Duration idle, Habits habits, Map<Setting, String> own) {
        this.word = word;
        this.program = program;
        this.idle = idle;
        this.habits = habits;
        this.own = own;
    }

    /** @throws IllegalArgumentException for another word, in one line */
    public static Library named(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--as " + word + ": no such library (expected: "
                        + Arrays.stream(values()).map(Library::word).collect(Collectors.joining(", ")) + ")"));
    }

    public String word() {
        return word;
    }

    /** The resource that is its program. */
    String program() {
        return program;
    }

    boolean isJava() {
        return program.endsWith(".java");
    }

    /** The library's own name for a setting; empty where it has none. */
    public Optional<String> own(Setting setting) {
        return Optional.ofNullable(own.get(setting));
    }

    /**
     * How long it keeps an idle connection unless told otherwise; empty for ever.
     *
     * @param java the feature version of the Java it runs on
     */
    public Optional<Duration> idle(int java) {
        return this == JDK && java >= 20 ? Optional.of(Duration.ofSeconds(30)) : Optional.ofNullable(idle);
    }

    /** How long a connection may be idle before it is looked at, unless told otherwise; empty where that is not asked. */
    public Optional<Duration> inactivity() {
        return habits.look() == Look.AFTER_INACTIVITY ? Optional.of(Duration.ofSeconds(2)) : Optional.empty();
    }

    Look look() {
        return habits.look();
    }

    /** Whether it sends such a request again by itself when a kept connection gave no answer. */
    boolean retries(String method) {
        return Arrays.asList(habits.retried().split(" ")).contains(method);
    }
}
