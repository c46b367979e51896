package io.waflab.config;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who is asked for names at run time ({@code resolver}, ngx_resolver_create). It is the value of its setting: a name server's
 * own name is looked up once, when the setting is read.
 *
 * @param servers name servers, in the order of the file; of one that is named, every address
 * @param valid how long an answer counts; empty for as long as it says itself
 * @param ipv4 whether addresses of IPv4 are asked for
 * @param ipv6 whether addresses of IPv6 are
 */
public record ResolverOptions(List<InetSocketAddress> servers, Optional<Duration> valid, boolean ipv4, boolean ipv6) {

    public ResolverOptions {
        servers = List.copyOf(servers);
    }

    /** What is in force; empty where there is none. */
    public static Optional<ResolverOptions> of(Settings settings) {
        return settings.find(Directive.RESOLVER).map(setting -> (ResolverOptions) setting.value());
    }

    /** Reads the words behind {@code resolver}; see {@link #of(List, Resolver)}. */
    static ResolverOptions of(List<String> words) {
        return of(words, Resolver.SYSTEM);
    }

    /**
     * Reads the words behind {@code resolver}.
     *
     * @param resolver of the name servers' own names
     * @throws IllegalArgumentException in nginx's words
     */
    static ResolverOptions of(List<String> words, Resolver resolver) {
        var servers = new ArrayList<InetSocketAddress>();
        Optional<Duration> valid = Optional.empty();
        boolean ipv4 = true;
        boolean ipv6 = true;
        for (var word : words) {
            if (word.startsWith("valid=")) {
                valid = Optional.of(valid(word));
            } else if (word.startsWith("ipv4=")) {
                ipv4 = flag(word);
            } else if (word.startsWith("ipv6=")) {
                ipv6 = flag(word);
            } else if (!word.startsWith("status_zone=")) {
                servers.addAll(servers(word, resolver));
            }
        }
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("no name servers defined");
        }
        if (!ipv4 && !ipv6) {
            throw new IllegalArgumentException("\"ipv4\" and \"ipv6\" cannot both be \"off\"");
        }
        return new ResolverOptions(servers, valid, ipv4, ipv6);
    }

    private static Duration valid(String word) {
        try {
            return Units.seconds(word.substring(6));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("invalid parameter: " + word, wrong);
        }
    }

    private static boolean flag(String word) {
        return switch (word.substring(5)) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new IllegalArgumentException("invalid parameter: " + word);
        };
    }

    private static List<InetSocketAddress> servers(String word, Resolver resolver) {
        try {
            var address = HostPort.of(word);
            int port = address.port() < 0 ? 53 : address.port();
            var all = new ArrayList<InetSocketAddress>();
            for (var found : resolver.resolve(address.host())) {
                all.add(new InetSocketAddress(found, port));
            }
            return all;
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(wrong.getMessage() + " in resolver \"" + word + "\"", wrong);
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException("host not found in resolver \"" + word + "\"", unknown);
        }
    }
}
