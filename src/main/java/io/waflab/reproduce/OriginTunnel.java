package io.waflab.reproduce;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The origin's side of an upgraded connection (RFC 6455). */
final class OriginTunnel {

    /** RFC 6455 section 1.3. */
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final Layer layer;
    private final MessageReader reader;
    private final LabClock clock;

    OriginTunnel(Layer layer, MessageReader reader, LabClock clock) {
        this.layer = layer;
        this.reader = reader;
        this.clock = clock;
    }

    /** Answers 101 and serves until the tunnel's end. @return false: nothing follows on the connection */
    boolean run(OriginRequest request, Behaviour.Tunnel tunnel) throws IOException {
        send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + accept(request.header("Sec-WebSocket-Key").orElse("")) + "\r\n\r\n");
        for (int i = 0; i < tunnel.pushes(); i++) {
            clock.pause(tunnel.gap());
            layer.send(WebSocket.bytes(WebSocket.TEXT, "push", false), "websocket text");
        }
        if (tunnel.closeAfter().isPresent()) {
            clock.pause(tunnel.closeAfter().get());
            return false;
        }
        if (tunnel.mute()) {
            reader.skip(Long.MAX_VALUE);
        } else if (tunnel.raw()) {
            echoBytes();
        } else {
            echoFrames();
        }
        return false;
    }

    private void echoBytes() throws IOException {
        while (reader.await(Effect.LONG)) {
            var received = layer.received();
            var copy = ByteBuffer.allocate(received.remaining()).put(received).flip();
            layer.send(copy);
        }
    }

    private void echoFrames() throws IOException {
        for (var frame = WebSocket.frame(reader); frame.isPresent(); frame = WebSocket.frame(reader)) {
            int opcode = frame.get().opcode();
            int answer = opcode == WebSocket.PING ? WebSocket.PONG : opcode;
            layer.send(WebSocket.bytes(answer, frame.get().text(), false), "websocket " + WebSocket.word(answer));
            if (opcode == WebSocket.CLOSE) {
                return;
            }
        }
    }

    private void send(String text) throws IOException {
        layer.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String accept(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
