package io.waflab.clients;

import io.waflab.connection.Peer;
import io.waflab.journal.What;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;

/**
 * One client's connection and the relay's own to the server, two blocking threads. Holds back at most {@value #MOST_HELD}
 * bytes; more than that are no close, and go on.
 */
final class RelayedConnection {

    static final int MOST_HELD = 4096;

    static final String ON_ITS_WAY = "still on its way";
    static final String TOO_LATE = "the server has closed";

    private static final int BUFFER = 16 * 1024;

    private final int number;
    private final SocketChannel client;
    private final SocketChannel server;
    private final WireLog log;
    private final Supplier<Close> close;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final int portAtServer;
    private boolean released;
    private boolean serverEnded;
    private boolean clientEnded;

    /** @param close asked each time something comes from the server */
    RelayedConnection(int number, SocketChannel client, SocketChannel server, WireLog log, Supplier<Close> close) {
        this.number = number;
        this.client = client;
        this.server = server;
        this.log = log;
        this.close = close;
        portAtServer = server.socket().getLocalPort();
    }

    int portAtServer() {
        return portAtServer;
    }

    /** Passes on what the server says, to its end. */
    void down() {
        var buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (server.read(buffer.clear()) >= 0) {
                buffer.flip();
                log.add(number, Peer.SERVER, What.DATA, buffer.remaining(), "");
                deliver(buffer);
            }
            ended(What.FIN);
        } catch (IOException reset) {
            ended(What.RST);
        }
    }

    private synchronized void deliver(ByteBuffer bytes) {
        if (isHeld() && held.size() + bytes.remaining() <= MOST_HELD) {
            held.write(bytes.array(), 0, bytes.limit());
            return;
        }
        flush();
        send(client, bytes);
    }

    private boolean isHeld() {
        return close.get() != Close.AT_ONCE && !released;
    }

    private void flush() {
        if (held.size() > 0) {
            send(client, ByteBuffer.wrap(held.toByteArray()));
            held.reset();
        }
    }

    private synchronized void ended(What how) {
        if (clientEnded) {
            // The answer to the client's own end, or this relay's doing.
            abandon();
            return;
        }
        serverEnded = true;
        log.add(number, Peer.SERVER, how, 0, isHeld() ? ON_ITS_WAY : "");
        if (!isHeld()) {
            end(how);
        }
    }

    private void end(What how) {
        try {
            if (how == What.RST) {
                client.setOption(StandardSocketOptions.SO_LINGER, 0);
                client.close();
            } else {
                client.shutdownOutput();
            }
        } catch (IOException gone) {
            // The client was faster.
        }
    }

    /** Passes on what the client says, to its end. */
    void up() {
        var buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (client.read(buffer.clear()) >= 0) {
                buffer.flip();
                spoken(buffer);
            }
            clientEnded(What.FIN);
        } catch (IOException reset) {
            clientEnded(What.RST);
        }
    }

    private synchronized void spoken(ByteBuffer bytes) {
        log.add(number, Peer.CLIENT, What.DATA, bytes.remaining(), serverEnded ? TOO_LATE : "");
        if (serverEnded) {
            answerOfTheDead(bytes);
            release();
        } else {
            send(server, bytes);
        }
    }

    /** The last byte goes by itself: by then the kernel knows of the RST that answered the others. */
    private void answerOfTheDead(ByteBuffer bytes) {
        var last = bytes.limit();
        send(server, bytes.limit(last - 1));
        if (!send(server, bytes.limit(last))) {
            log.add(number, Peer.SERVER, What.RST, 0, "the answer to those bytes");
        }
    }

    private void release() {
        if (!isHeld()) {
            return;
        }
        released = true;
        if (close.get() == Close.LOST) {
            log.add(number, Peer.SERVER, What.RST, 0, "arrives; the FIN was lost");
            end(What.RST);
        } else {
            log.add(number, Peer.SERVER, What.FIN, 0, "arrives");
            flush();
            end(What.FIN);
        }
    }

    private synchronized void clientEnded(What how) {
        if (released && close.get() == Close.LOST) {
            return;
        }
        clientEnded = true;
        log.add(number, Peer.CLIENT, how, 0, "");
        if (how == What.FIN && !serverEnded) {
            try {
                server.shutdownOutput();
                return;
            } catch (IOException gone) {
                // Closed below.
            }
        }
        abandon();
    }

    private static boolean send(SocketChannel to, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
            return true;
        } catch (IOException gone) {
            // Its end is seen where it is read from.
            return false;
        }
    }

    /** Closes both sockets. */
    void abandon() {
        for (var channel : new SocketChannel[] {client, server}) {
            try {
                channel.close();
            } catch (IOException closed) {
                // Nobody is left to be told.
            }
        }
    }
}
