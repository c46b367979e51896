package io.waflab.capture;

import io.waflab.connection.Peer;
import io.waflab.journal.What;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells application data, and what TLS 1.3 shows as such: its records hide their type, so that size and place have to
 * tell (RFC 8446 sections 5.2 and 5.4; the JDK adds 16 bytes of padding to each).
 *
 * <p>A record of an alert's size is one where nothing else can be so short, else once FIN or RST shows that nothing came
 * behind it.
 */
final class HiddenRecords {

    static final String BY_SIZE = "encrypted, by its size: ";
    private static final String BY_PLACE = "encrypted, by its place: ";
    /** As the reader says it of a GOAWAY: PING is as long. */
    static final String GOAWAY = "encrypted, by its size and place";
    /** As the reader says it of a record that may be either. */
    static final String TICKETS_OR_SETTINGS = BY_PLACE + "session tickets or settings";

    private static final String SESSION_TICKET = BY_SIZE + "session ticket";

    private static final int ALERT = 3;
    private static final int JDK_PADDING = 16;
    private static final int END_OF_EARLY_DATA = 5;
    private static final int FINISHED_HEADER = 5;
    /** Certificate, CertificateVerify, Finished. */
    private static final int LONGEST_FLIGHT = 3;

    private static final int LARGEST_TICKET = 1_600;
    private static final int SMALLEST_TICKET = 57;
    /** Tickets follow the client's Finished at once. */
    private static final long TICKET_NANOS = 50_000_000;
    /**
     * An end as late as this behind a short record shows nothing where short records were data before, or where it follows
     * the client's own request, whose last bytes it may be; and nothing of one that is as long as PING and GOAWAY: who says
     * GOAWAY at its end closes at once.
     */
    private static final long LATE_NANOS = 1_000_000_000;

    private final ToldStory told;
    private final Tally tally;
    private final Http2Sizes http2;
    /** Each side's last record if it may be an alert. */
    private final ToldStory.Seen[] suspects = new ToldStory.Seen[2];
    /** The client's suspect came behind other data of it, before the server spoke. */
    private boolean inRequest;
    /** How many of a side's suspects turned out to be data. */
    private final int[] acquitted = new int[2];
    /** Each side's last record but an alert if it may be GOAWAY. */
    private final ToldStory.Seen[] goaways = new ToldStory.Seen[2];

    private final int[] padding = new int[2];
    private final List<ToldStory.Seen> flight = new ArrayList<>(0);
    private boolean begun;
    private int tag = 16;
    private int hash;
    private boolean early;
    private boolean clientFinished;
    private boolean clientCertified;
    private long finishedNanos;
    private boolean ticketsSeen;
    /** Of the latest that came before the client had asked. */
    private int ticketSize;

    private ToldStory.Seen ticket;

    HiddenRecords(ToldStory told, Tally tally, Http2Sizes http2) {
        this.told = told;
        this.tally = tally;
        this.http2 = http2;
    }

    /** The ServerHello chose TLS 1.3 and this suite. */
    void begin(String cipher) {
        begun = true;
        tag = CipherSuites.tag(cipher);
        hash = CipherSuites.hash(cipher);
    }

    /** Application data of the client before the ServerHello (RFC 8446 section 2.3). */
    void earlyData(int size) {
        early = true;
        tally.spoke(Peer.CLIENT);
        told.tell(Peer.CLIENT, What.DATA, size, "early data");
    }

    /** A record of TLS 1.3, or of a connection of which the capture lacks the handshake. */
    void tell(Peer by, int size) {
        acquit(by);
        if (begun && !clientFinished) {
            if (by == Peer.CLIENT) {
                clientHandshake(size);
                return;
            }
            if (flight.isEmpty()) {
                serverHandshake(size);
                return;
            }
            finishFlight();
        }
        if (isAlertSize(size)) {
            inRequest = by == Peer.CLIENT ? tally.isSpeaking(by) : inRequest;
            suspects[by.ordinal()] = told.tellAlone(by, What.DATA, size, "");
        } else {
            application(by, size, size - tag - 1 - padding[by.ordinal()]);
        }
    }

    /** Any record of this side that shows its type: what came before it was no alert at the end. */
    void otherRecord(Peer by, boolean isAlert) {
        acquit(by);
        goaways[by.ordinal()] = isAlert ? goaways[by.ordinal()] : null;
    }

    private void serverHandshake(int size) {
        if (size == tag + ALERT) {
            told.tellAlone(Peer.SERVER, What.ALERT, size, BY_SIZE + "an alert in the handshake");
            return;
        }
        var seen = told.tellAlone(Peer.SERVER, What.HANDSHAKE, size, BY_PLACE + "the server's handshake");
        suspects[1] = isAlertSize(size) ? seen : null;
    }

    private void clientHandshake(int size) {
        if (isFinished(size)) {
            padding[0] = size == tag + FINISHED_HEADER + hash ? 0 : JDK_PADDING;
            told.tellAlone(Peer.CLIENT, What.HANDSHAKE, size, BY_PLACE + "Finished");
            clientCertified = !flight.isEmpty();
            finished();
        } else if (early && size == tag + END_OF_EARLY_DATA) {
            early = false;
            told.tellAlone(Peer.CLIENT, What.HANDSHAKE, size, BY_SIZE + "EndOfEarlyData");
        } else if (early) {
            earlyData(size);
        } else if (isAlertSize(size) && flight.isEmpty()) {
            told.tellAlone(Peer.CLIENT, What.ALERT, size, BY_SIZE + "an alert in the handshake");
        } else {
            flight.add(told.tellAlone(Peer.CLIENT, What.HANDSHAKE, size, BY_PLACE + "the client's handshake"));
            if (flight.size() == LONGEST_FLIGHT) {
                finishFlight();
            }
        }
    }

