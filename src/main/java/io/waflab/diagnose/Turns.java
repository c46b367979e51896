package io.waflab.diagnose;

import io.waflab.connection.Peer;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts what was said before the close into turns, without what TLS and HTTP/2 say on their own account. */
final class Turns {

    /** As a capture's reader says it. */
    private static final String OPENING = "HTTP/2 preface";

    private static final String SETTINGS = "HTTP/2 settings";
    private static final String TICKETS_OR = "session tickets or settings";
    /** SETTINGS with ten values, the acknowledgement, WINDOW_UPDATE. */
    private static final long LARGEST_SETTINGS = 9 + 60 + 9 + 13;

    private static final long TICKETS_DIFFER = 32;

    private final Records records;
    private final List<Observation> seen;
    private final Optional<Close> close;
    private final List<Turn> turns = new ArrayList<>();
    /** Heads are told, so that no answer hides where settings stand. */
    private final boolean isRead;

    Turns(Records records, List<Observation> seen, Optional<Close> close) {
        this.records = records;
        this.seen = seen;
        this.close = close;
        isRead = seen.stream().anyMatch(was -> was.what() == What.REQUEST || was.what() == What.RESPONSE);
    }

    List<Turn> read() {
        var until = close.map(Close::index).orElse(seen.size());
        var opening = openingThatAsks(until);
        for (var i = 0; i < until; i++) {
            var was = seen.get(i);
            if (i == opening || isHiddenAnswer(was, i)) {
                add(turn(was));
            } else if (isSaid(was) && !isTicket(i) && !records.isControl(was)) {
                add(turn(was));
            }
        }
        return List.copyOf(turns);
    }

    /** A client's opening of HTTP/2 had a request in it if something but settings came back; else -1. */
    private int openingThatAsks(int until) {
        var first = -1;
        for (var i = 0; i < until; i++) {
            var was = seen.get(i);
            if (was.by() == Peer.CLIENT
                    && was.what() == What.HANDSHAKE
                    && was.detail().contains(OPENING)) {
                first = i;
            } else if (was.by() == Peer.CLIENT && isSaid(was) && !records.isControl(was)) {
                return -1;
            } else if (first >= 0
                    && (isHiddenAnswer(was, i) || was.by() == Peer.SERVER && isSaid(was) && !records.isControl(was))) {
                return first;
            }
        }
        return -1;
    }

    /** A record that stands where settings do, behind the settings: tickets come before them. */
    private boolean isHiddenAnswer(Observation was, int at) {
        if (isRead
                || was.by() != Peer.SERVER
                || was.what() != What.HANDSHAKE
                || !was.detail().contains(TICKETS_OR)) {
            return false;
        }
        var before = seen.subList(0, at);
        return before.stream()
                        .anyMatch(past ->
                                past.by() == Peer.SERVER && past.detail().contains(SETTINGS))
                || before.stream()
                                .anyMatch(past -> past.by() == Peer.CLIENT
                                        && past.detail().contains(OPENING))
                        && records.plain(was) > LARGEST_SETTINGS
                        && isUnlikeTickets(was, before);
    }

    /** Tickets are of one size, or nearly: how long they are is the server's choice (RFC 8446 section 4.6.1). */
    private static boolean isUnlikeTickets(Observation was, List<Observation> before) {
        var tickets = before.stream()
                .filter(past -> past.by() == Peer.SERVER && past.detail().contains(TICKETS_OR))
                .toList();
        return tickets.size() >= 2
                && tickets.stream().allMatch(ticket -> Math.abs(ticket.size() - was.size()) > TICKETS_DIFFER);
    }

    private static boolean isSaid(Observation was) {
        return was.what() == What.DATA || was.what() == What.REQUEST || was.what() == What.RESPONSE;
    }

    private Turn turn(Observation was) {
        return new Turn(
                was.by(),
                was.nanos(),
                was.run().lastNanos(),
                new Turn.Frames(was.frame(), was.run().lastFrame()),
                was.what() == What.DATA || was.what() == What.HANDSHAKE ? records.plain(was) : 0,
                1,
                was.nanos(),
                was.nanos(),
                was.what() == What.RESPONSE ? (int) was.size() : 0,
                Content.of(was));
    }

    private void add(Turn turn) {
        var last = turns.size() - 1;
        if (last >= 0 && turns.get(last).by() == turn.by()) {
            turns.set(last, turns.get(last).and(turn));
        } else {
            turns.add(turn);
        }
    }

    /**
     * A server of TLS 1.3 sends its session tickets when it has the client's Finished (RFC 8446 section 4.6.1), and the
     * client may have asked by then: what the server says first is no answer if it is two records of one size, or if
     * more follows before the client speaks again.
     */
    private boolean isTicket(int at) {
        var was = seen.get(at);
        if (!records.isTls13() || was.by() != Peer.SERVER || was.what() != What.DATA || hasTicketsBefore(at)) {
            return false;
        }
        if (was.run().count() > 1) {
            return was.run().count() <= 4
                    && was.size() == was.run().count() * was.run().lastSize();
        }
        var next =
                seen.subList(at + 1, seen.size()).stream().filter(Turns::isSaid).findFirst();
        return next.map(said -> said.by() == Peer.SERVER).orElse(!isClosedInGoodStanding()) || isLikeTicketBefore(at);
    }

    /** nginx and those like it send close_notify only where every request was answered. */
    private boolean isClosedInGoodStanding() {
        return close.filter(begun -> begun.by() == Peer.SERVER && begun.how() == How.NOTIFY_FIN)
                .isPresent();
    }

    /** What the server sent last before this has the same size. */
    private boolean isLikeTicketBefore(int at) {
        return seen.subList(0, at).stream()
                .filter(was -> was.by() == Peer.SERVER)
                .filter(was -> was.what() == What.DATA || was.what() == What.HANDSHAKE)
                .reduce((first, later) -> later)
                .filter(was -> was.run().lastSize() == seen.get(at).size())
                .isPresent();
    }

    private boolean hasTicketsBefore(int at) {
        var finished = -1;
        if (hasTicketsInFlight(at)) {
            return true;
        }
        for (var i = 0; i < at; i++) {
            var was = seen.get(i);
            if (was.by() == Peer.CLIENT && was.what() == What.HANDSHAKE) {
                finished = was.detail().contains("Finished") ? i : finished;
            } else if (was.by() == Peer.SERVER && (was.what() == What.DATA || was.what() == What.HANDSHAKE)) {
                if (finished >= 0 && !isSecondTicket(i, at)) {
                    return true;
                }
            }
        }
        return finished < 0;
    }

    /** Go and others send tickets behind their Finished, before they have the client's. */
    private boolean hasTicketsInFlight(int at) {
        var flight = seen.subList(0, at).stream()
                .takeWhile(was -> !(was.by() == Peer.CLIENT && was.detail().contains("Finished")))
                .filter(was -> was.by() == Peer.SERVER && was.what() == What.HANDSHAKE)
                .toList();
        return flight.size() >= 2
                && !records.mayBeFinished(flight.get(flight.size() - 1))
                && flight.stream().anyMatch(records::mayBeFinished);
    }

    /** The first of two records of one size that were told apart. */
    private boolean isSecondTicket(int first, int at) {
        return seen.get(first).run().lastSize() == seen.get(at).size()
                && seen.subList(first + 1, at).stream().noneMatch(was -> was.by() == Peer.SERVER && isSaid(was));
    }
}
