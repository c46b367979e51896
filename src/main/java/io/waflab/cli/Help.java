package io.waflab.cli;

import io.waflab.cli.Commands.Entry;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What {@code waflab help} prints: one line for each command, by group. */
final class Help {

    private final PrintWriter out;

    Help(PrintWriter out) {
        this.out = out;
    }

    void print(List<Entry> commands) {
        out.println(
                "waflab: a TLS reverse proxy that ends connections on the wire as Alibaba Cloud WAF (Tengine, nginx) does");
        out.println();
        out.println("  waflab COMMAND [OPTIONS]      waflab help COMMAND      waflab --version");
        var groups = new LinkedHashMap<String, StringBuilder>();
        for (var entry : commands) {
            groups.computeIfAbsent(entry.group(), group -> new StringBuilder()).append(line(entry));
        }
        groups.remove(Commands.HIDDEN);
        groups.forEach((group, lines) -> out.print(heading(group) + lines));
        out.println();
        out.println(
                "Exit codes: 0 done, 1 the answer is \"no\", 2 wrong usage or unreadable input, 130 interrupted by Ctrl-C;");
        out.println("of what serves (run, nginx, origin) 0 when it is told to stop.");
    }

    private static String heading(String group) {
        return System.lineSeparator() + Ansi.AUTO.string("@|bold " + group + "|@") + System.lineSeparator();
    }

    private static String line(Entry entry) {
        var description = new CommandLine(entry.make().get())
                .getCommandSpec()
                .usageMessage()
                .description();
        return String.format("  %-12s %s%n", entry.name(), description.length == 0 ? "" : description[0]);
    }
}
