package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import io.waflab.journal.What;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketWatchTest {

    /** A palindrome in each word, so that it reads the same in either byte order. */
    private static final Endpoint CLIENT = Packets.endpoint("1.2.2.1", 5_000);

    private static final Endpoint SERVER = Packets.endpoint("1.3.3.1", 443);

    @TempDir
    Path folder;

    private long now;
    private Peer resets = Peer.CLIENT;

    @Test
    void theAckIsSeenAtFinWait2AndTheResetWhenTheSocketIsGone() throws IOException {
        var watch = watch();
        for (var state : List.of("01 01 0", "04 08 20", "05 08 20", "05 08 20", "none", "none")) {
            now += 1_000;
            look(watch, state);
        }

        var story = watch.story(Side.DOWNSTREAM, 0);
        assertThat(story).extracting(seen -> seen.what()).containsExactly(What.ACK, What.RST);
        assertThat(story).extracting(seen -> seen.by()).containsOnly(Peer.CLIENT);
        assertThat(story).extracting(seen -> seen.nanos()).containsExactly(3_000L, 5_000L);
        assertThat(watch.unreadBytes()).contains(32L);
        assertThat(watch.gone()).isCompleted();
    }

    @Test
    void anRstIsOfTheSideThatWasExpectedToSendIt() throws IOException {
        resets = Peer.SERVER;
        var watch = watch();
        look(watch, "05 08 20");
        look(watch, "none");
        look(watch, "none");

        assertThat(watch.story(Side.DOWNSTREAM, 0))
                .extracting(seen -> seen.by() + " " + seen.what())
                .containsExactly("CLIENT ACK", "SERVER RST");
    }

    @Test
    void aClientThatClosesProperlyBringsTheServerToTimeWait() throws IOException {
        var watch = watch();
        for (var state : List.of("01 01 0", "05 08 0", "06 09 0")) {
            now += 1_000;
            look(watch, state);
        }

        assertThat(watch.story(Side.DOWNSTREAM, 0))
                .extracting(seen -> seen.what())
                .containsExactly(What.ACK, What.FIN);
        assertThat(watch.gone()).isCompleted();
    }

    @Test
    void aSocketOverlookedOnceIsNotGone() throws IOException {
        var watch = watch();
        for (var state : List.of("05 08 0", "none", "05 08 0", "none")) {
            now += 1_000;
            look(watch, state);
        }

        assertThat(watch.story(Side.DOWNSTREAM, 0))
                .extracting(seen -> seen.what())
                .containsExactly(What.ACK);
        assertThat(watch.gone()).isNotDone();
    }

    @Test
    void aSocketThatNeverWasIsNotGoneEither() throws IOException {
        var watch = watch();
        look(watch, "none");
        look(watch, "none");

        assertThat(watch.story(Side.DOWNSTREAM, 0)).isEmpty();
        assertThat(watch.unreadBytes()).isEmpty();
    }

    @Test
    @Tag("wire")
    void aRealClientThatClosesWithUnreadBytesResets() throws Exception {
        assumeTrue(SocketWatch.isPossible(), "this system does not list its sockets");
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Not a java.net.Socket: its close() sends FIN before the kernel looks for unread bytes.
            var client = SocketChannel.open(listener.getLocalSocketAddress());
            var accepted = listener.accept();
            try (var watch = SocketWatch.start(new SocketWatch.Ends(
                    Endpoint.of((InetSocketAddress) client.getLocalAddress()),
                    Endpoint.of((InetSocketAddress) client.getRemoteAddress()),
                    Peer.CLIENT))) {
                accepted.getOutputStream().write(new byte[31]);
                accepted.close();
                watch.acknowledged().get(10, TimeUnit.SECONDS);
                client.close();
                watch.gone().get(10, TimeUnit.SECONDS);

                assertThat(watch.story(Side.DOWNSTREAM, 0))
                        .extracting(seen -> seen.what())
                        .containsExactly(What.ACK, What.RST);
                assertThat(watch.unreadBytes()).contains(32L);
            }
        }
    }

    private SocketWatch watch() {
        return SocketWatch.still(
                new SocketTable(List.of(folder.resolve("tcp"))),
                new SocketWatch.Ends(CLIENT, SERVER, resets),
                () -> now);
    }

    /** {@code <server's state> <client's state> <client's unread bytes, hex>}, or {@code none}. */
    private void look(SocketWatch watch, String states) throws IOException {
        var words = states.split(" ");
        var lines = states.equals("none")
                ? ""
                : "0: 01030301:01BB 01020201:1388 " + words[0] + " 0:0 0\n1: 01020201:1388 01030301:01BB " + words[1]
                        + " 0:" + words[2] + " 0\n";
        Files.writeString(folder.resolve("tcp"), lines);
        watch.look();
    }
}
