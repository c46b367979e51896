package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.config.Directive;
import io.waflab.connection.Happened;
import java.util.List;

/**
 * Hands a response's body to its client, however slow that is. With proxy_buffering on what the client does not take goes
 * to a {@link ResponseFile}, so that the upstream is read to its end (ngx_event_pipe_write_chain_to_temp_file).
 *
 * <p>Bounded: while more than all proxy_buffers, and at least 64 KiB, wait for the client, and proxy_max_temp_file_size is
 * used up (at once with proxy_buffering off), the upstream is not read.
 */
final class Delivery {

    private static final long LEAST_WAITING = 64 << 10;
    private static final int FILE_PIECE = 64 << 10;

    private final Exchange exchange;
    private final Carrier carrier;
    private final UpstreamCall call;
    private final ResponseOut out;
    private final boolean buffers;
    private final long most;
    private final long mostInFile;
    private ResponseFile file;
    private boolean paused;
    private long passed;
    private Runnable then;

    Delivery(Exchange exchange, UpstreamCall call, boolean buffers) {
        this.exchange = exchange;
        this.call = call;
        this.buffers = buffers;
        carrier = exchange.carrier();
        out = carrier.response();
        most = Math.max(LEAST_WAITING, call.proxying().rawBuffers());
        mostInFile = buffers ? call.proxying().settings().size(Directive.PROXY_MAX_TEMP_FILE_SIZE) : 0;
    }

    /** Takes a piece. */
    void take(ByteBuf piece) {
        boolean waits = file != null && !file.isRead();
        if (!waits && mostInFile > 0 && out.waiting() > most) {
            // The kernel may take it still: only what it does not take goes to the disk.
            out.flush();
        }
        if (!waits && (!isFull() || mostInFile == 0 || inFile() >= mostInFile)) {
            send(piece);
            return;
        }
        if (file == null) {
            open();
        }
        file.add(piece);
    }

    /** Whether the client is to take something first. */
    private boolean isFull() {
        return out.waiting() > most && !out.isUnsettled();
    }

    private void send(ByteBuf piece) {
        exchange.response().body(piece);
        if (!buffers) {
            exchange.response().push();
        }
    }

    private long inFile() {
        return file == null ? 0 : file.length();
    }

    private void open() {
        var folder = call.proxying()
                .settings()
                .find(Directive.PROXY_TEMP_PATH)
                .map(setting -> setting.lines().get(0).get(0))
                .orElse(System.getProperty("java.io.tmpdir"));
        file = new ResponseFile(exchange.connection(), folder, this::calm);
        call.log("warn", "an upstream response is buffered to a temporary file " + file.path());
    }

    /**
     * All pieces that are there for now were taken.
     *
     * @param goesOn whether nginx would have handed them on: such a buffer is "recycled", and what of it came out of the
     *     filters does not wait for postpone_output (ngx_http_write_filter)
     */
    void pass(boolean goesOn) {
        if (!buffers) {
            out.flush();
        } else if (goesOn && exchange.response().bodySent() > passed) {
            passed = exchange.response().bodySent();
            out.pass(0);
        } else {
            out.pass(exchange.route().settings().size(Directive.POSTPONE_OUTPUT));
        }
        if (out.waiting() > most) {
            // However large postpone_output is: nothing more may come before this has gone.
            out.flush();
        }
        refill();
        boolean full = isFull() && (mostInFile == 0 || inFile() >= mostInFile);
        if (call.side() != null && !paused && (full || file != null && file.isBusy())) {
            paused = true;
            call.side().read(false);
        }
    }

    /** Whether the upstream is not read because of the client. */
    boolean isPaused() {
        return paused;
    }

    /** The client took something. */
    void clientTook() {
        refill();
        resume();
    }

    private void calm() {
        resume();
        refill();
    }

    private void resume() {
        boolean room = out.waiting() <= most / 2 && (file == null || file.isRead())
                || mostInFile > 0 && inFile() < mostInFile && (file == null || !file.isBusy());
        if (paused && room && call.side() != null) {
            paused = false;
            call.side().read(true);
            carrier.happened(Happened.RESPONSE_READ);
        }
    }

    /** Gives the client more of the file. */
    private void refill() {
        if (file != null && !file.isRead() && out.waiting() <= most / 2) {
            file.read(FILE_PIECE, this::fromFile);
        }
        if (then != null && (file == null || file.isRead())) {
            var next = then;
            then = null;
            next.run();
        }
    }

    private void fromFile(ByteBuf piece) {
        send(piece);
        out.pass(exchange.route().settings().size(Directive.POSTPONE_OUTPUT));
        if (out.waiting() > most / 2) {
            // However large postpone_output is: the rest of the file waits for this.
            out.flush();
        }
        clientTook();
    }

    /** The response is complete. */
    void end(List<Reply.Field> trailers) {
        if (!delivers(() -> exchange.response().end(trailers))) {
            exchange.response().end(trailers);
        }
    }

    /** Whether the file must go out before that, which is then done. */
    boolean delivers(Runnable last) {
        if (file == null || file.isRead()) {
            return false;
        }
        then = last;
        refill();
        return true;
    }

    void release() {
        then = null;
        if (file != null) {
            file.release();
        }
    }
}
