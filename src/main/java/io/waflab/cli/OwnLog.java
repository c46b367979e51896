package io.waflab.cli;

import io.netty.util.internal.logging.AbstractInternalLogger;
import io.netty.util.internal.logging.FormattingTuple;
import io.netty.util.internal.logging.InternalLogLevel;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.MessageFormatter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;

/**
 * What Netty and waflab log about themselves, to standard error: {@code 18:36:38.123 WARN Ring - the end of a turn failed}, and the trace
 * where there is one. Access and error logs are not written through it. Frameworks for logging take 30 to 50 ms of a start, whether or not
 * anything is logged.
 */
final class OwnLog extends AbstractInternalLogger {

    private static final long serialVersionUID = 1;

    /** Made when the first line is written. */
    private static final class Time {

        private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    }

    private final InternalLogLevel least;

    /**
     * @param name of the class that logs
     * @param waflabs the least that is written of what waflab's own classes say
     */
    OwnLog(String name, InternalLogLevel waflabs) {
        super(name);
        this.least = least(name, waflabs);
    }

    /**
     * From now on, for classes that are not loaded yet.
     *
     * @param serves whether the process is a proxy, whose log this is; a job's output is for what it found
     */
    static void use(boolean serves) {
        var waflabs = serves ? InternalLogLevel.INFO : InternalLogLevel.WARN;
        InternalLoggerFactory.setDefaultFactory(new InternalLoggerFactory() {
            @Override
            protected InternalLogger newInstance(String name) {
                return new OwnLog(name, waflabs);
            }
        });
    }

    private static InternalLogLevel least(String name, InternalLogLevel waflabs) {
        if (name.startsWith("io.waflab.")) {
            return waflabs;
        }
        // A name server's broken datagram would be told with a trace; error_log has what became of the lookup.
        // A ring is full when thousands of connections end at once, and the kernel keeps the rest.
        boolean harmless =
                name.startsWith("io.netty.resolver.dns.") || name.equals("io.netty.channel.uring.IoUringIoHandler");
        return harmless ? InternalLogLevel.ERROR : InternalLogLevel.WARN;
    }

    private void write(InternalLogLevel level, FormattingTuple text) {
        write(level, text.getMessage(), text.getThrowable());
    }

    private void write(InternalLogLevel level, String message, Throwable failure) {
        if (isEnabled(level)) {
            System.err.print(text(time(System.currentTimeMillis(), TimeZone.getDefault()), level, message, failure));
        }
    }

    /**
     * As LocalTime.now() gives it, which reads the JDK's zones from a file. Where there is no descriptor for it, it throws, and
     * Netty's threads die of a log that does.
     */
    static LocalTime time(long millis, TimeZone zone) {
        long ofDay = Math.floorMod(millis + zone.getOffset(millis), TimeUnit.DAYS.toMillis(1));
        return LocalTime.ofNanoOfDay(TimeUnit.MILLISECONDS.toNanos(ofDay));
    }

    /** @param failure null where there is none */
    String text(LocalTime now, InternalLogLevel level, String message, Throwable failure) {
        var text = new StringWriter();
        var lines = new PrintWriter(text);
        var shortName = name().substring(name().lastIndexOf('.') + 1);
        lines.println(Time.FORM.format(now) + " " + level + " " + shortName + " - " + message);
        if (failure != null) {
            failure.printStackTrace(lines);
        }
        return text.toString();
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public void trace(String message) {}

    @Override
    public void trace(String format, Object a) {}

    @Override
    public void trace(String format, Object a, Object b) {}

    @Override
    public void trace(String format, Object... all) {}

    @Override
    public void trace(String message, Throwable failure) {}

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public void debug(String message) {}

    @Override
    public void debug(String format, Object a) {}

    @Override
    public void debug(String format, Object a, Object b) {}

    @Override
    public void debug(String format, Object... all) {}

    @Override
    public void debug(String message, Throwable failure) {}

    @Override
    public boolean isInfoEnabled() {
        return least.compareTo(InternalLogLevel.INFO) <= 0;
    }

    @Override
    public void info(String message) {
        write(InternalLogLevel.INFO, message, null);
    }

    @Override
    public void info(String format, Object a) {
        write(InternalLogLevel.INFO, MessageFormatter.format(format, a));
    }

    @Override
    public void info(String format, Object a, Object b) {
        write(InternalLogLevel.INFO, MessageFormatter.format(format, a, b));
    }

    @Override
    public void info(String format, Object... all) {
        write(InternalLogLevel.INFO, MessageFormatter.arrayFormat(format, all));
    }

    @Override
    public void info(String message, Throwable failure) {
        write(InternalLogLevel.INFO, message, failure);
    }

    @Override
    public boolean isWarnEnabled() {
        return least.compareTo(InternalLogLevel.WARN) <= 0;
    }

    @Override
    public void warn(String message) {
        write(InternalLogLevel.WARN, message, null);
    }

    @Override
    public void warn(String format, Object a) {
        write(InternalLogLevel.WARN, MessageFormatter.format(format, a));
    }

    @Override
    public void warn(String format, Object a, Object b) {
        write(InternalLogLevel.WARN, MessageFormatter.format(format, a, b));
    }

    @Override
    public void warn(String format, Object... all) {
        write(InternalLogLevel.WARN, MessageFormatter.arrayFormat(format, all));
    }

    @Override
    public void warn(String message, Throwable failure) {
        write(InternalLogLevel.WARN, message, failure);
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }

    @Override
    public void error(String message) {
        write(InternalLogLevel.ERROR, message, null);
    }

    @Override
    public void error(String format, Object a) {
        write(InternalLogLevel.ERROR, MessageFormatter.format(format, a));
    }

    @Override
    public void error(String format, Object a, Object b) {
        write(InternalLogLevel.ERROR, MessageFormatter.format(format, a, b));
    }

    @Override
    public void error(String format, Object... all) {
        write(InternalLogLevel.ERROR, MessageFormatter.arrayFormat(format, all));
    }

    @Override
    public void error(String message, Throwable failure) {
        write(InternalLogLevel.ERROR, message, failure);
    }
}
