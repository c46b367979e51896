package io.waflab.diagnose;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.ConnectionStory;
import io.waflab.journal.Observation;
import io.waflab.journal.Sight;
import io.waflab.journal.TlsShown;
import io.waflab.journal.Traffic;
import io.waflab.journal.What;
import java.util.ArrayList;
import java.util.List;

/** A connection for tests, told line by line; times in seconds since it began, one frame for each line. */
final class Told {

    private static final String GCM = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";

    private final List<Observation> seen = new ArrayList<>();
    private String server = "10.0.0.1:443";
    private TlsShown tls = TlsShown.NOTHING;
    private Sight sight = Sight.WHOLE;
    private long requests;

    /** SYN and its answer. */
    static Told open() {
        return new Told()
                .client(0, What.OPEN, 0, "SYN")
                .server(0.0001, What.OPEN, 0, "SYN,ACK")
                .client(0.0002, What.ACK, 0, "");
    }

    /** TLS 1.2, agreed on by 0.02 s. */
    static Told tls12() {
        return open().version("TLSv1.2")
                .client(0.001, What.HANDSHAKE, 200, "ClientHello")
                .server(0.002, What.HANDSHAKE, 3000, "ServerHello TLSv1.2, Certificate, ServerHelloDone")
                .client(0.01, What.HANDSHAKE, 37, "ClientKeyExchange")
                .client(0.01, What.CHANGE_CIPHER_SPEC, 1, "")
                .client(0.01, What.HANDSHAKE, 40, "Finished, encrypted")
                .server(0.02, What.CHANGE_CIPHER_SPEC, 1, "")
                .server(0.02, What.HANDSHAKE, 40, "Finished, encrypted");
    }

    /** TLS 1.3, agreed on by 0.01 s; tickets are still to come. */
    static Told tls13() {
        return open().version("TLSv1.3")
                .client(0.001, What.HANDSHAKE, 240, "ClientHello")
                .server(0.002, What.HANDSHAKE, 122, "ServerHello TLSv1.3")
                .server(0.002, What.HANDSHAKE, 2000, "encrypted, by its place: the server's handshake")
                .client(0.01, What.HANDSHAKE, 53, "encrypted, by its place: Finished");
    }

    Told version(String version) {
        tls = new TlsShown(version, "lab.test", "", List.of("http/1.1"), GCM, false, false, 1, "", "");
        return this;
    }

    Told port(int port) {
        server = "10.0.0.1:" + port;
        return this;
    }

    Told http2() {
        tls = new TlsShown(tls.version(), "lab.test", "h2", List.of("h2"), GCM, false, false, 1, "", "");
        return this;
    }

    Told sight(Sight seenSoMuch) {
        sight = seenSoMuch;
        return this;
    }

    /** The story left out its middle; so often the client spoke in all. */
    Told requests(long count) {
        requests = count;
        return this;
    }

    Told ask(double at, int size) {
        return client(at, What.DATA, size, "");
    }

    Told answer(double at, int size) {
        return server(at, What.DATA, size, "");
    }

    /** close_notify and FIN, as nginx sends them. */
    Told serverCloses(double at) {
        return server(
                        at,
                        What.ALERT,
                        tls.version().equals("TLSv1.3") ? 19 : 26,
                        "encrypted, by its place: close_notify")
                .server(at + 0.0001, What.FIN, 0, "");
    }

    Told client(double at, What what, long size, String detail) {
        return add(at, Peer.CLIENT, what, size, detail);
    }

    Told server(double at, What what, long size, String detail) {
        return add(at, Peer.SERVER, what, size, detail);
    }

    /** What was told last is the first of so many, the last of them seen then, in the frames of both ends' turns. */
    Told run(int count, double lastAt) {
        var first = seen.remove(seen.size() - 1);
        var run = new Observation.Run(
                count, Math.round(lastAt * 1e9), first.size() / count, first.frame() + 2 * (count - 1));
        seen.add(new Observation(
                first.nanos(),
                first.leg(),
                first.by(),
                first.what(),
                first.size(),
                first.detail(),
                first.frame(),
                run));
        return this;
    }

    private Told add(double at, Peer by, What what, long size, String detail) {
        seen.add(new Observation(Math.round(at * 1e9), Side.DOWNSTREAM, by, what, size, detail, seen.size() + 1));
        return this;
    }

    ConnectionStory story() {
        var traffic = new Traffic(0, 0, 0, requests, 0);
        return new ConnectionStory(
                1, "10.0.0.2:50000", server, 0, tls, traffic, Traffic.NONE, sight, seen, requests > 0 ? 1 : 0);
    }
}
