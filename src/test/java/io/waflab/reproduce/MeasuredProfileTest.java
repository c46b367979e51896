package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.Directive;
import io.waflab.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredProfileTest {

    private static final String SOURCE = "measured on 2026-11-28 at waf.test:443";

    @TempDir
    Path folder;

    private static MeasuredServer server(String field, Measured... measures) {
        return new MeasuredServer(
                "waf.test", 443, true, LocalDate.of(2026, 11, 28), field, List.of(measures), 17, 120.5);
    }

    private Settings imitated(MeasuredServer server) throws IOException, ConfigException {
        var file = Files.writeString(folder.resolve("measured.conf"), MeasuredProfile.of(server));
        var config = ConfigReader.ofUpstream("http://127.0.0.1:8080", "8443", Optional.of(file.toString()), List.of());
        return config.servers().get(0).locations().get(0).settings();
    }

    @Test
    void whatWasMeasuredIsInForceAndTheRestIsTheProfileBelow() throws IOException, ConfigException {
        var settings = imitated(server(
                "Tengine/3.1.0",
                Measured.seen(Measure.IDLE, 119.985, 120.011, Ended.CLOSE_NOTIFY_FIN, 0, Measured.raw("5 connections")),
                Measured.seen(Measure.HEADER, 0.4562, 0.4562, Ended.RST, 0),
                Measured.seen(Measure.BODY, 30.2, 30.2, Ended.FIN, 0),
                Measured.seen(Measure.REQUESTS, 100, 100, Ended.CLOSE_NOTIFY_FIN, 0),
                Measured.seen(Measure.H2, 120.01, 120.01, Ended.CLOSE_NOTIFY_FIN, 0, Measured.raw("GOAWAY NO_ERROR"))));

        assertThat(settings.time(Directive.KEEPALIVE_TIMEOUT)).isEqualTo(Duration.ofSeconds(120));
        assertThat(settings.time(Directive.CLIENT_HEADER_TIMEOUT)).isEqualTo(Duration.ofMillis(456));
        assertThat(settings.time(Directive.CLIENT_BODY_TIMEOUT)).isEqualTo(Duration.ofMillis(30_200));
        assertThat(settings.flag(Directive.RESET_TIMEDOUT_CONNECTION)).isTrue();
        assertThat(settings.count(Directive.KEEPALIVE_REQUESTS)).isEqualTo(100);
        assertThat(settings.flag(Directive.HTTP2)).isTrue();
        assertThat(settings.text(Directive.IMITATES)).isEqualTo("Tengine/3.1.0");
        assertThat(settings.get(Directive.SEND_TIMEOUT).origin().toString()).contains("tengine-3.2.conf");
    }

    @Test
    void eachValueHasItsSourceAboveIt() {
        var text = MeasuredProfile.of(server(
                "", Measured.between(Measure.IDLE, 60, 63, Ended.STILL_OPEN, Measured.raw("the server says nothing"))));

        assertThat(text.lines().toList())
                .containsSequence(
                        "  # idle between two requests: 60.000 s to 63.000 s (the server says nothing); " + SOURCE,
                        "  keepalive_timeout = 61500ms",
                        "  # not imitated: it ends with still-open, waflab with close_notify+fin");
    }

    @Test
    void whatIsNotKnownIsNotSet() {
        var text = MeasuredProfile.of(server(
                "evil\n}\u001b[31m",
                Measured.longer(Measure.IDLE, 200),
                Measured.nothing(Measure.BODY, Ended.STILL_OPEN, 405, Measured.raw("answered\nwithout the rest")),
                Measured.longer(Measure.REQUESTS, 1200)));

        assertThat(text)
                .contains("# idle between two requests: more than 200.000 s; " + SOURCE)
                .contains("# half a request body: not measured (answered\\x0awithout the rest); " + SOURCE)
                .contains("# requests on a connection: more than 1200; " + SOURCE)
                .contains("# its Server field: evil\\x0a}\\x1b[31m;")
                .doesNotContain("keepalive_timeout =")
                .doesNotContain("client_body_timeout =")
                .doesNotContain("keepalive_requests =");
    }

    @Test
    void aTimerForTheFirstByteOfItsOwnIsSaidNotToBeImitated() throws IOException, ConfigException {
        var server = server(
                "nginx",
                Measured.seen(Measure.SILENT, 5, 5, Ended.FIN, 0),
                Measured.seen(Measure.HEADER, 60, 60, Ended.CLOSE_NOTIFY_FIN, 408));

        assertThat(MeasuredProfile.of(server))
                .contains("# not one byte of a request: 5.000 s, fin; not imitated: waflab has one timer for both")
                .contains("# not imitated: it answers 408 to half a head, waflab nothing");
        assertThat(imitated(server).time(Directive.CLIENT_HEADER_TIMEOUT)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void closeNotifyIsSaidWhereItWasSeen() throws IOException, ConfigException {
        assertThat(closeNotify(Ended.CLOSE_NOTIFY_FIN, Ended.FIN)).isEqualTo("good_standing");
        assertThat(closeNotify(Ended.CLOSE_NOTIFY_FIN, Ended.CLOSE_NOTIFY_FIN)).isEqualTo("half_requests");
        assertThat(closeNotify(Ended.FIN, Ended.FIN)).isEqualTo("never");
        assertThat(closeNotify(Ended.FIN, Ended.CLOSE_NOTIFY_FIN)).isEqualTo("never");
        assertThat(closeNotify(Ended.RST, Ended.RST)).isEqualTo("good_standing");
    }

    private String closeNotify(Ended idle, Ended head) throws IOException, ConfigException {
        return imitated(server(
                        "", Measured.seen(Measure.IDLE, 5, 5, idle, 0), Measured.seen(Measure.HEADER, 5, 5, head, 0)))
                .text(Directive.CLOSE_NOTIFY);
    }
}
