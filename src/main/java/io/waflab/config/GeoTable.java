package io.waflab.config;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One {@code geo}: values by address, the longest network or the innermost range first (ngx_http_geo_module.c). */
public final class GeoTable implements Lookup {

    /** What is looked up for something that is no address. */
    private static final byte[] NONE = {-1, -1, -1, -1};

    private final Template source;
    private final Parts parts;

    /** What a geo is made of; its reader fills it. */
    static final class Parts {

        /** Values by network, for each length of an address and of its prefix, longest first. */
        private final Map<Integer, TreeMap<Integer, Map<ByteBuffer, String>>> networks = new HashMap<>();
        /** Values by the first address of a range; ranges do not overlap. */
        private final TreeMap<Long, Range> ranges = new TreeMap<>();

        private final List<AddressRange> proxies = new ArrayList<>();
        private boolean byRange;
        private boolean byNetwork;
        private boolean recursive;
        private boolean isVolatile;
        private String otherwise = "";

        private record Range(long last, String value) {}

        /** @throws IllegalArgumentException behind a network or the default, which would be lost */
        void byRange() {
            if (byNetwork) {
                throw new IllegalArgumentException(
                        "the \"ranges\" directive must be the first directive inside \"geo\" block");
            }
            byRange = true;
        }

        boolean isByRange() {
            return byRange;
        }

        void recursive() {
            recursive = true;
        }

        void isVolatile() {
            isVolatile = true;
        }

        void otherwise(String value) {
            byNetwork = !byRange;
            otherwise = value;
        }

        void proxy(AddressRange range) {
            proxies.add(range);
        }

        void network(AddressRange range, String value) {
            of(range).put(ByteBuffer.wrap(range.network()), value);
        }

        /** Whether it was there. */
        boolean delete(AddressRange range) {
            return of(range).remove(ByteBuffer.wrap(range.network())) != null;
        }

        private Map<ByteBuffer, String> of(AddressRange range) {
            byNetwork = true;
            return networks.computeIfAbsent(range.network().length, unused -> new TreeMap<>(Comparator.reverseOrder()))
                    .computeIfAbsent(range.bits(), unused -> new HashMap<>());
        }

        /** A range inside another takes its part of it. */
        void range(long first, long last, String value) {
            var before = ranges.floorEntry(last);
            if (before != null && before.getValue().last() >= first) {
                long outerFirst = before.getKey();
                var outer = before.getValue();
                if (outerFirst > first || outer.last() < last) {
                    throw new IllegalArgumentException("overlaps");
                }
                ranges.remove(outerFirst);
                if (outerFirst < first) {
                    ranges.put(outerFirst, new Range(first - 1, outer.value()));
                }
                if (outer.last() > last) {
                    ranges.put(last + 1, outer);
                }
            }
            ranges.put(first, new Range(last, value));
        }

        /** Whether it was there. */
        boolean delete(long first, long last) {
            var range = ranges.get(first);
            boolean there = range != null && range.last() == last;
            if (there) {
                ranges.remove(first);
            }
            return there;
        }
    }

    GeoTable(Template source, Parts parts) {
        this.source = source;
        this.parts = parts;
    }

    @Override
    public Template source() {
        return source;
    }

    @Override
    public boolean isVolatile() {
        return parts.isVolatile;
    }

    /**
     * The value for an address.
     *
     * @param text the address
     * @param forwarded X-Forwarded-For, which is asked where the address is that of a {@code proxy}
     */
    public String find(String text, String forwarded) {
        var address = AddressRange.bytes(text);
        if (address != null) {
            address = forwardedFor(address, forwarded);
        }
        var looked = address == null ? NONE : unmapped(address);
        return parts.byRange ? inRange(looked) : inNetwork(looked);
    }

    private String inRange(byte[] address) {
        var key = address.length == 4 ? address : NONE;
        long number = new BigInteger(1, key).longValue();
        var range = parts.ranges.floorEntry(number);
        return range == null || range.getValue().last() < number
                ? parts.otherwise
                : range.getValue().value();
    }

    private String inNetwork(byte[] address) {
        for (var length :
                parts.networks.getOrDefault(address.length, new TreeMap<>()).entrySet()) {
            var value = length.getValue().get(ByteBuffer.wrap(AddressRange.masked(address, length.getKey())));
            if (value != null) {
                return value;
            }
        }
        return parts.otherwise;
    }

    /** ngx_http_get_forwarded_addr: the last address that no proxy has, or with proxy_recursive the last but them all. */
    private byte[] forwardedFor(byte[] address, String forwarded) {
        var addresses = forwarded.split("[ ,]+");
        var found = address;
        for (int i = addresses.length - 1; i >= 0 && isProxy(found); i--) {
            var next = AddressRange.bytes(withoutPort(addresses[i]));
            if (next == null) {
                return found;
            }
            found = next;
            if (!parts.recursive) {
                return found;
            }
        }
        return found;
    }

    private static String withoutPort(String text) {
        if (text.startsWith("[")) {
            return text.substring(1, Math.max(1, text.indexOf(']')));
        }
        int colon = text.indexOf(':');
        return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
    }

    private boolean isProxy(byte[] address) {
        return parts.proxies.stream().anyMatch(range -> range.contains(unmapped(address)));
    }

    /** An address of IPv4 written as one of IPv6 is one of IPv4. */
    private static byte[] unmapped(byte[] address) {
        boolean mapped = address.length == 16
                && address[10] == -1
                && address[11] == -1
                && Arrays.equals(address, 0, 10, new byte[10], 0, 10);
        return mapped ? Arrays.copyOfRange(address, 12, 16) : address;
    }
}
