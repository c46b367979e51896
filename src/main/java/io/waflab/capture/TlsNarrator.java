package io.waflab.capture;

import io.waflab.connection.Peer;
import io.waflab.journal.What;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Says what the records of one connection are, as far as that can be known without keys: TLS 1.2 shows the type of each
 * record; TLS 1.3 shows everything after the ServerHello as application data, so that there place and size have to tell.
 */
final class TlsNarrator {

    /** What a record is called in a story. */
    record Words(What what, String detail) {}

    private static final String TLS13 = "TLSv1.3";

    private final Map<Peer, Handshake> handshakes = new EnumMap<>(Peer.class);
    private final Map<Peer, Boolean> encrypts = new EnumMap<>(Peer.class);
    private boolean clientFinished;
    private boolean clientSpoke;

    TlsNarrator() {
        for (var peer : Peer.values()) {
            handshakes.put(peer, new Handshake());
            encrypts.put(peer, false);
        }
    }

    /** @throws IllegalArgumentException for {@link TlsRecord#ABSENT}, which is no record */
    Words tell(Peer by, TlsRecord record) {
        return switch (record.type()) {
            case TlsRecord.CHANGE_CIPHER_SPEC -> {
                encrypts.put(by, true);
                yield new Words(What.CHANGE_CIPHER_SPEC, "");
            }
            case TlsRecord.ALERT -> new Words(What.ALERT, Alerts.words(record));
            case TlsRecord.HANDSHAKE -> new Words(What.HANDSHAKE, handshake(by, record));
            case TlsRecord.APPLICATION_DATA -> applicationData(by, record);
            case TlsRecord.BYTES -> new Words(What.DATA, "not TLS");
            default -> throw new IllegalArgumentException("record type " + record.type());
        };
    }

    /** Whether this record may be a TLS 1.3 alert in disguise: FIN or RST right behind it decides. */
    boolean mayBeAlert(TlsRecord record) {
        return record.type() == TlsRecord.APPLICATION_DATA
                && record.size() == Alerts.SIZE_IN_TLS13
                && version().orElse(TLS13).equals(TLS13);
    }

    /** What such a record is called once FIN or RST has followed. */
    String disguisedAlert(Peer by) {
        return clientFinished || by == Peer.SERVER || version().isEmpty()
                ? "encrypted, by its size: close_notify"
                : "encrypted, by its size: an alert in the handshake";
    }

    /** As the ServerHello chose it; empty where the capture lacks it. */
    Optional<String> version() {
        return handshakes.get(Peer.SERVER).version();
    }

    private String handshake(Peer by, TlsRecord record) {
        if (encrypts.get(by) && !isTls13()) {
            return "Finished, encrypted";
        }
        var handshake = handshakes.get(by);
        var before = handshake.version();
        var names = handshake.read(record.fragment());
        if (!before.equals(handshake.version())) {
            names.replaceAll(name -> name.equals("ServerHello")
                    ? name + " " + handshake.version().orElse("")
                    : name);
        }
        return String.join(", ", names);
    }

    /** In TLS 1.3 the first of the client's is its Finished, and what the server says unasked is no answer. */
    private Words applicationData(Peer by, TlsRecord record) {
        if (!isTls13() || mayBeAlert(record)) {
            clientSpoke |= by == Peer.CLIENT && !mayBeAlert(record);
            return new Words(What.DATA, "");
        }
        if (by == Peer.CLIENT && !clientFinished) {
            clientFinished = true;
            return new Words(What.HANDSHAKE, "encrypted, by its place: Finished");
        }
        if (by == Peer.CLIENT) {
            clientSpoke = true;
        }
        if (by == Peer.SERVER && !clientFinished) {
            return new Words(What.HANDSHAKE, "encrypted, by its place: the server's handshake");
        }
        return by == Peer.SERVER && !clientSpoke
                ? new Words(What.HANDSHAKE, "encrypted, by its place: session tickets or settings")
                : new Words(What.DATA, "");
    }

    private boolean isTls13() {
        return version().filter(TLS13::equals).isPresent();
    }
}
