package io.waflab.proxy;

import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.HostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.waflab.config.ResolverOptions;
import java.net.InetAddress;
import java.util.List;

/**
 * Looks names up by the name servers of one {@code resolver}, for one event loop. Answers are kept for as long as they say,
 * or as {@code valid} says. The hosts file is not asked, as nginx does not.
 */
final class Names {

    /** nginx asks the next server, or the same again, after 5 s. */
    private static final int QUERY_MILLISECONDS = 5000;

    /** Answers: addresses, or why there are none. */
    interface Answer {

        /** At least one. */
        void found(List<InetAddress> addresses);

        /** @param why nginx's number and words: {@code 3: Host not found} */
        void missing(String why);
    }

    private final DnsNameResolver resolver;

    Names(Worker worker, ResolverOptions options) {
        var builder = new DnsNameResolverBuilder(worker.loop())
                .datagramChannelFactory(worker.server().transport().datagrams())
                .socketChannelFactory(worker.server().transport().streams(), true)
                .nameServerProvider(new SequentialDnsServerAddressStreamProvider(options.servers()))
                .resolvedAddressTypes(types(options))
                .hostsFileEntriesResolver(NO_HOSTS)
                .searchDomains(List.of())
                .ndots(1)
                .queryTimeoutMillis(QUERY_MILLISECONDS)
                .negativeTtl(0);
        options.valid().ifPresent(valid -> builder.ttl((int) valid.toSeconds(), (int) valid.toSeconds()));
        resolver = builder.build();
    }

    private static final HostsFileEntriesResolver NO_HOSTS = (name, types) -> null;

    private static ResolvedAddressTypes types(ResolverOptions options) {
        if (!options.ipv6()) {
            return ResolvedAddressTypes.IPV4_ONLY;
        }
        return options.ipv4() ? ResolvedAddressTypes.IPV4_PREFERRED : ResolvedAddressTypes.IPV6_ONLY;
    }

    /** Asks until there is an answer; the caller has the timer, and ignores what comes after it. */
    void lookup(String host, Answer answer) {
        lookup(host, answer, whatever -> true);
    }

    /** @param wanted whether the answer still is, after a name server did not answer */
    void lookup(String host, Answer answer, java.util.function.Predicate<String> wanted) {
        resolver.resolveAll(host).addListener(done -> {
            if (done.isSuccess()) {
                @SuppressWarnings("unchecked")
                var addresses = (List<InetAddress>) done.getNow();
                answer.found(addresses);
            } else if (has(done.cause(), DnsNameResolverTimeoutException.class) && wanted.test(host)) {
                lookup(host, answer, wanted);
            } else {
                answer.missing(why(done.cause()));
            }
        });
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** ngx_resolver_strerror. */
    private static String why(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DnsErrorCauseException error) {
                return why(error.getCode());
            }
        }
        return has(failure, DnsNameResolverTimeoutException.class) ? "110: Operation timed out" : "3: Host not found";
    }

    private static String why(DnsResponseCode code) {
        if (code.equals(DnsResponseCode.FORMERR)) {
            return "1: Format error";
        }
        if (code.equals(DnsResponseCode.SERVFAIL)) {
            return "2: Server failure";
        }
        if (code.equals(DnsResponseCode.NOTIMP)) {
            return "4: Unimplemented";
        }
        return code.equals(DnsResponseCode.REFUSED) ? "5: Operation refused" : "3: Host not found";
    }

    /** Ends: what is being asked is not answered any more. */
    void stop() {
        resolver.close();
    }
}
