package io.waflab.capture;

import io.waflab.connection.Peer;
import io.waflab.journal.Observation;
import io.waflab.journal.TlsShown;
import io.waflab.journal.What;
import java.util.List;

/**
 * Says what the records of one connection are, as far as that can be known without keys: TLS 1.2 shows the type of each
 * record; TLS 1.3 shows everything after the ServerHello as application data, see {@link HiddenRecords}.
 */
final class TlsNarrator {

    private static final int TLS13 = 0x0304;
    private static final String BY_PLACE = "encrypted, by its place: ";

    private final ToldStory told;
    private final Tally tally;
    private final Handshake[] handshakes = {new Handshake(), new Handshake()};
    private final boolean[] encrypts = new boolean[2];
    private final boolean[] finished = new boolean[2];
    private final Http2Sizes http2 = new Http2Sizes();
    private final HiddenRecords hidden;
    /** Each side's last record if it is an encrypted alert, which FIN would show to be close_notify. */
    private final ToldStory.Seen[] alerts = new ToldStory.Seen[2];

    private boolean retried;
    private boolean serverWasDone;
    private boolean resumed;
    private int overhead = -1;

    TlsNarrator(ToldStory told, Tally tally) {
        this.told = told;
        this.tally = tally;
        hidden = new HiddenRecords(told, tally, http2);
    }

    void tell(Peer by, TlsRecord record) {
        tally.record(by);
        alerts[by.ordinal()] = null;
        switch (record.type()) {
            case TlsRecord.CHANGE_CIPHER_SPEC -> changeCipherSpec(by);
            case TlsRecord.ALERT -> alert(by, record);
            case TlsRecord.HANDSHAKE -> told.tellAlone(by, What.HANDSHAKE, record.size(), handshake(by, record));
            case TlsRecord.APPLICATION_DATA -> applicationData(by, record.size());
            default -> throw new IllegalArgumentException("record type " + record.type());
        }
    }

    /** FIN or RST follows: it shows what this side's last record was. */
    void ends(Peer by) {
        var alert = alerts[by.ordinal()];
        if (alert != null) {
            alert.say(BY_PLACE + "close_notify");
            alerts[by.ordinal()] = null;
        }
        hidden.ends(by);
    }

    /** Nothing more will come. */
    void finish() {
        hidden.finish();
    }

    /** A record that broke off. */
    void tellUnfinished(Peer by, TlsRecords.Unfinished record) {
        var words = "broken off: " + record.arrived() + " of " + record.size() + " bytes";
        switch (record.type()) {
            case TlsRecord.HANDSHAKE -> told.tellAlone(by, What.HANDSHAKE, record.arrived(), words);
            case TlsRecord.APPLICATION_DATA -> {
                tally.spoke(by);
                told.tellAlone(by, What.DATA, record.arrived(), words);
            }
            default -> told.tellAlone(by, What.DATA, record.arrived(), "broken off in a record's header");
        }
    }

    int weight() {
        return handshakes[0].weight() + handshakes[1].weight();
    }

    TlsShown shown() {
        var client = handshakes[0].hello();
        var server = handshakes[1].hello();
        var chosen = server.isRetry() ? Hello.NONE : server;
        return new TlsShown(
                Handshake.versionName(server.version()),
                client.name(),
                chosen.protocols().isEmpty() ? "" : chosen.protocols().get(0),
                client.protocols(),
                server.cipher() < 0 ? "" : CipherSuites.name(server.cipher()),
                resumed || isTls13() && chosen.preSharedKey(),
                retried,
                resumed ? 0 : handshakes[1].certificates(),
                client.random(),
                chosen.random());
    }

    private void changeCipherSpec(Peer by) {
        encrypts[by.ordinal()] = true;
        // An abbreviated handshake (RFC 5246 section 7.3): the server is done before the client has sent a key.
        resumed |= by == Peer.SERVER && handshakes[1].hellos() > 0 && !isTls13() && !serverWasDone && !finished[0];
        told.tellAlone(by, What.CHANGE_CIPHER_SPEC, 0, "");
    }

    private void alert(Peer by, TlsRecord record) {
        var words = Alerts.words(record);
        var seen = told.tellAlone(by, What.ALERT, record.size(), words);
        alerts[by.ordinal()] = words.equals(Alerts.ENCRYPTED) ? seen : null;
        hidden.otherRecord(by, true);
    }

    private String handshake(Peer by, TlsRecord record) {
        var side = by.ordinal();
        if (encrypts[side] && !isTls13()) {
            var first = !finished[side];
            finished[side] = true;
            return first ? "Finished, encrypted" : "renegotiation, encrypted";
        }
        var handshake = handshakes[side];
        if (record.fragment().remaining() < record.size()) {
            handshake.lose();
            return Observation.NOT_CAPTURED;
        }
        var hellos = handshake.hellos();
        var names = handshake.read(record.fragment());
        if (by == Peer.SERVER) {
            serverWasDone |= names.contains("ServerHelloDone");
            if (handshake.hellos() > hellos) {
                serverHello(handshake.hello(), names);
            }
        }
        return switch (names.size()) {
            case 0 -> "continued";
            case 1 -> names.get(0);
            default -> String.join(", ", names);
        };
    }

    private void serverHello(Hello hello, List<String> names) {
        var words = hello.isRetry() ? "HelloRetryRequest" : "ServerHello";
        retried |= hello.isRetry();
        names.replaceAll(
                name -> name.equals("ServerHello") ? words + " " + Handshake.versionName(hello.version()) : name);
        if (hello.isRetry()) {
            return;
        }
        var cipher = CipherSuites.name(hello.cipher());
        if (hello.version() == TLS13) {
            hidden.begin(cipher);
            if (handshakes[0].hello().protocols().contains("h2")) {
                http2.begin(false);
            }
        } else {
            overhead = CipherSuites.overheadInTls12(cipher);
            if (hello.protocols().contains("h2")) {
                http2.begin(true);
            }
        }
    }

    private void applicationData(Peer by, int size) {
        if (handshakes[1].hellos() == 0 && handshakes[0].hellos() > 0 && by == Peer.CLIENT) {
            hidden.earlyData(size);
        } else if (isTls13() || handshakes[1].hellos() == 0) {
            hidden.tell(by, size);
        } else {
            hidden.application(by, size, overhead < 0 ? -1 : size - overhead);
        }
    }

    private boolean isTls13() {
        return handshakes[1].hello().version() == TLS13;
    }
}
