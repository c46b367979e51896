package io.waflab.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.waflab.connection.CloseAct;
import io.waflab.tls.AlertGate;

/**
 * The one class that closes channels. It knows how, never why.
 *
 * <p>Netty's {@code channel.close()} says close_notify whenever the handshake is done; nginx does so only in good
 * standing. So the alert is asked for by name here, and the socket is always closed from below the TLS handler.
 */
final class Closer {

    private Closer() {}

    /**
     * Hangs up on a client.
     *
     * @param unread whether nginx's socket would hold unread bytes, so that its kernel sends RST for FIN. waflab reads
     *     ahead of nginx, so that it has to ask for the RST
     * @return what was really done
     */
    static CloseAct close(Channel channel, CloseAct act, boolean unread) {
        if (!channel.isOpen()) {
            return act;
        }
        return switch (act) {
            case NOTIFY_FIN -> notifyThenClose(channel, unread);
            case NOTIFY_RESET -> notifyThenClose(channel, true);
            case SILENT_FIN -> {
                soonBelow(channel, unread);
                yield unread ? CloseAct.SILENT_RESET : CloseAct.SILENT_FIN;
            }
            case SILENT_RESET -> {
                soonBelow(channel, true);
                yield CloseAct.SILENT_RESET;
            }
            case ALERT_FIN -> {
                channel.flush();
                soonBelow(channel, false);
                yield CloseAct.ALERT_FIN;
            }
        };
    }

    private static CloseAct notifyThenClose(Channel channel, boolean unread) {
        boolean notified = notifyClient(channel);
        soonBelow(channel, unread);
        if (notified) {
            return unread ? CloseAct.NOTIFY_RESET : CloseAct.NOTIFY_FIN;
        }
        return unread ? CloseAct.SILENT_RESET : CloseAct.SILENT_FIN;
    }

    /**
     * FIN, with reading going on: the first half of nginx's lingering close.
     *
     * @param notifies whether close_notify comes before it
     * @return what was really done
     */
    static CloseAct halfClose(Channel channel, boolean notifies) {
        boolean notified = notifies && notifyClient(channel);
        shut(channel);
        return notified ? CloseAct.NOTIFY_FIN : CloseAct.SILENT_FIN;
    }

    /**
     * close_notify alone; the FIN comes later.
     *
     * @return whether it was sent
     */
    static boolean notifyClient(Channel channel) {
        var gate = channel.pipeline().get(AlertGate.class);
        boolean goes = Ring.takes(channel);
        return gate != null && gate.sendCloseNotify(goes) && (goes || isEmpty(channel));
    }

    /** FIN without close_notify, with reading going on: proxy_half_close. */
    static void shut(Channel channel) {
        afterOutput(channel, () -> ((DuplexChannel) channel).shutdownOutput());
    }

    /** Hangs up on an origin that has done its work, or failed. */
    static void closeUpstream(Channel channel) {
        notifyThenClose(channel, false);
    }

    /**
     * Hangs up on an origin without close_notify: one that idled in the pool (ngx_http_upstream_keepalive_close), or in whose
     * place another is tried (ngx_http_upstream_next).
     *
     * @param unread see {@link #close}
     */
    static void closeUpstreamSilently(Channel channel, boolean unread) {
        below(channel, unread);
    }

    /** Stops listening. */
    static ChannelFuture closeListener(Channel channel) {
        return channel.close();
    }

    /** Drops a client that no event loop has taken. */
    static void discard(Channel channel) {
        channel.unsafe().closeForcibly();
    }

    private static void soonBelow(Channel channel, boolean reset) {
        afterOutput(channel, () -> below(channel, reset));
    }

    /** Behind what was flushed in this turn: a FIN would otherwise come before it. */
    private static void afterOutput(Channel channel, Runnable end) {
        if (isEmpty(channel)) {
            end.run();
        } else {
            Ring.afterwards(channel, end);
        }
    }

    private static boolean isEmpty(Channel channel) {
        var waiting = channel.unsafe().outboundBuffer();
        return waiting == null || waiting.isEmpty();
    }

    private static void below(Channel channel, boolean reset) {
        if (!channel.isOpen()) {
            return;
        }
        if (reset) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        ChannelHandlerContext tls = channel.pipeline().context(SslHandler.class);
        if (tls == null) {
            channel.close();
        } else {
            tls.close();
        }
    }
}
