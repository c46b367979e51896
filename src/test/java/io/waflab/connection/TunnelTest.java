package io.waflab.connection;

import static io.waflab.connection.RulesStory.runs;
import static io.waflab.connection.RulesStory.story;

import io.waflab.config.Directive;
import io.waflab.connection.Event.Expired;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that was upgraded. */
class TunnelTest {

    @Test
    void inATunnelOnlyTheUpstreamsBytesRestartProxyReadTimeout() {
        story().tunnel()
                .when(Happened.TUNNEL_SENT)
                .thenNothing()
                .when(Happened.TUNNEL_READ)
                .then(runs(Timer.PROXY_READ));
    }

    @Test
    void inATunnelOfNginx122TheBytesOfBothSidesRestartIt() {
        story("proxy_read_timeout_in_tunnel=both")
                .tunnel()
                .when(Happened.TUNNEL_SENT)
                .then(runs(Timer.PROXY_READ))
                .when(Happened.TUNNEL_READ)
                .then(runs(Timer.PROXY_READ));
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "on"})
    void aSilentTunnelIsClosedInGoodStanding(String reset) {
        story("reset_timedout_connection=" + reset)
                .tunnel()
                .when(new Expired(Timer.PROXY_READ))
                .thenCuts()
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(
                        Cause.TUNNEL_IDLE_TIMEOUT,
                        Peer.SERVER,
                        CloseAct.NOTIFY_FIN,
                        Phase.TUNNEL,
                        Directive.PROXY_READ_TIMEOUT);
    }

    @Test
    void anOriginThatEndsATunnelEndsItForTheClientInGoodStanding() {
        var ways = Map.of(
                Happened.TUNNEL_END, "FIN", Happened.TUNNEL_NOTIFIED, "close_notify", Happened.TUNNEL_RST, "RST");
        for (var how : ways.keySet()) {
            var note = "the upstream's " + ways.get(how);
            story().tunnel()
                    .when(how)
                    .thenCuts()
                    .when(Happened.RESPONSE_FLUSHED)
                    .thenHangsUp(CloseAct.NOTIFY_FIN)
                    .endedAs(new Ending(
                            Cause.NORMAL_CLOSE,
                            Peer.SERVER,
                            CloseAct.NOTIFY_FIN,
                            Phase.TUNNEL,
                            Optional.empty(),
                            note));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Happened.class,
            names = {"TUNNEL_END", "TUNNEL_NOTIFIED", "TUNNEL_RST"})
    void whereATunnelEndsNothingIsLingeredFor(Happened how) {
        story("lingering_close=always")
                .tunnel()
                .when(how)
                .thenCuts()
                .when(Happened.RESPONSE_FLUSHED_MORE_UNREAD)
                .thenHangsUp(CloseAct.NOTIFY_FIN);
    }

    @Test
    void anOriginThatDoesNotReadItsTunnelEndsItInGoodStanding() {
        story().tunnel()
                .when(Happened.UPSTREAM_BLOCKED)
                .then(runs(Timer.PROXY_SEND))
                .when(new Expired(Timer.PROXY_SEND))
                .thenCuts()
                .when(Happened.RESPONSE_FLUSHED)
                .thenHangsUp(CloseAct.NOTIFY_FIN)
                .endedAs(
                        Cause.RESPONSE_CUT,
                        Peer.SERVER,
                        CloseAct.NOTIFY_FIN,
                        Phase.TUNNEL,
                        Directive.PROXY_SEND_TIMEOUT);
    }

    @Test
    void aClientThatDoesNotReadItsTunnelIsClosedWithoutAnAlert() {
        story().tunnel()
                .when(Happened.CLIENT_BLOCKED)
                .then(runs(Timer.SEND))
                .when(new Expired(Timer.SEND))
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(Cause.SEND_TIMEOUT, Peer.SERVER, CloseAct.SILENT_FIN, Phase.TUNNEL, Directive.SEND_TIMEOUT);
    }
}
