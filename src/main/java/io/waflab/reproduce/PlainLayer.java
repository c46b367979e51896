package io.waflab.reproduce;

import io.waflab.journal.What;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** No TLS: the application's bytes are the wire's. */
final class PlainLayer implements Layer {

    private final Wire wire;
    private final byte[] buffer = new byte[16 * 1024];
    private ByteBuffer received = ByteBuffer.allocate(0);

    PlainLayer(Wire wire) {
        this.wire = wire;
    }

    @Override
    public int receive(Duration limit) throws IOException {
        if (received.hasRemaining()) {
            return received.remaining();
        }
        int count = wire.read(buffer, buffer.length, limit);
        if (count > 0) {
            wire.story().tell(wire.readAt(), wire.peer(), What.DATA, count, "");
            received = ByteBuffer.wrap(buffer, 0, count);
        }
        return count;
    }

    @Override
    public ByteBuffer received() {
        return received;
    }

    @Override
    public boolean ended() {
        return wire.closed() || wire.peerEnd().isPresent();
    }

    @Override
    public boolean endedInOrder() {
        return wire.peerEnd().equals(Optional.of(What.FIN));
    }

    @Override
    public void send(ByteBuffer bytes, String detail) throws IOException {
        long at = wire.story().clock().now();
        int count = bytes.remaining();
        try {
            wire.write(bytes);
        } catch (ConnectionGone gone) {
            hearOut();
            throw gone;
        }
        wire.story().tell(at, wire.self(), What.DATA, count, detail);
    }

    /** What the peer sent before its RST waits to be taken. */
    private void hearOut() throws IOException {
        for (int count = wire.read(buffer, buffer.length, Duration.ZERO);
                count > 0;
                count = wire.read(buffer, buffer.length, Duration.ZERO)) {
            wire.story().tell(wire.readAt(), wire.peer(), What.DATA, count, "");
            received = ByteBuffer.allocate(received.remaining() + count)
                    .put(received)
                    .put(buffer, 0, count)
                    .flip();
        }
    }
}
