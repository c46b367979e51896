package io.waflab.reproduce;

import io.waflab.connection.Peer;
import io.waflab.journal.What;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One connection of an origin, from its acceptance to its end; reads top to bottom as an exchange goes. */
final class OriginConnection {

    private final int number;
    private final Wire wire;
    private final Routes routes;
    private final OriginLog log;
    private final LabClock clock;
    private final Layer layer;
    private final MessageReader reader;
    private int requests;

    OriginConnection(int number, Wire wire, Routes routes, OriginLog log) {
        this.number = number;
        this.wire = wire;
        this.routes = routes;
        this.log = log;
        this.clock = wire.story().clock();
        this.layer = new PlainLayer(wire);
        this.reader = new MessageReader(layer, Effect.LONG);
    }

    /** Until the connection is closed by either side. */
    void serve() {
        try {
            boolean open = perform(routes.onConnect());
            while (open) {
                var head = reader.head();
                if (!head.complete()) {
                    break;
                }
                open = exchange(head.text());
            }
        } catch (IOException gone) {
            // The peer's end, or this origin's; the story has it.
        } finally {
            finish();
        }
    }

    /** @return whether the connection stays open for another */
    private boolean exchange(String head) throws IOException {
        long at = wire.readAt();
        var line = Heads.firstLine(head);
        wire.story().tell(at, Peer.CLIENT, What.REQUEST, 0, line);
        var request = new OriginRequest(number, ++requests, at, head);
        log.requested(request);
        var behaviour = routes.of(Target.of(request.target()));
        boolean early = behaviour.effects().containsKey(Moment.REQUEST)
                && behaviour.at(Moment.REQUEST).kind() == Effect.Kind.ANSWER;
        if (early) {
            return respond(request, behaviour, "")
                    && received(request, behaviour).complete()
                    && stays(request, behaviour);
        }
        if (!perform(behaviour.at(Moment.REQUEST))) {
            return false;
        }
        var body = received(request, behaviour);
        return body.complete() && respond(request, behaviour, text(behaviour, head, body)) && stays(request, behaviour);
    }

    private MessageReader.Body received(OriginRequest request, Behaviour behaviour) throws IOException {
        if (request.header("Expect").orElse("").equalsIgnoreCase("100-continue")) {
            send("HTTP/1.1 100 Continue\r\n\r\n");
        }
        int rate = behaviour.readRate();
        reader.pace(rate == 0 ? Pace.FREE : new Pace(Math.max(1, rate / 20), Duration.ofMillis(50), clock));
        var body = reader.body(request.headers(), false);
        reader.pace(Pace.FREE);
        return body;
    }

    private boolean respond(OriginRequest request, Behaviour behaviour, String text) throws IOException {
        if (behaviour.tunnel().isPresent()) {
            return new OriginTunnel(layer, reader, clock)
                    .run(request, behaviour.tunnel().get());
        }
        var answer = behaviour.answer();
        boolean filled = answer.content() == Answer.Content.FILL;
        var sender = new AnswerSender(layer, answer, filled ? answer.length() : text.length());
        var first = behaviour.at(Moment.RESPONSE_HEAD);
        switch (first.kind()) {
            case HALF -> {
                sender.halfHead();
                return perform(Effect.of(Effect.Kind.SILENT, first.time()));
            }
            case DRIP -> sender.dripHead(first.count(), () -> clock.pause(first.time()));
            default -> {
                if (!perform(first)) {
                    return false;
                }
            }
        }
        if (request.method().equals("HEAD")) {
            sender.head();
            return true;
        }
        return body(sender, behaviour, text);
    }

    private boolean body(AnswerSender sender, Behaviour behaviour, String text) throws IOException {
        var middle = behaviour.at(Moment.RESPONSE_BODY);
        if (behaviour.answer().content() == Answer.Content.EVENTS) {
            sender.events(middle.count(), () -> clock.pause(middle.time()));
        } else if (!text.isEmpty()) {
            sender.text(text);
        } else if (middle.kind() == Effect.Kind.DRIP) {
            sender.drip(middle.count(), () -> clock.pause(middle.time()));
        } else if (!behaviour.effects().containsKey(Moment.RESPONSE_BODY)) {
            sender.rest();
        } else {
            sender.half();
            if (!perform(middle)) {
                return false;
            }
            sender.rest();
        }
        if (!perform(behaviour.at(Moment.RESPONSE_END))) {
            return false;
        }
        sender.end();
        return behaviour.answer().framing() != Answer.Framing.UNTIL_CLOSE;
    }

    private boolean stays(OriginRequest request, Behaviour behaviour) throws IOException {
        var idle = behaviour.at(Moment.IDLE);
        if (!idle.time().isZero() && idle.kind() != Effect.Kind.DEAF && reader.await(clock.scaled(idle.time()))) {
            return true;
        }
        var headers = request.headers();
        boolean old = request.requestLine().endsWith("HTTP/1.0");
        return perform(Effect.of(idle.kind(), idle.kind() == Effect.Kind.DEAF ? idle.time() : Duration.ZERO))
                && !Heads.connection(headers, "close")
                && (!old || Heads.connection(headers, "keep-alive"));
    }

    /** What is sent for contents made from the request; empty for the others. */
    private static String text(Behaviour behaviour, String head, MessageReader.Body body) {
        return switch (behaviour.answer().content()) {
            case ECHO -> head + body.start();
            case COUNT -> Long.toString(body.length());
            case FILL, EVENTS -> "";
        };
    }

    /** @return whether the exchange goes on; when not, the connection is closed as the effect says */
    private boolean perform(Effect effect) throws IOException {
        switch (effect.kind()) {
            case ANSWER, DRIP -> {
                return true;
            }
            case WAIT -> watch(effect.time(), false);
            case SILENT, HALF -> watch(effect.time(), true);
            case DEAF, CLOSE, RESET -> clock.pause(effect.time());
            case GARBAGE -> send("this is not http\r\n\r\n");
        }
        if (effect.kind() == Effect.Kind.WAIT) {
            return wire.peerEnd().filter(end -> end == What.RST).isEmpty();
        }
        if (effect.kind() == Effect.Kind.RESET) {
            wire.reset();
        }
        return false;
    }

    /** Waits with an eye on the socket, so that the peer's end is told when it comes. */
    private void watch(Duration scripted, boolean untilEnd) throws IOException {
        long deadline = System.nanoTime() + clock.scaled(scripted).toNanos();
        while (!layer.ended() && !layer.received().hasRemaining()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return;
            }
            layer.receive(Duration.ofNanos(left));
        }
        if (!layer.ended() || !untilEnd) {
            clock.pauseUntil(deadline);
        }
    }

    private void send(String text) throws IOException {
        layer.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private void finish() {
        try {
            wire.close();
        } catch (IOException alreadyGone) {
            // Closing is all that was wanted.
        }
        log.closed(number, requests, wire.story());
    }
}
