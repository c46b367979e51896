package io.waflab.connection;

import static io.waflab.connection.RulesStory.runs;
import static io.waflab.connection.RulesStory.story;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpeningTest {

    private static Ending broken(CloseAct act, Phase phase) {
        return new Ending(
                Cause.REQUEST_REFUSED, Peer.SERVER, act, phase, Optional.empty(), "broken PROXY protocol header");
    }

    @Test
    void whoDoesNotBeginWithAProxyHeaderIsHungUpOnSilently() {
        story().when(Happened.ACCEPTED_PLAIN)
                .then(runs(Timer.CLIENT_HEADER))
                .when(Happened.PROXY_HEADER_BROKEN)
                .thenHangsUp(CloseAct.SILENT_FIN)
                .endedAs(broken(CloseAct.SILENT_FIN, Phase.UNUSED));
    }

    @Test
    void whatNginxHadOnlyPeekedAtIsUnreadInItsSocket() {
        story().handshaking()
                .when(Happened.PROXY_HEADER_BROKEN_UNREAD)
                .thenHangsUp(CloseAct.SILENT_RESET)
                .endedAs(broken(CloseAct.SILENT_RESET, Phase.HANDSHAKE));
    }
}
