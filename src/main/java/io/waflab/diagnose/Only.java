package io.waflab.diagnose;

import io.waflab.connection.Cause;
import io.waflab.connection.Peer;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.time.Duration;
import java.util.Locale;

/** What must be so in a capture before an entry of the knowledge base is named with a finding. */
public enum Only {
    /** The end came without close_notify. */
    SILENT,
    TLS13,
    H2,
    /** The silence was of 600 s. */
    TEN_MINUTES,
    /** The client reset the connection after the server had closed it. */
    LATE_RST,
    /** The server sent something: perhaps a certificate. */
    ANSWERED,
    /** The ClientHello was seen, and asks for no name. */
    NO_SNI,
    /** True, but not to be guessed from a capture. */
    RARE;

    private static final Duration TEN = Duration.ofMinutes(10);
    private static final Duration NEAR = Duration.ofSeconds(2);

    static Only named(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    boolean holds(Draft draft, ConnectionStory story) {
        return switch (this) {
            case SILENT -> draft.how() == How.FIN || draft.how() == How.RST;
            case TLS13 -> story.tls().version().equals("TLSv1.3");
            case H2 -> story.tls().alpn().equals("h2");
            case TEN_MINUTES ->
                draft.gap()
                        .map(Draft.Span::length)
                        .filter(gap -> gap.minus(TEN).abs().compareTo(NEAR) < 0)
                        .isPresent();
            case LATE_RST -> story.observations().stream().anyMatch(Only::isTheClientsReset);
            case ANSWERED -> story.observations().stream().anyMatch(Only::isTheServersWord);
            case NO_SNI -> story.sight().fromTheStart() && story.tls().sni().isEmpty();
            case RARE -> false;
        };
    }

    private static boolean isTheClientsReset(Observation seen) {
        return seen.what() == What.RST && seen.by() == Peer.CLIENT;
    }

    private static boolean isTheServersWord(Observation seen) {
        return seen.by() == Peer.SERVER && (seen.what() == What.HANDSHAKE || seen.what() == What.DATA);
    }

    /** Causes with which nothing is wrong: nobody reports anything. */
    static boolean isComplaint(Cause cause) {
        return cause != Cause.NORMAL_CLOSE && cause != Cause.STILL_OPEN;
    }
}
