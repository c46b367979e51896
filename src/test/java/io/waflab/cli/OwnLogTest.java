package io.waflab.cli;

import static io.netty.util.internal.logging.InternalLogLevel.ERROR;
import static io.netty.util.internal.logging.InternalLogLevel.INFO;
import static io.netty.util.internal.logging.InternalLogLevel.WARN;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.util.TimeZone;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OwnLogTest {

    private static final OwnLog OF_WAFLAB = new OwnLog(OwnLogTest.class.getName(), INFO);
    private static final OwnLog OF_NETTY = new OwnLog(ChannelInitializer.class.getName(), INFO);

    @Test
    void aLineSaysWhenHowBadAndWhichClass() {
        var line = OF_NETTY.text(LocalTime.of(9, 5, 0), ERROR, "no", null);
        assertThat(line).isEqualTo("09:05:00.000 ERROR ChannelInitializer - no" + System.lineSeparator());
    }

    @Test
    void theTimeIsThatOfTheMachinesZone() {
        long millis = Instant.parse("2026-07-01T23:30:05.123Z").toEpochMilli();
        assertThat(OwnLog.time(millis, TimeZone.getTimeZone("Europe/Berlin"))).hasToString("01:30:05.123");
        assertThat(OwnLog.time(-1, TimeZone.getTimeZone("UTC"))).hasToString("23:59:59.999");
    }

    @Test
    void aTraceFollowsItsLine() {
        var lines = OF_WAFLAB
                .text(LocalTime.of(23, 59, 59, 999_999_999), INFO, "no", new IOException("gone"))
                .lines()
                .toList();
        assertThat(lines).startsWith("23:59:59.999 INFO OwnLogTest - no", "java.io.IOException: gone");
        assertThat(lines.get(2)).startsWith("\tat io.waflab.cli.OwnLogTest.");
    }

    @Test
    void waflabSpeaksAndNettyOnlyWhenSomethingIsWrong() {
        assertThat(written(OF_WAFLAB, log -> log.debug("one"))).isEmpty();
        assertThat(written(OF_WAFLAB, log -> log.info("one"))).contains(" INFO OwnLogTest - one");
        var ofJob = new OwnLog(OwnLogTest.class.getName(), WARN);
        assertThat(written(ofJob, log -> log.info("one"))).isEmpty();
        assertThat(written(ofJob, log -> log.warn("one"))).contains(" WARN OwnLogTest - one");
        assertThat(written(OF_NETTY, log -> log.info("one"))).isEmpty();
        assertThat(written(OF_NETTY, log -> log.warn("one"))).contains(" WARN ChannelInitializer - one");
        assertThat(written(OF_NETTY, log -> log.error("one"))).contains(" ERROR ChannelInitializer - one");
    }

    /** What a name server sends is told in error_log where a request meets it; a broken datagram has no trace of its own. */
    @Test
    void anAnswerThatCannotBeReadIsNotToldByTheLibrary() {
        var log = new OwnLog(DnsNameResolver.class.getName(), INFO);
        assertThat(log.isWarnEnabled()).isFalse();
        assertThat(written(log, one -> one.warn("one", new IOException()))).isEmpty();
        assertThat(written(log, one -> one.error("one"))).isNotEmpty();
    }

    /** Netty warns of it while thousands of connections end at once; nothing is lost. */
    @Test
    void aRingThatIsFullIsNotToldByTheLibrary() {
        var log = new OwnLog(IoUringIoHandler.class.getName(), INFO);
        assertThat(written(log, one -> one.warn("CompletionQueue overflow detected")))
                .isEmpty();
        assertThat(written(log, one -> one.error("one"))).isNotEmpty();
    }

    @Test
    void argumentsTakeTheirPlacesAndAFailureAtTheEndIsATrace() {
        assertThat(written(OF_WAFLAB, log -> log.info("{}", 1))).contains("- 1");
        assertThat(written(OF_WAFLAB, log -> log.info("{}, {}", 1, 2))).contains("- 1, 2");
        assertThat(written(OF_WAFLAB, log -> log.warn("{}, {}, {}", 1, 2, 3))).contains("- 1, 2, 3");
        assertThat(written(OF_WAFLAB, log -> log.error("{}", 1, new IOException("gone"))))
                .contains("- 1" + System.lineSeparator() + "java.io.IOException: gone");
    }

    @Test
    void nettyAsksForIt() {
        var before = InternalLoggerFactory.getDefaultFactory();
        try {
            OwnLog.use(true);
            assertThat(InternalLoggerFactory.getInstance("io.waflab.A"))
                    .isInstanceOf(OwnLog.class)
                    .extracting(InternalLogger::name)
                    .isEqualTo("io.waflab.A");
        } finally {
            InternalLoggerFactory.setDefaultFactory(before);
        }
    }

    /** What the log writes; what another thread writes meanwhile does not count. */
    private static String written(OwnLog log, Consumer<InternalLogger> call) {
        var before = System.err;
        var written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            call.accept(log);
        } finally {
            System.setErr(before);
        }
        var name = log.name().substring(log.name().lastIndexOf('.') + 1);
        var text = written.toString(StandardCharsets.UTF_8);
        return text.contains(" " + name + " - ") ? text : "";
    }
}
