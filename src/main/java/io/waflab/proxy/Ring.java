package io.waflab.proxy;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.channel.Channel;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.ThreadAwareExecutor;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Netty's io_uring: what one turn of an event loop has to read and to write is one system call, where epoll needs one for
 * each. What is written is therefore with the kernel only at the turn's end, and only then is it known what the kernel does
 * not take. Who has to know is told there ({@link Flushed}); what is to follow the bytes, as a FIN does, waits for it
 * ({@link #afterwards}). On other event loops the kernel is asked at once, and both are no different from it.
 *
 * <p>On POLLRDHUP Netty reads all that the kernel holds, whatever is asked of it, as with epoll (see {@link LastingEpoll}):
 * so a socket that connects does not hear of it. Its peer's FIN is what is read behind the last byte.
 */
final class Ring extends WrappedIoHandler {

    /** poll.h of Linux. */
    private static final int POLLIN = 1;

    private static final int POLLOUT = 4;

    private static final int POLLERR = 8;

    private static final int POLLRDHUP = 0x2000;

    private static final int ANY = POLLIN | POLLOUT | POLLERR | POLLRDHUP;

    /** Milliseconds after which a write is tried again that the kernel does not tell of; twice as many each time nothing goes. */
    private static final int WRITE_AGAIN = 2;

    private static final int WRITE_AGAIN_MOST = 64;

    /** io_uring.h of Linux. */
    private static final byte POLL_ADD = 6;

    private static final byte WRITEV = 2;
    private static final byte CLOSE = 19;
    private static final byte SEND = 26;
    private static final byte RECV = 27;
    private static final int CQE_F_MORE = 2;

    /** errno.h of Linux. */
    private static final int ECANCELED = 125;

    /** What a loop that only accepts hands to its kernel at once, which is Netty's number for every loop. */
    private static final int ACCEPTS = 128;

    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(Ring.class);
    private static final FastThreadLocal<Ring> OF_THREAD = new FastThreadLocal<>();

    private static final AttributeKey<Boolean> BLOCKED = AttributeKey.valueOf(Ring.class, "blocked");

    /** What was flushed in this turn. */
    interface Flushed {

        /** The turn is over: what has not gone is what the kernel does not take. */
        void settled();
    }

    /** Bounded by what is flushed in a turn. */
    private List<Flushed> flushed = new ArrayList<>();

    private List<Flushed> settling = new ArrayList<>();
    private List<Runnable> later = new ArrayList<>();
    /** What sockets were told while connections ended. Bounded by the sockets: each is told of few things at a time. */
    private final ArrayDeque<Told> waiting = new ArrayDeque<>();

    private boolean ending;

    private final EventExecutor loop;

    /**
     * @param ring Netty's
     * @param loop whose sockets they are
     */
    Ring(IoHandler ring, EventExecutor loop) {
        super(ring);
        this.loop = loop;
    }

    static IoHandlerFactory newFactory() {
        return factory(IoUringIoHandler.newFactory(), Ring::of);
    }

    /**
     * For a loop that only accepts, one client of each socket after the other. Netty makes an object for each completion that
     * may wait in the ring: 4,096, as for connections, are 5 ms of a start.
     */
    static IoHandlerFactory newAcceptingFactory() {
        var small = new IoUringIoHandlerConfig().setRingSize(ACCEPTS).setCqSize(2 * ACCEPTS);
        return factory(IoUringIoHandler.newFactory(small), Ring::of);
    }

    private static Ring of(IoHandler ring, ThreadAwareExecutor loop) {
        return new Ring(ring, (EventExecutor) loop);
    }

    /** Something was flushed that has not gone: it is told when the turn is over; at once where there are no turns. */
    static void flushed(Channel channel, Flushed what) {
        var ring = of(channel);
        if (ring == null) {
            what.settled();
        } else {
            ring.flushed.add(what);
        }
    }

    /** Whether that channel is of a ring, and nothing is known yet that its kernel does not take. */
    static boolean takes(Channel channel) {
        return of(channel) != null
                && (!channel.hasAttr(BLOCKED) || channel.attr(BLOCKED).get() == null);
    }

    /** What the end of a turn has shown. */
    static void blocked(Channel channel, boolean blocked) {
        if (of(channel) != null) {
            channel.attr(BLOCKED).set(blocked ? true : null);
        }
    }

    /** Does that when what was flushed is with the kernel: at the end of the turn, or now where there are no turns. */
    static void afterwards(Channel channel, Runnable task) {
        var ring = of(channel);
        if (ring == null) {
            task.run();
        } else {
            ring.later.add(task);
        }
    }

    /** That of the channel; null for one of another kind. On the channel's event loop. */
    private static Ring of(Channel channel) {
        return channel instanceof UnixChannel ? OF_THREAD.get() : null;
    }

    @Override
    public void initialize() {
        OF_THREAD.set(this);
        super.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        ending = !later.isEmpty();
        int done = super.run(flushed.isEmpty() && !ending ? context : AtOnce.TURN);
        if (!flushed.isEmpty()) {
            settle();
        }
        if (!later.isEmpty()) {
            var tasks = later;
            later = new ArrayList<>();
            tasks.forEach(Ring::perform);
            // What ends a connection goes at once, not behind the tasks of all the others.
            done += super.run(AtOnce.TURN);
        }
        ending = false;
        while (!waiting.isEmpty()) {
            perform(waiting.poll()::hear);
        }
        return done;
    }

    private void settle() {
        var over = flushed;
        flushed = settling;
        settling = over;
        for (var what : over) {
            perform(what::settled);
        }
        over.clear();
    }

    /** One that fails must not keep the others from it. */
    private static void perform(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException failure) {
            LOG.warn("the end of a turn failed", failure);
        } catch (OutOfMemoryError none) {
            LOG.warn("the end of a turn failed: {}", none.toString());
        }
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        var socket = (IoUringIoHandle) handle;
        return netty.register(connects(handle) ? new Connecting(socket) : new Patient(socket));
    }

    /**
     * Netty's of a socket, which is told what this makes of what comes.
     *
     * <p>Once the peer has sent FIN the kernel ends every poll at once with POLLRDHUP, asked for or not (IO_POLL_UNMASK in
     * io_uring/poll.c of Linux); one for POLLOUT too, though nothing can be written. Netty takes that for the poll for
     * POLLRDHUP, waits for the other for good, and what is to go to a peer that has sent FIN does not go. So from the second
     * on it is told POLLOUT, a little later: it writes, or polls again.
     *
     * <p>Netty's io_uring has memory for what is read where no handler would hear that there is none, as it does with epoll
     * and NIO: the event loop would end, and all its connections stand still.
     */
    @SuppressWarnings("try")
    private abstract class Wrapped implements IoUringIoHandle {

        final IoUringIoHandle socket;

        private boolean endHeard;
        private int pause = WRITE_AGAIN;

        Wrapped(IoUringIoHandle socket) {
            this.socket = socket;
        }

        @Override
        public final void handle(IoRegistration registration, IoEvent event) {
            var what = (IoUringIoEvent) event;
            if (what.opcode() == POLL_ADD && what.res() > 0 && (what.res() & ANY) == POLLRDHUP) {
                if (endHeard) {
                    var writable = new IoUringIoEvent(POLLOUT, 0, POLL_ADD, what.userData());
                    loop.schedule(() -> tell(registration, writable), pause, MILLISECONDS);
                    pause = Math.min(2 * pause, WRITE_AGAIN_MOST);
                    return;
                }
                endHeard = true;
            } else if ((what.opcode() == SEND || what.opcode() == WRITEV) && what.res() > 0) {
                pause = WRITE_AGAIN;
            }
            hear(registration, what);
        }

        abstract void hear(IoRegistration registration, IoUringIoEvent what);

        final void tell(IoRegistration registration, IoUringIoEvent what) {
            try {
                socket.handle(registration, what);
            } catch (OutOfMemoryError none) {
                fails(none);
            } catch (RuntimeException failure) {
                LOG.warn("the handling of a socket failed", failure);
                fails(failure);
            }
        }

        private void fails(Throwable failure) {
            ((Channel.Unsafe) socket).voidPromise().channel().pipeline().fireExceptionCaught(failure);
        }

        @Override
        public void registered() {
            socket.registered();
        }

        @Override
        public void unregistered() {
            socket.unregistered();
        }

        @Override
        public void close() throws Exception {
            socket.close();
        }
    }

    /** What a socket is yet to be told. */
    private record Told(Wrapped socket, IoRegistration registration, IoUringIoEvent event) {

        void hear() {
            socket.tell(registration, event);
        }
    }

    /**
     * A socket whose bytes wait while other connections end: between an alert and its FIN there is no handshake of another client.
     */
    @SuppressWarnings("try")
    private final class Patient extends Wrapped {

        Patient(IoUringIoHandle socket) {
            super(socket);
        }

        @Override
        void hear(IoRegistration registration, IoUringIoEvent what) {
            if (ending && (what.opcode() == RECV || what.opcode() == POLL_ADD)) {
                var copy = new IoUringIoEvent(what.res(), what.flags(), what.opcode(), what.userData());
                waiting.add(new Told(this, registration, copy));
                return;
            }
            if (what.opcode() == CLOSE && !waiting.isEmpty()) {
                takeWaiting().forEach(Told::hear);
            }
            tell(registration, what);
        }

        private List<Told> takeWaiting() {
            var own = new ArrayList<Told>();
            for (var each = waiting.iterator(); each.hasNext(); ) {
                var told = each.next();
                if (told.socket == this) {
                    each.remove();
                    own.add(told);
                }
            }
            return own;
        }
    }

    /** A socket that connects. Netty waits for the poll's end before it lets go of the socket: it is told at the close. */
    @SuppressWarnings("try")
    private final class Connecting extends Wrapped {

        private long poll;
        private boolean ended;

        Connecting(IoUringIoHandle socket) {
            super(socket);
        }

        @Override
        void hear(IoRegistration registration, IoUringIoEvent what) {
            byte of = what.opcode();
            if (of == POLL_ADD && what.res() > 0 && (what.res() & (POLLRDHUP | POLLERR)) == POLLRDHUP) {
                if ((what.res() & POLLOUT) != 0) {
                    tell(registration, new IoUringIoEvent(POLLOUT, 0, POLL_ADD, what.userData()));
                    return;
                }
                ended = true;
                poll = what.userData();
                readable(registration);
                return;
            }
            boolean more = ended && of == RECV && (what.res() > 0 || what.res() == -ECANCELED);
            if (ended && of == CLOSE) {
                ended = false;
                tell(registration, new IoUringIoEvent(-ECANCELED, 0, POLL_ADD, poll));
            }
            tell(registration, what);
            if (more) {
                readable(registration);
            }
        }

        /** Behind the last byte there is an end to be read, of which POLLIN does not tell once more. */
        private void readable(IoRegistration registration) {
            tell(registration, new IoUringIoEvent(POLLIN, CQE_F_MORE, POLL_ADD, poll));
        }
    }
}
