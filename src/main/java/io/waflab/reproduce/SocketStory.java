package io.waflab.reproduce;

import io.waflab.capture.Alerts;
import io.waflab.connection.Peer;
import io.waflab.journal.Observation;
import io.waflab.journal.TlsShown;
import io.waflab.journal.What;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One story out of what the two ends tell of their sockets: the proxy's up to its FIN, and from there the client's, for
 * the proxy has closed its socket and sees nothing more. What the kernel's table shows of the end stands for what the
 * client only believes to have caused.
 */
public final class SocketStory {

    private SocketStory() {}

    /**
     * @param proxy the proxy's own, of the downstream leg
     * @param client the client's own, counted from the same moment
     * @param kernel what {@link io.waflab.capture.SocketWatch} saw, counted from the same moment; may be empty
     */
    public static List<Observation> of(List<Observation> proxy, List<Observation> client, List<Observation> kernel) {
        var end = proxy.stream()
                .filter(seen -> seen.by() == Peer.SERVER && isEnd(seen))
                .mapToLong(Observation::nanos)
                .findFirst()
                .orElse(Long.MAX_VALUE);
        var story = new ArrayList<Observation>();
        proxy.stream()
                .filter(told -> told.nanos() <= end || told.what() == What.ENDED)
                .forEach(story::add);
        client.stream()
                .filter(told -> told.nanos() > end && told.by() == Peer.CLIENT)
                .filter(told -> kernel.isEmpty() || !isEnd(told))
                .forEach(story::add);
        story.addAll(kernel);
        story.sort(Comparator.comparingLong(Observation::nanos));
        return List.copyOf(story);
    }

    private static boolean isEnd(Observation told) {
        return told.what() == What.FIN || told.what() == What.RST;
    }

    /** A story counted from another moment. @param nanos how much later it began */
    public static List<Observation> moved(List<Observation> story, long nanos) {
        return story.stream()
                .map(told -> new Observation(
                        told.nanos() + nanos, told.leg(), told.by(), told.what(), told.size(), told.detail()))
                .toList();
    }

    /** What the client's own story says of its handshake: version, cipher, ALPN. */
    static TlsShown tls(List<Observation> client, String serverName) {
        var words = client.stream()
                .filter(seen -> seen.what() == What.HANDSHAKE && seen.detail().startsWith("done: "))
                .map(seen -> seen.detail().substring("done: ".length()).split(" "))
                .findFirst();
        return words.map(shown -> new TlsShown(
                        shown[0],
                        serverName,
                        shown.length > 2 ? shown[2] : "",
                        List.of(),
                        shown.length > 1 ? shown[1] : "",
                        false,
                        false,
                        -1,
                        "",
                        ""))
                .orElse(new TlsShown("", serverName, "", List.of(), "", false, false, -1, "", ""));
    }

    /**
     * As packets would show it: closing a socket that the server has reset says nothing to anybody, and a fatal alert is
     * called one.
     */
    static List<Observation> onTheWire(List<Observation> story) {
        var reset = story.stream()
                .filter(seen -> seen.by() == Peer.SERVER && seen.what() == What.RST)
                .mapToLong(Observation::nanos)
                .findFirst()
                .orElse(Long.MAX_VALUE);
        return story.stream()
                .filter(seen -> seen.nanos() <= reset || seen.by() != Peer.CLIENT || !isEnd(seen))
                .map(SocketStory::named)
                .toList();
    }

    private static Observation named(Observation seen) {
        return seen.what() == What.ALERT && Alerts.isKnown(seen.detail()) && Alerts.isFatal(seen.detail())
                ? new Observation(
                        seen.nanos(), seen.leg(), seen.by(), What.ALERT, seen.size(), "fatal: " + seen.detail())
                : seen;
    }
}
