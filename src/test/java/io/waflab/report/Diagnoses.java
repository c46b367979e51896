package io.waflab.report;

import io.waflab.connection.Cause;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import io.waflab.diagnose.Diagnosis;
import io.waflab.diagnose.Finding;
import io.waflab.diagnose.How;
import io.waflab.diagnose.Sentence;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Sight;
import io.waflab.journal.TlsShown;
import io.waflab.journal.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A diagnosis of the customer's case, with a name that was chosen by an attacker. */
final class Diagnoses {

    static final TlsShown TLS = new TlsShown(
            "TLSv1.2",
            "<b>\u001b[2J",
            "",
            List.of("h2"),
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            false,
            false,
            2,
            "",
            "");

    static final Diagnosis CUSTOMER = new Diagnosis(
            new ConnectionStory(
                    7,
                    "10.0.0.5:51544",
                    "47.1.2.3:443",
                    0,
                    TLS,
                    new Traffic(7, 900, 4, 1, 0),
                    new Traffic(6, 4_000, 5, 1, 0),
                    Sight.WHOLE,
                    Stories.CUSTOMER,
                    0),
            new Finding(
                    Cause.SERVER_IDLE_TIMEOUT,
                    "",
                    0.97,
                    List.of(new Finding.Alternative("response-cut", Sentence.of("what.open"))),
                    Optional.of(Peer.SERVER),
                    How.NOTIFY_FIN,
                    Phase.IDLE,
                    Optional.of(Duration.ofMillis(119_890)),
                    7,
                    9,
                    Sentence.of("meaning.fin.together", Sentence.of("who.server")),
                    List.of(Sentence.of("what.data", 448L)),
                    List.of(Sentence.of("meaning.fin", Sentence.of("who.client"))),
                    Optional.of(new Finding.RanOut(70_000_000, 119_960_000_000L, List.of(), List.of())),
                    List.of(new Finding.Symptom("OkHttp", "unexpected end of stream")),
                    List.of("idle-close-observed-late")));

    private Diagnoses() {}
}