    /** Nothing had the size of Finished, so that it is within the first record, and data behind it. */
    private void finishFlight() {
        clientCertified = true;
        for (var seen : flight.subList(1, flight.size())) {
            seen.turnsOut(What.DATA, "");
            tally.spoke(Peer.CLIENT);
        }
        finished();
    }

    private void finished() {
        clientFinished = true;
        finishedNanos = told.nanos();
        flight.clear();
    }

    private boolean isFinished(int size) {
        var finished = tag + FINISHED_HEADER + hash;
        return size == finished || size == finished + JDK_PADDING;
    }

    private boolean isAlertSize(int size) {
        return size == tag + ALERT || size == tag + ALERT + JDK_PADDING;
    }

    /**
     * Application data.
     *
     * @param length what the record holds in bytes; negative where that is not known
     */
    void application(Peer by, int size, int length) {
        acquit(by);
        goaways[by.ordinal()] = null;
        var guess = http2.guess(by, length);
        if (guess.opens()) {
            told.tellAlone(by, What.HANDSHAKE, size, guess.bySize());
        } else if (guess == Http2Sizes.Guess.PING_OR_GOAWAY) {
            goaways[by.ordinal()] = told.tellAlone(by, What.DATA, size, guess.bySize());
        } else if (guess != Http2Sizes.Guess.OTHER) {
            told.tell(by, What.DATA, size, guess.bySize());
        } else if (begun && by == Peer.SERVER && !tally.hasSpoken(Peer.CLIENT)) {
            ticketsSeen = true;
            ticketSize = size;
            told.tellAlone(by, What.HANDSHAKE, size, TICKETS_OR_SETTINGS);
        } else if (begun && by == Peer.SERVER && size == ticketSize && isSoon() && isTicketSize(size)) {
            // The client asked between the two tickets.
            told.tellAlone(by, What.HANDSHAKE, size, SESSION_TICKET);
        } else if (begun && by == Peer.SERVER && !ticketsSeen) {
            answerOrTicket(size);
        } else {
            ticketsSeen |= by == Peer.CLIENT && ticket != null;
            tally.spoke(by);
            told.tell(by, What.DATA, size, "");
        }
    }

    /**
     * The client asked together with its Finished, so that tickets may come first. OpenSSL sends two of one size; what is
     * alone, or followed by something else, may be one or the answer.
     */
    private void answerOrTicket(int size) {
        if (ticket == null && isSoon() && isTicketSize(size)) {
            tally.spoke(Peer.SERVER);
            ticket = told.tellAlone(Peer.SERVER, What.DATA, size, "an answer, or a session ticket");
            return;
        }
        ticketsSeen = true;
        if (ticket != null && ticket.size() == size && isSoon()) {
            tally.unsaid(Peer.SERVER);
            ticket.turnsOut(What.HANDSHAKE, SESSION_TICKET);
            told.tellAlone(Peer.SERVER, What.HANDSHAKE, size, SESSION_TICKET);
        } else {
            tally.spoke(Peer.SERVER);
            told.tell(Peer.SERVER, What.DATA, size, "");
        }
    }

    private boolean isSoon() {
        return told.nanos() - finishedNanos <= TICKET_NANOS;
    }

    private static boolean isTicketSize(int size) {
        return size >= SMALLEST_TICKET && size <= LARGEST_TICKET;
    }

    /** More follows the side's suspect, so that it is no alert. */
    private void acquit(Peer by) {
        var suspect = suspects[by.ordinal()];
        if (suspect != null) {
            suspects[by.ordinal()] = null;
            acquitted[by.ordinal()]++;
            if (suspect.what() == What.DATA) {
                tally.spoke(by);
            }
        }
    }

    /** FIN or RST follows. */
    void ends(Peer by) {
        var side = by.ordinal();
        var suspect = suspects[side];
        var soon = suspect != null && told.nanos() - suspect.nanos() < LATE_NANOS;
        var parting = acquitted[side] == 0 && !(by == Peer.CLIENT && inRequest);
        if (suspect != null && (soon || parting)) {
            suspects[side] = null;
            suspect.turnsOut(What.ALERT, BY_SIZE + alertWords(by));
        }
        var goaway = goaways[side];
        if (goaway != null && told.nanos() - goaway.nanos() < LATE_NANOS) {
            goaway.turnsOut(What.GOAWAY, GOAWAY);
        }
        goaways[side] = null;
    }

    /** What remains of suspects is data. */
    void finish() {
        for (var peer : Peer.values()) {
            acquit(peer);
        }
    }

    private String alertWords(Peer by) {
        if (begun && !clientFinished) {
            return "an alert in the handshake";
        }
        var refused = clientCertified && by == Peer.SERVER && !tally.hasSpoken(Peer.SERVER);
        return refused ? "close_notify, or an alert about the client's certificate" : "close_notify";
    }
}
