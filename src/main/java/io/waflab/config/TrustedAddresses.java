package io.waflab.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom {@code set_real_ip_from} trusts to say who their clients are.
 *
 * @param ranges of addresses
 * @param unix whether who connects to a Unix socket is trusted
 */
public record TrustedAddresses(List<AddressRange> ranges, boolean unix) {

    public TrustedAddresses {
        ranges = List.copyOf(ranges);
    }

    /** Those in force at a place; hosts' names stand for their addresses of now. */
    public static TrustedAddresses of(Settings settings) {
        return of(settings.lines(Directive.SET_REAL_IP_FROM), Resolver.SYSTEM);
    }

    static TrustedAddresses of(List<List<String>> lines, Resolver resolver) {
        var ranges = new ArrayList<AddressRange>();
        boolean unix = false;
        for (var words : lines) {
            if (words.get(0).equals("unix:")) {
                unix = true;
            } else {
                ranges.addAll(ranges(words.get(0), resolver));
            }
        }
        return new TrustedAddresses(ranges, unix);
    }

    private static List<AddressRange> ranges(String word, Resolver resolver) {
        if (word.isEmpty() || word.contains("/") || word.contains(":") || word.matches("[0-9.]*")) {
            return List.of(AddressRange.of(word));
        }
        try {
            return resolver.resolve(word).stream().map(AddressRange::of).toList();
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException("host not found in set_real_ip_from \"" + word + "\"", unknown);
        }
    }

    /** Whether nobody is. */
    public boolean isEmpty() {
        return ranges.isEmpty() && !unix;
    }

    /** @param client null for one on a Unix socket */
    public boolean contains(InetAddress client) {
        return client == null ? unix : ranges.stream().anyMatch(range -> range.contains(client));
    }
}
