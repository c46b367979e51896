package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Peer;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import io.waflab.reproduce.LabClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How the proxy hung up, as it stood on the client's wire behind the last byte of the application. */
final class Closing {

    /** Between two reads of the client, whose thread may have to wait for a busy machine: both were sent at once. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    /** TLS 1.3: 2 bytes of alert, the inner content type, and 16 of the AEAD's tag (RFC 8446 section 5.2). */
    private static final int ALERT_TLS13 = 2 + 1 + 16;

    /** The JDK's engine pads alerts of TLS 1.3 to 16 bytes more. */
    private static final int ALERT_TLS13_JDK = ALERT_TLS13 + 16;

    private Closing() {}

    /** Alerts by name, FIN and RST of the proxy, in order: {@code [close_notify, FIN]}. */
    static List<String> of(LabClient client) {
        var acts = new ArrayList<String>();
        for (var observation : client.story()) {
            if (observation.by() == Peer.SERVER) {
                switch (observation.what()) {
                    case DATA -> acts.clear();
                    case ALERT -> acts.add(observation.detail().replaceFirst(",.*", ""));
                    case FIN, RST -> acts.add(observation.what().name());
                    default -> {}
                }
            }
        }
        return acts;
    }

    /** close_notify in a record of its own, and FIN at once behind it. */
    static void isNotifyAndFin(LabClient client, TlsCase tls) {
        assertThat(of(client)).containsExactly("close_notify", "FIN");
        var alert = last(client, What.ALERT);
        var fin = last(client, What.FIN);
        assertThat(Duration.ofNanos(fin.nanos() - alert.nanos()))
                .as("between close_notify and FIN")
                .isLessThan(AT_ONCE);
        var record = client.records().stream()
                .filter(one -> one.by() == Peer.SERVER)
                .reduce((first, second) -> second)
                .orElseThrow();
        if (tls.version().equals("TLSv1.2")) {
            assertThat(record.type()).as("outer type of the last record").isEqualTo(21);
        } else {
            int size = tls.engine().equals("jdk") ? ALERT_TLS13_JDK : ALERT_TLS13;
            assertThat(record.type()).as("outer type of the last record").isEqualTo(23);
            assertThat(record.size()).as("bytes of the last record").isEqualTo(size);
        }
    }

    /** FIN with nothing before it. */
    static void isSilentFin(LabClient client) {
        assertThat(of(client)).containsExactly("FIN");
    }

    static void isReset(LabClient client) {
        assertThat(of(client)).containsExactly("RST");
    }

    private static Observation last(LabClient client, What what) {
        return client.story().stream()
                .filter(one -> one.by() == Peer.SERVER && one.what() == what)
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
