package io.waflab.reproduce;

import io.waflab.config.Directive;
import io.waflab.report.Language;
import io.waflab.report.Sentences;
import java.util.Locale;
import java.util.Optional;

/**
 * A measured server as a file in the form of {@code conf/profiles}, which {@code run --profile} takes: what was measured
 * over a profile that says the rest. Each value has its source above it; what waflab cannot imitate is said there too.
 */
public final class MeasuredProfile {

    /** A measured time is taken for a whole second when it is as near to it as this. */
    private static final double NEAR = 0.05;

    /** A server notices that an answer is read again only when a part of its buffer is empty: that was in vain before. */
    private static final double NEAR_UNREAD = 0.2;

    /** What a measured lingering_time is late at most: the interval of its bytes, and some. */
    private static final double LINGERING_LATE = 0.25;

    /** A file is one for everybody. */
    private static final Sentences ENGLISH = Sentences.in(Language.EN);

    private final MeasuredServer server;
    private final StringBuilder text = new StringBuilder();

    private MeasuredProfile(MeasuredServer server) {
        this.server = server;
    }

    /** Ends with a line end. What the server said of itself is escaped. */
    public static String of(MeasuredServer server) {
        return new MeasuredProfile(server).write();
    }

    private String write() {
        line("# " + source() + " by waflab client --measure.");
        line("#");
        line("# Times within " + Math.round(NEAR * 1000) + " ms (send_timeout: " + Math.round(NEAR_UNREAD * 1000)
                + " ms) of a whole second are taken for it.");
        line("# What was not measured is of the profile included.");
        line("include \"profiles/" + (isTengine() ? "tengine-3.2" : "nginx-1.22") + ".conf\"");
        line("");
        line("http {");
        if (!isTengine()) {
            line("  # versions are not measured; nginx 1.22 has only the first of itself");
            line("  ssl_protocols = \"TLSv1.2 TLSv1.3\"");
        }
        product();
        idle();
        head();
        server.of(Measure.BODY).ifPresent(found -> timer(Directive.CLIENT_BODY_TIMEOUT, found));
        requests();
        server.of(Measure.CLOSE).ifPresent(found -> comment(found, "nothing to set"));
        http2();
        server.of(Measure.AGE).ifPresent(found -> timer(Directive.KEEPALIVE_TIME, found));
        server.of(Measure.SEND).ifPresent(found -> timer(Directive.SEND_TIMEOUT, found));
        server.of(Measure.LINGER).ifPresent(found -> timer(Directive.LINGERING_TIMEOUT, found));
        server.of(Measure.LINGERING).ifPresent(this::lingering);
        line("}");
        return text.toString();
    }

    private String source() {
        return "measured on " + server.date() + " at " + Printable.of(server.host()) + ":" + server.port();
    }

    private boolean isTengine() {
        return server.server().startsWith("Tengine");
    }

    private void product() {
        if (server.server().matches("(nginx|Tengine)/[0-9.]{1,20}")) {
            line("  # its Server field, " + source());
            line("  " + Directive.IMITATES.word() + " = \"" + server.server() + "\"");
        } else {
            line("  # its Server field: " + (server.server().isEmpty() ? "none" : Printable.of(server.server()))
                    + "; waflab says nginx or Tengine only");
            line("  " + Directive.SERVER_TOKENS.word() + " = off");
        }
    }

    private void idle() {
        var idle = server.of(Measure.IDLE);
        idle.ifPresent(found -> timer(Directive.KEEPALIVE_TIMEOUT, found));
        var usual = server.tls() ? Ended.CLOSE_NOTIFY_FIN : Ended.FIN;
        idle.filter(found -> found.known() && found.end() != usual).ifPresent(found -> {
            if (endsWithout()) {
                line("  # idle ends with " + found.end().word() + ", " + source());
                line("  " + Directive.CLOSE_NOTIFY.word() + " = never");
            } else {
                line("  # not imitated: it ends with " + found.end().word() + ", waflab with " + usual.word());
            }
        });
    }

    /** Whether it closes an idle connection of TLS with FIN alone. */
    private boolean endsWithout() {
        return server.tls()
                && server.of(Measure.IDLE)
                        .filter(idle -> idle.known() && idle.end() == Ended.FIN)
                        .isPresent();
    }

