package io.waflab.proxy;

import io.waflab.connection.HandshakeFailed;
import io.waflab.connection.Peer;
import io.waflab.tls.Alert;
import io.waflab.tls.AlertGate;
import java.util.Optional;

/** Whose alert ended a handshake, and which. */
final class HandshakeOutcome {

    private HandshakeOutcome() {}

    /** What nginx's error log says of a handshake with an origin that failed. */
    static String upstream(Throwable failure) {
        var message = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return "SSL_do_handshake() failed (SSL: " + message + ")";
    }

    /**
     * @param failure what the engine said
     * @param gate null when the pipeline is gone already
     * @param clientEnded whether the client's FIN or RST came, which tells by itself
     */
    static Optional<HandshakeFailed> of(Throwable failure, AlertGate gate, boolean clientEnded) {
        var received = Alert.receivedIn(failure);
        if (received.isPresent()) {
            return Optional.of(new HandshakeFailed(Peer.CLIENT, received.get().word()));
        }
        var sent = gate == null ? Optional.<Alert>empty() : gate.sent();
        if (sent.isPresent()) {
            return Optional.of(new HandshakeFailed(Peer.SERVER, sent.get().word()));
        }
        return clientEnded ? Optional.empty() : Optional.of(new HandshakeFailed(Peer.SERVER, "an alert in TLS"));
    }
}
