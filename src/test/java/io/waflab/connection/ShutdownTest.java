package io.waflab.connection;

import static io.waflab.connection.RulesStory.runs;
import static io.waflab.connection.RulesStory.stops;
import static io.waflab.connection.RulesStory.story;

import io.waflab.config.Directive;
import io.waflab.connection.Event.Expired;
import io.waflab.connection.Event.RequestRead;
import io.waflab.connection.Timer.Slot;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a graceful and a fast shutdown leave of a connection in each of its phases. */
class ShutdownTest {

    @Test
    void anIdleConnectionIsClosedAtOnceByAShutdown() {
        story().idle()
                .when(Happened.STOP)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(Cause.SHUTDOWN, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.IDLE);
    }

    @Test
    void aFreshConnectionOutlivesAShutdownUntilItsHeadersTimer() {
        story().handshaking().when(Happened.STOP).thenNothing().in(Phase.HANDSHAKE);
        story().unused()
                .when(Happened.STOP)
                .thenNothing()
                .in(Phase.UNUSED)
                .when(new Expired(Timer.CLIENT_HEADER))
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(
                        Cause.UNUSED_CONNECTION_TIMEOUT,
                        Peer.SERVER,
                        CloseAct.NOTIFY_FIN,
                        Phase.UNUSED,
                        Directive.CLIENT_HEADER_TIMEOUT);
    }

    @Test
    void aRequestThatComesBehindAShutdownIsTheLast() {
        story().unused()
                .when(Happened.STOP)
                .thenNothing()
                .when(new RequestRead(false, Optional.empty()))
                .then(stops(Slot.CLIENT_READ))
                .sent()
                .responseBegins()
                .responseEnds()
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(Cause.SHUTDOWN, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.RESPONSE);
    }

    @Test
    void whatIsUnderWayFinishesBehindAShutdownAndThenCloses() {
        story().responding()
                .when(Happened.STOP)
                .thenNothing()
                .in(Phase.RESPONSE)
                .responseEnds()
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(Cause.SHUTDOWN, Peer.SERVER, CloseAct.NOTIFY_FIN, Phase.RESPONSE);
        story().awaiting().when(Happened.STOP).thenNothing().responseBegins();
        story().readingBody()
                .when(Happened.STOP)
                .thenNothing()
                .when(new Expired(Timer.CLIENT_BODY))
                .thenHangsUp(CloseAct.SILENT_FIN);
    }

    @Test
    void aTunnelOutlivesAShutdown() {
        story().tunnel()
                .when(Happened.STOP)
                .thenNothing()
                .in(Phase.TUNNEL)
                .when(Happened.TUNNEL_READ)
                .then(runs(Timer.PROXY_READ));
    }

    @Test
    void aFastShutdownEndsEverythingWithABareFin() {
        for (var begun : Stream.of(
                        story().handshaking(),
                        story().unused(),
                        story().readingBody(),
                        story().awaiting(),
                        story().responding(),
                        story().tunnel(),
                        story().idle())
                .toList()) {
            var phase = begun.life().phase();
            begun.when(Happened.STOP_NOW)
                    .thenHangsUp(CloseAct.SILENT_FIN)
                    .endedAs(Cause.SHUTDOWN, Peer.SERVER, CloseAct.SILENT_FIN, phase);
        }
    }
}
