package io.waflab.capture;

import io.waflab.connection.Peer;

/**
 * Guesses encrypted HTTP/2 frames by their sizes: those that open a connection have few forms (RFC 9113 section 3.4), and
 * frames of one fixed size often have a record of their own. Which are told is no request and no answer.
 */
final class Http2Sizes {

    /** What a record seems to hold. */
    enum Guess {
        OPENING("HTTP/2 preface and settings"),
        SETTINGS("HTTP/2 settings"),
        ACKNOWLEDGED("HTTP/2 settings acknowledged"),
        WINDOW_OR_RESET("HTTP/2 window update or RST_STREAM"),
        PING_OR_GOAWAY("HTTP/2 ping or GOAWAY"),
        OTHER("");

        private final String words;
        private final String bySize;

        Guess(String words) {
            this.words = words;
            bySize = HiddenRecords.BY_SIZE + words;
        }

        String words() {
            return words;
        }

        /** The same, with how it is known. */
        String bySize() {
            return bySize;
        }

        /** Whether it belongs to the connection's opening. */
        boolean opens() {
            return this == OPENING || this == SETTINGS || this == ACKNOWLEDGED;
        }
    }

    private static final int PREFACE = 24;
    private static final int FRAME = 9;
    private static final int SETTING = 6;
    private static final int MOST_SETTINGS = 10;
    private static final int WINDOW_UPDATE = 13;
    private static final int PING = 17;
    /** The first records of a side, among which its settings and their acknowledgement are. */
    private static final int EARLY = 5;

    private boolean possible;
    private boolean likely;
    private final int[] records = new int[2];
    private final boolean[] opened = new boolean[2];
    private final boolean[] acknowledged = new boolean[2];

    /** @param negotiated ALPN has chosen it; else it was only offered, and the client's first record decides */
    void begin(boolean negotiated) {
        possible = true;
        likely = negotiated;
    }

    /** @param length what the record holds in bytes; negative where that is not known */
    Guess guess(Peer by, int length) {
        if (!possible || length < 0) {
            return Guess.OTHER;
        }
        var number = records[by.ordinal()]++;
        if (by == Peer.CLIENT && number == 0) {
            likely |= isOpening(length);
            possible = likely;
            opened[0] = true;
            return isOpening(length) ? Guess.OPENING : Guess.OTHER;
        }
        return likely ? frame(by, length, number) : Guess.OTHER;
    }

    private Guess frame(Peer by, int length, int number) {
        var side = by.ordinal();
        if (length == FRAME && number < EARLY && !acknowledged[side]) {
            acknowledged[side] = true;
            return Guess.ACKNOWLEDGED;
        }
        if (!opened[side] && number < EARLY && isSettings(length)) {
            opened[side] = true;
            return Guess.SETTINGS;
        }
        if (length == WINDOW_UPDATE || length == 2 * WINDOW_UPDATE) {
            return Guess.WINDOW_OR_RESET;
        }
        return length == PING ? Guess.PING_OR_GOAWAY : Guess.OTHER;
    }

    private static boolean isOpening(int length) {
        return length == PREFACE || isSettings(length - PREFACE);
    }

    /** SETTINGS, with or without WINDOW_UPDATE and the acknowledgement of the other side's. */
    private static boolean isSettings(int length) {
        return isSettingsAlone(length)
                || isSettingsAlone(length - WINDOW_UPDATE)
                || isSettingsAlone(length - FRAME)
                || isSettingsAlone(length - WINDOW_UPDATE - FRAME);
    }

    private static boolean isSettingsAlone(int length) {
        return length >= FRAME && length <= FRAME + SETTING * MOST_SETTINGS && (length - FRAME) % SETTING == 0;
    }
}
