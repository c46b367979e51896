package io.waflab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the client's kernel sees of each deed; the origin stands for the proxy. */
@Tag("wire")
class PathRelayTest {

    private static final Duration SOON = Duration.ofMillis(400);

    private LabOrigin origin;

    @BeforeEach
    void start() throws Exception {
        origin = LabOrigin.start(OriginOptions.local());
    }

    @AfterEach
    void stop() throws Exception {
        origin.close();
    }

    @Test
    void untilItsTimeARelayPassesEverythingOn() throws Exception {
        try (var relay = relay(PathDeed.Kind.FORGET, Duration.ofMinutes(1));
                var client = client(relay)) {
            assertThat(client.request("/big?n=300k").response().bodyLength()).isEqualTo(300 * 1024);
            assertThat(client.request("/close").response().complete()).isTrue();
            assertThat(client.readToEnd(Duration.ofSeconds(5)).ended()).isEqualTo(Ended.FIN);
        }
    }

    @Test
    void whatIsForgottenIsNeitherAnsweredNorEnded() throws Exception {
        try (var relay = relay(PathDeed.Kind.FORGET, SOON);
                var client = client(relay)) {
            client.request("/ok").response();
            client.pause(SOON);
            client.request("/ok");

            assertThat(client.readToEnd(SOON).ended()).isEqualTo(Ended.STILL_OPEN);
            assertThat(origin.requests()).hasSize(1);
        }
    }

    @Test
    void afterItsTimeTheNextDataIsAnsweredWithReset() throws Exception {
        try (var relay = relay(PathDeed.Kind.RESET, SOON);
                var client = client(relay)) {
            client.request("/ok").response();
            client.pause(SOON);
            assertThat(client.end().ended()).isEqualTo(Ended.STILL_OPEN);
            client.request("/ok");

            assertThat(client.readToEnd(Duration.ofSeconds(5)).ended()).isEqualTo(Ended.RST);
            assertThat(origin.requests()).hasSize(1);
        }
    }

    @Test
    void atItsTimeTheClientIsBrokenOffOrCutOff() throws Exception {
        try (var relay = relay(PathDeed.Kind.BREAK, SOON);
                var client = client(relay)) {
            client.request("/silent");
            assertThat(client.readToEnd(Duration.ofSeconds(5)).ended()).isEqualTo(Ended.RST);
        }
        try (var relay = relay(PathDeed.Kind.CUT, SOON);
                var client = client(relay)) {
            client.request("/silent");
            assertThat(client.readToEnd(Duration.ofSeconds(5)).ended()).isEqualTo(Ended.FIN);
        }
    }

    /** What comes in good time puts the end off. */
    @Test
    void onlySilenceOfItsLengthMakesTheEnd() throws Exception {
        var silence = Duration.ofMillis(400);
        try (var relay = relay(PathDeed.Kind.CUT_IDLE, silence);
                var client = client(relay)) {
            for (var i = 0; i < 4; i++) {
                client.pause(silence.dividedBy(2)).request("/ok");
                assertThat(client.response().status()).isEqualTo(200);
            }
            assertThat(client.readToEnd(Duration.ofSeconds(5)).ended()).isEqualTo(Ended.FIN);
        }
        try (var relay = relay(PathDeed.Kind.BREAK_IDLE, silence);
                var client = client(relay)) {
            assertThat(client.readToEnd(Duration.ofSeconds(5)).ended()).isEqualTo(Ended.RST);
        }
    }

    @Test
    void afterSilenceOfItsLengthTheNextDataIsAnsweredWithReset() throws Exception {
        try (var relay = relay(PathDeed.Kind.RESET_IDLE, SOON);
                var client = client(relay)) {
            assertThat(client.request("/ok").response().status()).isEqualTo(200);
            client.pause(SOON.multipliedBy(2)).request("/ok");

            assertThat(client.readToEnd(Duration.ofSeconds(5)).ended()).isEqualTo(Ended.RST);
            assertThat(origin.requests()).hasSize(1);
        }
    }

    @Test
    void aDeedIsWrittenAsItIsRead() {
        for (var text : new String[] {
            "pass",
            "drop-syn",
            "refuse",
            "forget 1.09s",
            "reset 3s",
            "break 0.5s",
            "cut 7s",
            "reset-idle 3s",
            "break-idle 0.5s",
            "cut-idle 7s"
        }) {
            assertThat(PathDeed.parse(text)).hasToString(text);
        }
        assertThatThrownBy(() -> PathDeed.parse("pass 3s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected pass alone");
    }

    private PathRelay relay(PathDeed.Kind kind, Duration after) throws Exception {
        return PathRelay.start(new PathDeed(kind, after), 1, origin.port());
    }

    private static LabClient client(PathRelay relay) throws Exception {
        return new LabClient(ClientOptions.plain("127.0.0.1", relay.port()).withLimit(Duration.ofSeconds(5))).connect();
    }
}