    /** nginx has one timer for the first byte and for the whole head. */
    private void head() {
        var silent = server.of(Measure.SILENT);
        var head = server.of(Measure.HEADER);
        var both = head.filter(Measured::known).or(() -> silent).or(() -> head);
        both.ifPresent(found -> timer(Directive.CLIENT_HEADER_TIMEOUT, found));
        if (both.equals(head)) {
            silent.filter(found -> !found.known() || differs(found, head.orElse(found)))
                    .ifPresent(found -> comment(found, "not imitated: waflab has one timer for both"));
        }
        head.filter(Measured::known).ifPresent(this::reset);
    }

    private void reset(Measured head) {
        if (head.status() > 0) {
            line("  # not imitated: it answers " + head.status() + " to half a head, waflab nothing");
        }
        if (head.end() == Ended.RST || head.end() == Ended.FIN) {
            line("  # half a head ends with " + head.end().word() + ", " + source());
            line("  " + Directive.RESET_TIMEDOUT_CONNECTION.word() + " = " + (head.end() == Ended.RST ? "on" : "off"));
        } else if (server.tls() && head.end() == Ended.CLOSE_NOTIFY_FIN && !endsWithout()) {
            line("  # half a head ends with " + head.end().word() + ", " + source());
            line("  " + Directive.CLOSE_NOTIFY.word() + " = half_requests");
        } else {
            line("  # not imitated: half a head ends with " + head.end().word() + ", waflab's with fin");
        }
    }

    private void requests() {
        server.of(Measure.REQUESTS).ifPresent(found -> {
            comment(found, source());
            if (found.known()) {
                line("  " + Directive.KEEPALIVE_REQUESTS.word() + " = " + Math.round(found.value()));
            }
        });
    }

    private void http2() {
        server.of(Measure.H2).ifPresent(found -> {
            var idle = server.of(Measure.IDLE).filter(Measured::known);
            var other = found.known() && idle.isPresent() && differs(found, idle.get());
            comment(found, other ? "not imitated: waflab has keepalive_timeout for both" : source());
            if (found.certainty() != Measured.Certainty.NOTHING) {
                line("  " + Directive.HTTP2.word() + " = on");
            }
        });
    }

    /** nginx counts this one with a clock of whole seconds, whose tick ends it up to one early. */
    private void lingering(Measured found) {
        if (found.known() && server.server().matches("(nginx|Tengine)(/.*)?")) {
            comment(found, source() + "; nginx counts whole seconds, and up to one less");
            line("  " + Directive.LINGERING_TIME.word() + " = "
                    + Math.max(1, Math.round(Math.ceil(found.value() - LINGERING_LATE))) + "s");
        } else {
            timer(Directive.LINGERING_TIME, found);
        }
    }

    private void timer(Directive directive, Measured found) {
        comment(found, source());
        if (found.known()) {
            line("  " + directive.word() + " = " + time(found));
        }
    }

    private void comment(Measured found, String source) {
        var end = found.certainty() == Measured.Certainty.SEEN
                ? ", " + found.end().word()
                : found.certainty() == Measured.Certainty.NOTHING ? "not measured" : "";
        line("  # " + ENGLISH.text(found.what().title()) + ": "
                + (found.certainty() == Measured.Certainty.NOTHING ? "" : ENGLISH.text(found.told())) + end
                + found.note().map(note -> " (" + ENGLISH.text(note) + ")").orElse("") + "; " + source);
    }

    /** As nginx writes it. */
    private static String time(Measured found) {
        double seconds = found.value();
        if (seconds == 0) {
            return "0";
        }
        double near = found.what() == Measure.SEND ? NEAR_UNREAD : NEAR;
        return Math.rint(seconds) >= 1 && Math.abs(seconds - Math.rint(seconds)) <= near
                ? String.format(Locale.ROOT, "%.0fs", seconds)
                : Math.max(1, Math.round(seconds * 1000)) + "ms";
    }

    private static boolean differs(Measured one, Measured other) {
        return Optional.of(Math.abs(one.value() - other.value()))
                .filter(apart -> apart > Math.max(0.1, 0.02 * other.value()))
                .isPresent();
    }

    private void line(String words) {
        text.append(words).append('\n');
    }
}
