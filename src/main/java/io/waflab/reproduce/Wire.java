package io.waflab.reproduce;

import io.waflab.connection.Peer;
import io.waflab.journal.What;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * One TCP connection from one of its ends. Tells the story when it opens and when either end sends FIN or RST; what the
 * bytes mean is told by the {@link Layer} above.
 *
 * <p>A blocking SocketChannel and not a Socket: closing a Socket with unread bytes sends FIN and then RST (it shuts its
 * output down first), closing a channel lets the kernel answer as it does for a C program: RST alone (RFC 1122 section
 * 4.2.2.13). One thread at a time; {@link #abandon()} may be called by any.
 */
final class Wire {

    /** More than a kernel holds of what a peer sent before its RST. */
    private static final int MOST_LEFT = 8 << 20;

    private final SocketChannel channel;
    private final Peer self;
    private final Story story;
    private final int port;
    private What peerEnd;
    private long peerEndAt;
    private long readAt;
    private boolean closed;
    /** What had come before the RST that a write met. */
    private ByteBuffer left = ByteBuffer.allocate(0);
    /** How a write met it; empty where none has, or it was told. */
    private String resetMet = "";

    private Wire(SocketChannel channel, Peer self, Story story) throws IOException {
        this.port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        this.channel = channel;
        this.self = self;
        this.story = story;
    }

    /**
     * @param receiveBuffer SO_RCVBUF in bytes, set before the SYN so that the window follows it; 0 for the kernel's own
     * @throws IOException refused, unreachable, or no answer within the limit
     */
    static Wire connect(InetSocketAddress address, int receiveBuffer, Duration limit, Story story) throws IOException {
        var channel = SocketChannel.open();
        try {
            if (receiveBuffer > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
            }
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            story.tell(story.clock().now(), Peer.CLIENT, What.OPEN, 0, "to " + SocketWords.place(address));
            channel.socket().connect(address, milliseconds(limit));
            long at = story.clock().now();
            var local = (InetSocketAddress) channel.getLocalAddress();
            story.tell(at, Peer.SERVER, What.OPEN, 0, "local port " + local.getPort());
            return new Wire(channel, Peer.CLIENT, story);
        } catch (IOException unreachable) {
            channel.close();
            throw new IOException(unreached(address, unreachable), unreachable);
        }
    }

    private static String unreached(InetSocketAddress address, IOException why) {
        var host = address.getHostString();
        var numbers = address.getAddress().getHostAddress();
        var place = SocketWords.place(host, address.getPort());
        return SocketWords.unreached(numbers.equals(host) ? place : place + " (" + numbers + ")", why);
    }

    /** The origin's end of a connection just accepted. */
    static Wire accepted(SocketChannel channel, Story story) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        story.tell(
                story.clock().now(),
                Peer.CLIENT,
                What.OPEN,
                0,
                "from " + SocketWords.place(channel.getRemoteAddress()));
        return new Wire(channel, Peer.SERVER, story);
    }

    Story story() {
        return story;
    }

    Peer self() {
        return self;
    }

    Peer peer() {
        return self == Peer.CLIENT ? Peer.SERVER : Peer.CLIENT;
    }

    /** This end's; known after the close too. */
    int port() {
        return port;
    }

    /**
     * One read.
     *
     * @param most bytes wanted, at least 1
     * @param limit rounded up to 1 ms
     * @return the number of bytes; 0 when none came within the limit; -1 when the peer has ended its direction, or this
     *     end is closed ({@link #peerEnd()} says which)
     */
    int read(byte[] into, int most, Duration limit) throws IOException {
        if (left.hasRemaining()) {
            int count = Math.min(most, left.remaining());
            left.get(into, 0, count);
            return count;
        }
        if (!resetMet.isEmpty()) {
            ended(What.RST, resetMet);
        }
        if (closed || peerEnd != null) {
            return -1;
        }
        try {
            channel.socket().setSoTimeout(milliseconds(limit));
            int count = channel.socket().getInputStream().read(into, 0, most);
            readAt = story.clock().now();
            if (count < 0) {
                ended(What.FIN, "");
            }
            return count;
        } catch (SocketTimeoutException nothing) {
            return 0;
        } catch (ClosedChannelException abandoned) {
            closed = true;
            return -1;
        } catch (IOException failed) {
            ended(What.RST, "");
            return -1;
        }
    }

    /**
     * Blocks for as long as the peer's window is closed; interrupting the thread ends that. An RST is told when what had
     * come before it has been read: the layer does that.
     *
     * @throws ConnectionGone when the peer has answered earlier bytes with RST, or this end is closed
     */
    void write(ByteBuffer bytes) throws IOException {
        if (closed) {
            throw new ConnectionGone("this end has closed the connection");
        }
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (ClosedChannelException abandoned) {
            closed = true;
            throw new ConnectionGone("this end has closed the connection");
        } catch (IOException failed) {
            if (peerEnd != What.RST && resetMet.isEmpty()) {
                left = left();
                resetMet = "seen when writing: " + reason(failed);
            }
            throw new ConnectionGone("the peer has reset the connection (" + reason(failed) + ")");
        }
    }

    /** A write takes the kernel's error away, and leaves what had come before it. */
    private ByteBuffer left() {
        var all = ByteBuffer.allocate(0);
        var piece = new byte[64 << 10];
        for (int count = 1; count > 0 && all.capacity() < MOST_LEFT; ) {
            count = peerEnd == null && !closed ? read(piece) : 0;
            if (count > 0) {
                all = ByteBuffer.allocate(all.capacity() + count)
                        .put(all)
                        .put(piece, 0, count)
                        .flip();
            }
        }
        return all;
    }

    private int read(byte[] piece) {
        try {
            channel.socket().setSoTimeout(1);
            int count = channel.socket().getInputStream().read(piece);
            readAt = count > 0 ? story.clock().now() : readAt;
            return count;
        } catch (IOException none) {
            return 0;
        }
    }

    /** FIN, and reading goes on. */
    void halfClose() throws IOException {
        story.tell(story.clock().now(), self, What.FIN, 0, "half-close");
        try {
            channel.shutdownOutput();
        } catch (IOException gone) {
            throw new ConnectionGone("cannot half-close: " + reason(gone));
        }
    }

    /** close(2). What leaves is the kernel's choice: FIN, or RST when bytes have come that nobody read. */
    void close() throws IOException {
        if (closed) {
            return;
        }
        int unread = peerEnd == What.RST ? 0 : unread();
        closed = true;
        if (unread > 0) {
            story.tell(story.clock().now(), self, What.RST, 0, "the kernel's: closed with " + unread + " bytes unread");
        } else {
            story.tell(story.clock().now(), self, What.FIN, 0, "");
        }
        channel.close();
    }

    /** RST whatever the state: SO_LINGER 0 and close(2). */
    void reset() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        story.tell(story.clock().now(), self, What.RST, 0, "SO_LINGER 0");
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    /** Closes from another thread; a read or write in progress returns. */
    void abandon() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // Closing is all that was wanted.
        }
    }

    boolean closed() {
        return closed;
    }

    /** FIN or RST, once the peer's was seen. */
    Optional<What> peerEnd() {
        return Optional.ofNullable(peerEnd);
    }

    /** When it was seen, in nanoseconds of the story; 0 before that. */
    long peerEndAt() {
        return peerEndAt;
    }

    /** When the last read returned, in nanoseconds of the story. */
    long readAt() {
        return readAt;
    }

    private void ended(What end, String detail) {
        resetMet = "";
        peerEndAt = story.clock().now();
        peerEnd = end;
        story.tell(peerEndAt, peer(), end, 0, detail);
    }

    private int unread() {
        try {
            return channel.socket().getInputStream().available();
        } catch (IOException gone) {
            return 0;
        }
    }

    private static String reason(IOException failed) {
        return SocketWords.reason(failed).toLowerCase(Locale.ROOT);
    }

    private static int milliseconds(Duration limit) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, limit.toMillis()));
    }
}
