package io.waflab.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** A set of header names, to be looked up by bytes, whatever their case; made once, used for every message. */
public final class FieldNames {

    public static final FieldNames NONE = of(List.of());

    private final String[][] buckets;

    private FieldNames(String[][] buckets) {
        this.buckets = buckets;
    }

    public static FieldNames of(Collection<String> names) {
        int size = Integer.highestOneBit(Math.max(4, names.size() * 2)) * 2;
        var buckets = new String[size][];
        for (var name : names) {
            var lower = name.toLowerCase(Locale.ROOT);
            var bytes = lower.getBytes(StandardCharsets.ISO_8859_1);
            int at = hash(bytes, 0, bytes.length) & size - 1;
            buckets[at] = with(buckets[at], lower);
        }
        return new FieldNames(buckets);
    }

    private static String[] with(String[] bucket, String name) {
        if (bucket == null) {
            return new String[] {name};
        }
        var more = Arrays.copyOf(bucket, bucket.length + 1);
        more[bucket.length] = name;
        return more;
    }

    /** These and one more. */
    public FieldNames and(String name) {
        var names = new ArrayList<String>();
        for (var bucket : buckets) {
            names.addAll(bucket == null ? List.of() : List.of(bucket));
        }
        names.add(name);
        return of(names);
    }

    /** Whether the bytes from..to are one of the names. */
    public boolean contains(byte[] data, int from, int to) {
        if (from == to) {
            return false;
        }
        var bucket = buckets[hash(data, from, to) & buckets.length - 1];
        if (bucket != null) {
            for (var name : bucket) {
                if (Octets.equalsLower(data, from, to, name)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the name, in any case, is one of them. */
    public boolean contains(String name) {
        var bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        return contains(bytes, 0, bytes.length);
    }

    /** Length, first and last letter: enough to keep the names of one head apart. */
    private static int hash(byte[] data, int from, int to) {
        return to == from ? 0 : (to - from) * 7 + Octets.lower(data[from]) * 3 + Octets.lower(data[to - 1]);
    }
}
