package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.config.ConfigException;
import io.waflab.diagnose.Outcome;
import io.waflab.reproduce.LabScenario.ClientPart;
import io.waflab.reproduce.LabScenario.OriginPart;
import io.waflab.reproduce.LabScenario.ProxyPart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LabScenarioFileTest {

    @TempDir
    Path folder;

    static Iterable<String> captures() {
        return PublicCaptures.NAMES;
    }

    @ParameterizedTest
    @MethodSource("captures")
    void whatIsMadeOfACaptureIsReadAsItWasWritten(String name) throws Exception {
        var made = ScenarioMaker.of(PublicCaptures.diagnosis(name), name, Optional.empty());

        assertThat(read(LabScenarioText.of(made.scenario(), made.notes()))).isEqualTo(made.scenario());
    }

    @Test
    void everyPartIsWrittenAndRead() throws Exception {
        var conf = folder.resolve("nginx.conf").toAbsolutePath();
        var scenario = new LabScenario(
                2.5,
                new ClientPart(
                        "TLSv1.3",
                        "TLS_AES_128_GCM_SHA256",
                        List.of("http/1.1", "x y"),
                        "lab.test",
                        "unknown_ca",
                        Duration.ofMillis(1500),
                        List.of(Step.parse("connect"), Step.parse("send:\\r\\n\"quoted\" #no comment"))),
                new ProxyPart(
                        "nginx-1.22", false, "expired", Map.of("keepalive_timeout", "120s 60s"), Optional.of(conf)),
                new OriginPart(
                        false,
                        Map.of(
                                "/a.b/c",
                                Behaviour.of(Answer.ok(7)
                                                .with(Answer.Framing.CHUNKED)
                                                .with("X-A: b, c"))
                                        .on(Moment.RESPONSE_HEAD, Effect.Kind.WAIT, Duration.ofNanos(1_234_567_000))
                                        .on(Moment.RESPONSE_BODY, new Effect(Effect.Kind.DRIP, Duration.ofMillis(3), 9))
                                        .on(Moment.IDLE, Effect.Kind.CLOSE, Duration.ZERO)
                                        .reading(77))),
                new PathDeed(PathDeed.Kind.FORGET, Duration.ofMillis(1090)),
                new Outcome(
                        "path-silent",
                        "neither",
                        "silence",
                        "idle",
                        Optional.of(Duration.ofMillis(4)),
                        Optional.of(new Outcome.Parting("rst", Duration.ofSeconds(14)))));

        assertThat(read(LabScenarioText.of(scenario, Map.of("client.steps.1", "two\nlines"))))
                .isEqualTo(scenario);
    }

    @Test
    void aNumberIsWrittenWithWhereItIsFrom() throws Exception {
        var made = ScenarioMaker.of(
                PublicCaptures.diagnosis("waf-120s-idle-unread-rst"), "customer.pcap", Optional.of(20.0));

        assertThat(LabScenarioText.of(made.scenario(), made.notes()))
                .contains("connection #1 in customer.pcap")
                .containsSubsequence(
                        "# does not read: 120.000811s of silence, and 14.948029s more until the client's RST",
                        "\"pause:134.94884s\"")
                .containsSubsequence("# a silence of 120.000811s; fits ", "keepalive_timeout = \"120s\"")
                .containsSubsequence("# frame 11: 424 bytes with the head", "\"/1\" {");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "speed = 0.5 | s.conf:1: speed: \"0.5\" is no speed (expected 1 to 100)",
                "client { stepz = [] } | s.conf:1: stepz: unknown key (expected one of: alpn, cipher, limit, protocol,"
                        + " rejects, sni, steps)",
                "client { rejects = nobody } | s.conf:1: client.rejects: \"nobody\" is no alert on a certificate",
                "path = \"forget\" | s.conf:1: path: \"forget\" (expected forget and a time, as in forget 3s)",
                "path = \"fly 3s\" | s.conf:1: path: \"fly\" is nothing that a path does (expected one of: pass,",
                "origin { listens = maybe } | s.conf:1: origin.listens: \"maybe\" (expected true or false)",
                "origin { paths { ok { length = 1 } } } | s.conf:1: ok: expected a path that begins with /",
                "client { steps = [ jump ] } | s.conf:1: client.steps: \"jump\" is no step",
                "client { protocol = TLSv9 } | s.conf:1: client.protocol: \"TLSv9\" (expected one of: TLSv1.3, TLSv1.2)",
                "client { cipher = NOPE } | s.conf:1: client.cipher: \"NOPE\" is no suite that the client speaks",
                "client { sni = \"a b\" } | s.conf:1: client.sni: \"a b\" cannot be sent as SNI",
                "expect { cause = idle } | s.conf:1: expect.cause: \"idle\" (expected one of: connect-timeout,",
                "expect { closed_by = nobody } | s.conf:1: expect.closed_by: \"nobody\" (expected one of: client, server,",
                "expect { how = end } | s.conf:1: expect.how: \"end\" (expected one of: close_notify+fin, fin, rst,",
                "expect { phase = sleep } | s.conf:1: expect.phase: \"sleep\" (expected one of: connect, handshake,",
                "expect { client_how = alert } | s.conf:1: expect.client_how: \"alert\" (expected one of: close_notify+fin,"
            })
    void whatIsWrongIsSaidWithItsLine(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        refused -> assertThat(refused.problems().stream()
                                        .map(Object::toString)
                                        .collect(Collectors.joining("\n")))
                                .contains(message));
    }

    @Test
    void whatIsPlayedConnectsAndSaysHowItHasToEnd() throws Exception {
        var steps = "client { steps = [ connect ] }\n";
        var file = Files.writeString(folder.resolve("s.conf"), steps);
        assertThatThrownBy(() -> LabScenarioFile.readToPlay(file))
                .hasMessageContaining("s.conf:1: expect: no closed_by in it (expected cause, closed_by, how and phase");

        var expect = "expect { cause = path-silent, closed_by = neither, how = silence, phase = idle }";
        Files.writeString(file, "speed = 2\n" + expect);
        assertThatThrownBy(() -> LabScenarioFile.readToPlay(file))
                .hasMessageContaining("s.conf:1: client.steps: no step \"connect\"");

        Files.writeString(file, steps + expect);
        assertThat(LabScenarioFile.readToPlay(file).expect().how()).isEqualTo("silence");
    }

    @Test
    void theClientIsGivenTheLongestAwaitedSilenceAtEverySpeed() throws Exception {
        var slow = ScenarioMaker.of(PublicCaptures.diagnosis("read-timeout-504-60s"), "a.pcap", Optional.of(1.0))
                .scenario();
        var fast = slow.withSpeed(20);
        var unsaid = "expect { gap = 60s }, origin { paths { \"/1\" { onResponseHead = \"wait 110s\" } } }";

        assertThat(slow.client().limit()).isGreaterThan(Duration.ofSeconds(69));
        assertThat(read(LabScenarioText.of(fast, Map.of())).withSpeed(1)).isEqualTo(slow);
        assertThat(read(unsaid).client().limit()).isEqualTo(Duration.ofSeconds(120));
        assertThat(read("speed = 20, " + unsaid).client().limit()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aLimitThatCutsSomethingShortStaysAsItIs() throws Exception {
        var unanswered = ScenarioMaker.of(PublicCaptures.diagnosis("syn-unanswered"), "a.pcap", Optional.of(20.0))
                .scenario();

        assertThat(unanswered.withSpeed(1).client().limit()).isEqualTo(Duration.ofSeconds(4));
    }

    private LabScenario read(String text) throws Exception {
        var file = folder.resolve("s.conf");
        Files.writeString(file, text);
        return LabScenarioFile.read(file);
    }
}
