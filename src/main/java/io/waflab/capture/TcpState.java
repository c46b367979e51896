package io.waflab.capture;

import java.util.Optional;

/** The states of a TCP socket (RFC 9293 section 3.3.2), in the order of Linux's numbers for them, from 1. */
public enum TcpState {
    ESTABLISHED,
    SYN_SENT,
    SYN_RECEIVED,
    FIN_WAIT_1,
    /** The own FIN is acknowledged, and with it everything before it; the peer has not closed. */
    FIN_WAIT_2,
    TIME_WAIT,
    CLOSE,
    CLOSE_WAIT,
    LAST_ACK,
    LISTEN,
    CLOSING,
    /** Linux's own: a SYN_RECEIVED that has no socket yet. */
    NEW_SYN_RECEIVED;

    static Optional<TcpState> of(int number) {
        return number < 1 || number > values().length ? Optional.empty() : Optional.of(values()[number - 1]);
    }
}
