package io.waflab.proxy;

import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.Future;
import io.waflab.config.ResolverOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Looks names up by the name servers of one {@code resolver}, for one event loop (src/core/ngx_resolver.c): each lookup asks
 * the next server. Answers are kept for as long as they say, or as {@code valid} says. The hosts file is not asked.
 *
 * <p>Bounded: at most {@value #MOST_KEPT} names are kept.
 */
final class Names {

    /** nginx asks the next server, or the same again, after 5 s. */
    static final int RESEND_SECONDS = 5;

    private static final int MOST_KEPT = 4096;

    /** Answers: addresses, or why there are none. */
    interface Answer {

        /** At least one, in the order of the answer. */
        void found(List<InetAddress> addresses);

        /** @param why nginx's number and words: {@code 3: Host not found} */
        void missing(String why);
    }

    /** Octets of a name as it is sent, labels' lengths and the root's among them; RFC 1035 section 2.3.4 says 255. */
    private static final int LONGEST_NAME = 256;

    private record Kept(List<InetAddress> addresses, long untilSecond) {}

    private final EventLoop loop;
    private final ResolverOptions options;
    private final DnsNameResolver resolver;
    private final Map<String, Kept> kept = new HashMap<>();
    private int lookups;

    Names(Worker worker, ResolverOptions options) {
        this.options = options;
        loop = worker.loop();
        resolver = new DnsNameResolverBuilder(loop)
                .datagramChannelFactory(worker.server().transport().datagrams())
                .socketChannelFactory(worker.server().transport().streams())
                .optResourceEnabled(false)
                .queryTimeoutMillis(RESEND_SECONDS * 1000L)
                .build();
    }

    /**
     * Asks until there is an answer.
     *
     * @param wanted whether the answer still is; the caller has the timer
     */
    void lookup(String host, Answer answer, BooleanSupplier wanted) {
        var name = host.toLowerCase(Locale.ROOT);
        var known = kept.get(name);
        if (known != null && known.untilSecond() >= seconds()) {
            answer.found(known.addresses());
        } else {
            new NameLookup(this, name, answer, wanted).begin(lookups++);
        }
    }

    /** Keeps an answer for as long as it says, in seconds. */
    void keep(String name, List<InetAddress> addresses, long ttl) {
        if (kept.size() >= MOST_KEPT) {
            kept.values().removeIf(old -> old.untilSecond() < seconds());
        }
        if (kept.size() < MOST_KEPT) {
            long valid = options.valid().map(time -> time.toSeconds()).orElse(ttl);
            kept.put(name, new Kept(addresses, seconds() + valid));
        }
    }

    Optional<DnsRecordType> ipv4() {
        return options.ipv4() ? Optional.of(DnsRecordType.A) : Optional.empty();
    }

    Optional<DnsRecordType> ipv6() {
        return options.ipv6() ? Optional.of(DnsRecordType.AAAA) : Optional.empty();
    }

    EventLoop loop() {
        return loop;
    }

    /**
     * Whether a name can be asked for. nginx asks for longer ones too, whatever a name server makes of them; what has an empty
     * label it does not (ngx_resolver_create_name_query).
     */
    static boolean isAskable(String name) {
        var whole = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return whole.length() + 2 <= LONGEST_NAME
                && whole.chars().allMatch(c -> c > ' ' && c < 0x7f)
                && Arrays.stream(whole.split("\\.", -1)).allMatch(label -> !label.isEmpty() && label.length() <= 63);
    }

    /** Asks one server; a query without an answer fails after {@value #RESEND_SECONDS} s. */
    Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> ask(String name, DnsRecordType type, int server) {
        var servers = options.servers();
        return resolver.query(servers.get(server % servers.size()), new DefaultDnsQuestion(name, type));
    }

    private static long seconds() {
        return System.nanoTime() / 1_000_000_000;
    }

    /** Ends: what is being asked is not answered any more. */
    void stop() {
        resolver.close();
    }
}
