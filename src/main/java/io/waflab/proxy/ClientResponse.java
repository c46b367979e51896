package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.http.GzipWriter;
import io.waflab.http.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What goes to the client of one exchange: every head and every piece of a body goes through here, and is counted. */
final class ClientResponse {

    private final Exchange exchange;
    private final Carrier carrier;
    private final ResponseRate rate;
    /** Null while nothing is kept. */
    private KeptFields kept;
    /** Null before there is one. */
    private Reply reply;
    /** Where the client is sent, even by what error_page puts in the place of a redirect (r->headers_out.location). */
    private Optional<String> location = Optional.empty();

    private Optional<RangeBody> range = Optional.empty();
    private Optional<GzipWriter> gzip = Optional.empty();
    private int status;
    private long bodySent;
    private long headSent;
    /** Around the pieces of the body, and before the head. */
    private long framingSent;

    private boolean continued;
    private List<Reply.Field> sentTrailers = List.of();

    ClientResponse(Exchange exchange) {
        this.exchange = exchange;
        carrier = exchange.carrier();
        rate = new ResponseRate(exchange);
    }

    /** How fast it is to go. */
    ResponseRate rate() {
        return rate;
    }

    /** The fields of an upstream's response that another answer keeps. */
    KeptFields kept() {
        if (kept == null) {
            kept = new KeptFields();
        }
        return kept;
    }

    /** The head that was sent, or is about to be; empty before. */
    Optional<Reply> reply() {
        return Optional.ofNullable(reply);
    }

    int status() {
        return status;
    }

    void status(int sent) {
        status = sent;
    }

    /** Bytes of the body so far. */
    long bodySent() {
        return bodySent;
    }

    /** Bytes so far that are not the head's: $body_bytes_sent, which has chunks' frames and 100 Continue in it. */
    long sentBesideHead() {
        return bodySent + framingSent;
    }

    /** Bytes so far. */
    long sent() {
        return headSent + bodySent + framingSent + carrier.response().framed();
    }

    void countBody(long bytes) {
        bodySent += bytes;
    }

    /** Where the client is sent. */
    void sendTo(String url) {
        location = Optional.of(url);
    }

    /** The client is not sent anywhere after all. */
    void sendNowhere() {
        location = Optional.empty();
    }

    /** 100 Continue where the client waits for it; once (ngx_http_test_expect). */
    void sendContinue() {
        if (exchange.head().expectsContinue() && !continued) {
            continued = true;
            framingSent += carrier.response().sendContinue();
        }
    }

    /** Passes 103 on where early_hints says so (ngx_http_upstream_process_early_hints). */
    void earlyHints(ResponseHead hints, Proxying proxying) {
        boolean asked = proxying.earlyHints().stream()
                .map(exchange::expand)
                .anyMatch(value -> !value.isEmpty() && !value.equals("0"));
        if (asked && !exchange.clientIsHttp10()) {
            framingSent += carrier.response().earlyHints(hints, proxying.hidden());
        }
    }

    /** Sends the head: every one goes through here. */
    void send(Reply out) {
        if (!out.isFiltered()) {
            filter(out);
        }
        status = out.status();
        if (out.cut().isPresent() && out.parts().isEmpty()) {
            range = out.cut().map(cut -> new RangeBody(cut.ranges().get(0)));
        }
        if (out.passed().isEmpty() && location.isPresent()) {
            var url = location.get();
            out.location(OwnUrl.absolute(exchange, url), OwnUrl.isMadeAbsolute(exchange, url));
        }
        if (out.isCompressed() && out.hasBody()) {
            var how = exchange.route().gzip();
            var allocator = exchange.connection().channel().alloc();
            gzip = Optional.of(new GzipWriter(how.level(), how.block(), allocator));
        }
        carrier.response().limit(out.upgrades() ? null : rate.pace());
        headSent += carrier.response().head(out);
        exchange.connection().chronicle().responded(status);
    }

    /**
     * Has the header filters make of a head what goes to the client.
     *
     * @return the status of the page that takes its place, and keeps its fields; 0 when it goes on
     */
    int filter(Reply out) {
        if (kept != null) {
            kept.to(out);
        }
        out.filtered();
        reply = out;
        status = out.status();
        int failure = HeaderFilters.pass(out, exchange);
        if (failure == 416) {
            out.remove("ETag");
            out.remove("Last-Modified");
            kept().keep(out.added());
        }
        if (onlyCloseEnds(out)) {
            exchange.endsWithConnection();
        }
        return failure;
    }

    /**
     * Whether compressing took the only thing that told the client where the body ends. Its connection is then said to
     * close before the head is sent, which is to wait its turn.
     */
    boolean onlyCloseEnds(Reply out) {
        return out.isCompressed() && out.hasBody() && !exchange.takesChunks();
    }

    /** Takes a piece of a body that is sent as it comes, of which the client may want but a range. */
    void body(ByteBuf whole) {
        piece(range.isPresent() ? range.get().cut(whole) : whole);
    }

    /** Takes a piece of what the client gets: every one goes through here, and is compressed here. */
    void piece(ByteBuf piece) {
        if (gzip.isPresent()) {
            write(gzip.get().add(piece));
        } else {
            write(piece);
        }
    }

    private void write(ByteBuf piece) {
        bodySent += carrier.response().isDeaf() ? 0 : piece.readableBytes();
        framingSent += carrier.response().body(piece);
    }

    /** Everything that came is to reach the client, compressed or not: what compressing holds back goes on. */
    void push() {
        if (gzip.isPresent()) {
            write(gzip.get().flush());
        }
    }

    /**
     * What follows the body of the response whose head was sent.
     *
     * @param passed of the upstream's
     */
    List<Reply.Field> trailers(List<Reply.Field> passed) {
        if (passed.isEmpty() && exchange.route().added().trailers().isEmpty()) {
            return passed;
        }
        if (sentTrailers.isEmpty()) {
            sentTrailers = new ArrayList<>();
        }
        sentTrailers.addAll(passed);
        var all = new ArrayList<>(passed);
        if (reply != null) {
            all.addAll(AddedFields.trailers(reply, exchange, sentTrailers));
        }
        return all;
    }

    /** {@code $sent_trailer_}: of that name in lower case, several values joined; empty for none. */
    String sentTrailer(String lower) {
        return sentTrailers.stream()
                .filter(field -> field.name().equalsIgnoreCase(lower))
                .map(Reply.Field::value)
                .collect(Collectors.joining(", "));
    }

    /** The body is complete. */
    void end(List<Reply.Field> trailers) {
        if (gzip.isPresent()) {
            write(gzip.get().finish());
            gzip.get().release();
        }
        framingSent += carrier.response().last(trailers);
        carrier.response().end();
    }

    /** {@code $gzip_ratio}; empty where nothing was compressed. */
    String gzipRatio() {
        return gzip.map(GzipWriter::ratio).orElse("");
    }

    void release() {
        gzip.ifPresent(GzipWriter::release);
    }
}
