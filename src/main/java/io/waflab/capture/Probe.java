package io.waflab.capture;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A datagram to itself over the loopback: seen in a recording, it shows how far the recording has come. */
final class Probe implements AutoCloseable {

    static final byte BEGIN = 1;
    static final byte END = 2;
    private static final int SIZE = 9;
    private static final long AGAIN_MILLIS = 100;
    private static final int UDP_HEADER = 8;

    private final PacketLayers layers = new PacketLayers();
    private final DatagramSocket socket;
    private final long mark = ThreadLocalRandom.current().nextLong();
    private final Map<Byte, CompletableFuture<Void>> seen =
            new ConcurrentHashMap<>(Map.of(BEGIN, new CompletableFuture<>(), END, new CompletableFuture<>()));

    Probe() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Sends the datagram, again every 100 ms, until the recording shows it. */
    void send(byte which, long patienceMillis) throws CaptureException {
        var content = ByteBuffer.allocate(SIZE).putLong(mark).put(which).array();
        for (long waited = 0; waited < patienceMillis; waited += AGAIN_MILLIS) {
            try {
                socket.send(new DatagramPacket(content, SIZE, socket.getLocalSocketAddress()));
                seen.get(which).get(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException notYet) {
                continue;
            } catch (ExecutionException over) {
                throw new CaptureException(over.getCause().getMessage(), over.getCause());
            } catch (IOException failed) {
                throw new CaptureException("a datagram over the loopback failed: " + failed.getMessage(), failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new CaptureException("interrupted", interrupted);
            }
        }
        throw new CaptureException("it showed no packet within " + patienceMillis / 1_000 + " s");
    }

    /** True if the packet is a datagram, which is no part of what is recorded. For one thread. */
    boolean recognise(Packet packet) {
        var isDatagram =
                layers.read(packet) == PacketLayers.Kind.NO_TCP && layers.ip().protocol() == IpPacket.UDP;
        if (!isDatagram) {
            return false;
        }
        var content = layers.ip().bytes();
        var start = layers.ip().start() + UDP_HEADER;
        if (layers.ip().end() - start == SIZE && content.getLong(start) == mark) {
            seen.get(content.get(start + 8)).complete(null);
        }
        return true;
    }

    /** The recording has ended: nothing will be seen any more. */
    void over(CaptureException why) {
        seen.values().forEach(future -> future.completeExceptionally(why));
    }

    @Override
    public void close() {
        socket.close();
    }
}
