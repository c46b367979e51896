package io.waflab.cli;

import io.waflab.report.Style;
import java.io.Console;
import java.lang.reflect.Method;
import java.nio.charset.Charset;

/** What this process prints to. */
final class Terminal {

    private Terminal() {}

    /** Whether both input and output are a terminal's. */
    static boolean isThere() {
        var console = System.console();
        return console != null && isTerminal(console);
    }

    /** From JDK 22 on there is a console without a terminal, which then has to be asked. */
    private static boolean isTerminal(Console console) {
        try {
            Method asked = Console.class.getMethod("isTerminal");
            return (Boolean) asked.invoke(console);
        } catch (NoSuchMethodException before22) {
            return true;
        } catch (ReflectiveOperationException refused) {
            return false;
        }
    }

    static Style style() {
        return Style.of(isThere(), charset(), System.getenv());
    }

    /** What standard output is written in. */
    static Charset charset() {
        var name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding", ""));
        return name.isEmpty() || !Charset.isSupported(name) ? Charset.defaultCharset() : Charset.forName(name);
    }
}
