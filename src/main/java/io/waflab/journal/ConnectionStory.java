package io.waflab.journal;

import io.waflab.connection.Peer;
import java.util.List;

/**
 * One leg of one connection, told whole: what diagnoses, reports and comparisons read, whoever told it.
 *
 * @param number its number in its source, from 1, in the order of the first packets
 * @param client address and port of the end that opened it
 * @param server address and port of the other
 * @param startNanos when its first observation was made, since 1970; 0 where that is not known
 * @param tls what the handshake showed
 * @param fromClient what the client sent
 * @param fromServer what the server sent
 * @param sight how much of it its narrator could see
 * @param observations in order; of a long story the opening and the latest, see {@code leftOut}
 * @param leftOut how many observations between the two are not here
 */
public record ConnectionStory(
        int number,
        String client,
        String server,
        long startNanos,
        TlsShown tls,
        Traffic fromClient,
        Traffic fromServer,
        Sight sight,
        List<Observation> observations,
        long leftOut) {

    public ConnectionStory {
        observations = List.copyOf(observations);
    }

    /** The same with other observations, in order. */
    public ConnectionStory with(List<Observation> others) {
        return new ConnectionStory(
                number, client, server, startNanos, tls, fromClient, fromServer, sight, others, leftOut);
    }

    /** The same under another number. */
    public ConnectionStory numbered(int other) {
        return new ConnectionStory(
                other, client, server, startNanos, tls, fromClient, fromServer, sight, observations, leftOut);
    }

    public Traffic from(Peer peer) {
        return peer == Peer.CLIENT ? fromClient : fromServer;
    }
}
