package io.waflab.capture;

import io.waflab.connection.Http2Error;
import io.waflab.journal.What;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Frames as tshark writes them, a line for each: {@link #FIELDS} in their order, of which each may have several values or
 * none. Of HTTP/2 the bytes of DATA frames are added up, for {@value #MOST_STREAMS} unfinished streams.
 */
final class TsharkLines {

    static final char FIELD = '\u001e';
    static final char VALUE = '\u001f';

    static final List<String> FIELDS = List.of(
            "frame.number",
            "frame.protocols",
            "ip.src",
            "ip.dst",
            "ipv6.src",
            "ipv6.dst",
            "tcp.stream",
            "tcp.srcport",
            "tcp.dstport",
            "frame.time_epoch",
            "tls.record.content_type",
            "tls.record.opaque_type",
            "tls.handshake.type",
            "http.request.method",
            "http.request.uri",
            "http.request.version",
            "http.response.version",
            "http.response.code",
            "http.content_length_header",
            "http2.type",
            "http2.streamid",
            "http2.length",
            "http2.flags",
            "http2.padding",
            "http2.header.count",
            "http2.header.name",
            "http2.header.value",
            "http2.goaway.error",
            "http2.goaway.last_stream_id",
            "http2.rst_stream.error",
            "tls.alert_message.level",
            "tls.alert_message.desc",
            "websocket.payload.close.status_code");

    private static final int MOST_STREAMS = 100_000;
    private static final int END_STREAM = 1;
    private static final int PADDED = 8;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int PUSH_PROMISE = 5;
    private static final int GOAWAY = 7;
    private static final int CONTINUATION = 9;
    private static final String HANDSHAKE = "22";
    private static final String NEW_SESSION_TICKET = "4";

    /** A message of HTTP/2 whose end was not seen yet: where its fact stands, and what came of its body. */
    private static final class Unfinished {
        private final int fact;
        private final String words;
        private final long promised;
        private long received;

        private Unfinished(int fact, String words, long promised) {
            this.fact = fact;
            this.words = words;
            this.promised = promised;
        }

        private String words(boolean ended) {
            if (ended && received == 0 && promised <= 0) {
                return words;
            }
            var bytes = promised >= 0 ? received + " of " + promised + " bytes" : received + " bytes";
            return words + " [" + bytes + (ended ? "]" : ", unfinished]");
        }
    }

    private final List<HiddenFact> facts = new ArrayList<>();
    private final Map<String, Unfinished> streams = new HashMap<>();
    /** What was asked and not answered yet: of HTTP/1.1 by connection, of HTTP/2 by connection and stream. */
    private final Map<String, HttpExchange> asked = new HashMap<>();

    private String[] fields = {};

    /** Reads one more line; nothing where it is not as expected. */
    void add(String line) {
        fields = line.split(String.valueOf(FIELD), -1);
        if (fields.length != FIELDS.size() || !fields[0].matches("[0-9]{1,9}")) {
            return;
        }
        tickets();
        http1();
        http2();
        var levels = values("tls.alert_message.level");
        var descriptions = values("tls.alert_message.desc");
        for (var i = 0; i < descriptions.length; i++) {
            fact(What.ALERT, 0, Alerts.words(number(at(levels, i)), number(descriptions[i])), -1);
        }
        for (var code : values("websocket.payload.close.status_code")) {
            fact(What.DATA, 0, "WebSocket close " + number(code), -1);
        }
    }

    /** All of them, in the order of their frames. */
    List<HiddenFact> facts() {
        var all = new ArrayList<>(facts);
        streams.values().forEach(open -> all.set(open.fact, all.get(open.fact).saying(open.words(false))));
        return all;
    }

    /** A frame of session tickets alone, which TLS 1.3 hides (RFC 8446 section 4.6.1): without keys they may be an answer. */
    private void tickets() {
        var messages = values("tls.handshake.type");
        if (messages.length > 0
                && values("tls.record.opaque_type").length > 0
                && Arrays.stream(messages).allMatch(NEW_SESSION_TICKET::equals)
                && Arrays.stream(values("tls.record.content_type")).allMatch(HANDSHAKE::equals)) {
            fact(What.HANDSHAKE, 0, "NewSessionTicket", -1);
        }
    }

    private void http1() {
        var lengths = values("http.content_length_header");
        var methods = values("http.request.method");
        for (var i = 0; i < methods.length; i++) {
            asked("", methods[i]);
            var line =
                    methods[i] + " " + at(values("http.request.uri"), i) + " " + at(values("http.request.version"), i);
            fact(What.REQUEST, 0, ShownBytes.of(line), lengths.length == methods.length ? length(lengths[i]) : -1);
        }
        var codes = values("http.response.code");
        for (var i = 0; i < codes.length; i++) {
            var line = at(values("http.response.version"), i) + " " + codes[i];
            var promises = hasBody("", number(codes[i])) && lengths.length == codes.length;
            fact(What.RESPONSE, number(codes[i]), ShownBytes.of(line), promises ? length(lengths[i]) : -1);
        }
    }

    private static long length(String digits) {
        return digits.matches("[0-9]{1,15}") ? Long.parseLong(digits) : -1;
    }

    private void asked(String stream, String method) {
        if (asked.size() < MOST_STREAMS) {
            // Of the methods, those that an answer's length depends on.
            asked.computeIfAbsent(exchange(stream), absent -> new HttpExchange())
                    .asked(method.equals("HEAD") || method.equals("CONNECT") ? method : "GET");
        }
    }

    /** Whether the answer that is told now has one, by what it answers. */
    private boolean hasBody(String stream, int status) {
        var exchange = asked.getOrDefault(exchange(stream), new HttpExchange());
        var method = exchange.answered(status);
        if (exchange.isAnswered()) {
            asked.remove(exchange(stream));
        }
        return !HttpExchange.hasNoBody(method, status);
    }

    private String exchange(String stream) {
        return value("tcp.stream") + " " + stream;
    }

    private void http2() {
        var types = values("http2.type");
        var numbers = values("http2.streamid");
        var lengths = values("http2.length");
        var flags = values("http2.flags");
        // The preface has no type but, in some versions, a stream: values are aligned from the end.
        var shift = numbers.length - types.length;
        var blocks = blocks(types);
        var block = 0;
        var paddings = values("http2.padding");
        var padded = 0;
        var goaways = 0;
        var resets = 0;
        for (var i = 0; i < types.length; i++) {
            var stream = at(numbers, i + shift);
            var type = number(types[i]);
            var flag = number(at(flags, i + flags.length - types.length));
            var ends = (type == HEADERS || type == DATA) && (flag & END_STREAM) != 0;
            // Of DATA the padding, and the byte that says how long it is, are no body (RFC 9113 section 6.1).
            var padding = isPadded(type, flag) ? 1 + number(at(paddings, padded++)) : 0;
            switch (type) {
                case HEADERS -> head(blocks.get(block++), stream, ends);
                case PUSH_PROMISE, CONTINUATION -> block++;
                case DATA -> body(stream, number(at(lengths, i + lengths.length - types.length)) - padding);
                case GOAWAY -> goaway(goaways++);
                case RST_STREAM ->
                    fact(
                            What.RST_STREAM,
                            0,
                            "stream " + stream + ": " + error(at(values("http2.rst_stream.error"), resets++)),
                            -1);
                default -> {}
            }
            if (ends) {
                end(stream);
            }
        }
    }

    private static boolean isPadded(int type, int flags) {
        return (type == DATA || type == HEADERS || type == PUSH_PROMISE) && (flags & PADDED) != 0;
    }

    /**
     * The fields of each frame that has some (RFC 9113 section 6.10), the first of each name; none where tshark does not
     * say them of every such frame. Trailers have no :status, and not every head a content-length.
     */
    private List<Map<String, String>> blocks(String[] types) {
        var frames = (int) Arrays.stream(types)
                .mapToInt(TsharkLines::number)
                .filter(type -> type == HEADERS || type == PUSH_PROMISE || type == CONTINUATION)
                .count();
        var counts = values("http2.header.count");
        var names = values("http2.header.name");
        var contents = values("http2.header.value");
        var all = new ArrayList<Map<String, String>>();
        var next = 0;
        for (var count : counts) {
            var block = new HashMap<String, String>();
            for (var i = number(count); i > 0 && next < names.length; i--, next++) {
                block.putIfAbsent(names[next], at(contents, next));
            }
            all.add(block);
        }
        var fits = all.size() == frames && next == names.length && contents.length == names.length;
        return fits ? all : Collections.nCopies(frames, Map.of());
    }

    private void head(Map<String, String> block, String stream, boolean ends) {
        var promised = ends ? -1 : length(block.getOrDefault("content-length", ""));
        var method = block.get(":method");
        var code = block.get(":status");
        String words;
        if (method != null) {
            asked(stream, method);
            words = ShownBytes.of(method + " " + block.getOrDefault(":path", "") + " HTTP/2, stream " + stream);
            fact(What.REQUEST, 0, words, -1);
        } else if (code != null) {
            promised = hasBody(stream, number(code)) ? promised : -1;
            words = ShownBytes.of("HTTP/2 " + code + ", stream " + stream);
            fact(What.RESPONSE, number(code), words, -1);
        } else {
            return;
        }
        if (streams.size() < MOST_STREAMS) {
            streams.put(key(stream), new Unfinished(facts.size() - 1, words, promised));
        }
    }

    private void body(String stream, int length) {
        var open = streams.get(key(stream));
        if (open != null) {
            open.received += length;
        }
    }

    private void end(String stream) {
        var open = streams.remove(key(stream));
        if (open != null) {
            facts.set(open.fact, facts.get(open.fact).saying(open.words(true)));
        }
    }

    private void goaway(int index) {
        fact(
                What.GOAWAY,
                0,
                error(at(values("http2.goaway.error"), index)) + ", last stream "
                        + number(at(values("http2.goaway.last_stream_id"), index)),
                -1);
    }

    private static String error(String code) {
        return Http2Error.word(number(code) & 0xffff_ffffL);
    }

    private String key(String stream) {
        return exchange(stream) + " " + from();
    }

    private String from() {
        return address("src") + ":" + value("tcp.srcport");
    }

    private String to() {
        return address("dst") + ":" + value("tcp.dstport");
    }

    /** The innermost, which is TCP's: a tunnel's own (VXLAN, GRE, IPIP, ERSPAN) come before it. */
    private String address(String end) {
        var layers = ":" + value("frame.protocols") + ":";
        return layers.lastIndexOf(":ipv6:") > layers.lastIndexOf(":ip:")
                ? "[" + full(last("ipv6." + end)) + "]"
                : last("ip." + end);
    }

    /** As Java writes an IPv6 address: eight numbers, none left out. */
    private static String full(String address) {
        var halves = address.split("::", -1);
        var left = halves[0].isEmpty() ? new String[0] : halves[0].split(":");
        var right = halves.length < 2 || halves[1].isEmpty() ? new String[0] : halves[1].split(":");
        var all = new ArrayList<>(List.of(left));
        while (halves.length == 2 && all.size() + right.length < 8) {
            all.add("0");
        }
        all.addAll(List.of(right));
        return String.join(":", all);
    }

    private void fact(What what, long size, String detail, long promised) {
        var time = value("frame.time_epoch").split("\\.", 2);
        var seconds = time[0].matches("-?[0-9]{1,10}") ? Long.parseLong(time[0]) : 0;
        var rest = time.length == 2 && time[1].matches("[0-9]{9}") ? Long.parseLong(time[1]) : 0;
        var plain = values("tls.record.content_type").length == 0 || what == What.ALERT;
        facts.add(new HiddenFact(
                number(fields[0]),
                seconds * 1_000_000_000L + rest,
                from(),
                to(),
                what,
                size,
                detail,
                promised,
                !plain));
    }

    /** The first value; empty where there is none. */
    private String value(String field) {
        return at(values(field), 0);
    }

    private String last(String field) {
        var all = values(field);
        return at(all, all.length - 1);
    }

    private String[] values(String field) {
        var text = fields[FIELDS.indexOf(field)];
        return text.isEmpty() ? new String[0] : text.split(String.valueOf(VALUE), -1);
    }

    private static String at(String[] values, int index) {
        return index >= 0 && index < values.length ? values[index] : "";
    }

    /** 0 where it is none. */
    private static int number(String text) {
        try {
            return text.startsWith("0x") ? Integer.parseUnsignedInt(text.substring(2), 16) : Integer.parseInt(text);
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
