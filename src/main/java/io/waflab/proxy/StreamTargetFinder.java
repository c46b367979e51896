package io.waflab.proxy;

import io.netty.util.NetUtil;
import io.waflab.config.ResolverOptions;
import io.waflab.config.StreamAddress;
import io.waflab.config.Upstream;
import io.waflab.connection.SessionEvent.NoUpstream;
import io.waflab.connection.SessionEvent.Plain;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Finds where a session goes: a group that the configuration names; or, with variables in proxy_pass, a group, an address or a
 * name that they name (ngx_stream_proxy_eval).
 */
final class StreamTargetFinder {

    private static final int INTERNAL_ERROR = 500;

    private final StreamSession session;
    private final Consumer<StreamTarget> then;
    private boolean over;

    /** @param then gets the answer, at once or later */
    StreamTargetFinder(StreamSession session, Consumer<StreamTarget> then) {
        this.session = session;
        this.then = then;
    }

    void find() {
        var pass = session.site().server().pass().orElseThrow();
        var groups = session.worker().server().stream().groups();
        if (pass.variables().isEmpty()) {
            then.accept(group(groups.named(pass.upstream()), pass.host()));
            return;
        }
        try {
            var address = StreamAddress.of(session.expand(pass.variables().get()));
            var declared = address.unix()
                    ? Optional.<Upstream>empty()
                    : groups.of(address.host(), address.port(), address.port());
            if (declared.isPresent()) {
                then.accept(group(declared.get(), address.host()));
            } else {
                address.requirePort();
                address(address);
            }
        } catch (IllegalArgumentException wrong) {
            none(wrong.getMessage());
        }
    }

    /** Nobody waits for the answer any more. */
    void stop() {
        over = true;
    }

    private StreamTarget group(Upstream group, String host) {
        return new StreamTarget(group.name(), session.worker().balancer(group), group.balancing(), host);
    }

    private void address(StreamAddress address) {
        if (address.unix()) {
            once(address, List.of(UnixDomainSocketAddress.of(address.host())));
            return;
        }
        var literal = NetUtil.createInetAddressFromIpAddressString(address.host());
        if (literal != null) {
            once(address, List.of(new InetSocketAddress(literal, address.port())));
            return;
        }
        var resolver = ResolverOptions.of(session.site().settings());
        if (resolver.isEmpty()) {
            none("no resolver defined to resolve " + address.host());
            return;
        }
        session.happened(Plain.RESOLVING);
        session.worker().names(resolver.get()).lookup(address.host(), new Lookup(address), () -> !over);
    }

    private void once(StreamAddress address, List<SocketAddress> addresses) {
        var pool = UpstreamPool.once(address.host(), addresses);
        then.accept(new StreamTarget(
                address.host(), pool.balancer(), pool.upstream().balancing(), address.host()));
    }

    private void none(String why) {
        session.log("error", why + " while connecting to upstream");
        session.happened(new NoUpstream(INTERNAL_ERROR, Optional.empty()));
    }

    /** A name that is being looked up. */
    private final class Lookup implements Names.Answer {

        private final StreamAddress address;

        Lookup(StreamAddress address) {
            this.address = address;
        }

        /** nginx begins with any of a name's addresses. */
        @Override
        public void found(List<InetAddress> addresses) {
            if (over) {
                return;
            }
            var all = new ArrayList<SocketAddress>();
            addresses.forEach(one -> all.add(new InetSocketAddress(one, address.port())));
            Collections.rotate(all, ThreadLocalRandom.current().nextInt(all.size()));
            once(address, all);
        }

        @Override
        public void missing(String why) {
            if (!over) {
                none(address.host() + " could not be resolved (" + why + ")");
            }
        }
    }
}
