package io.waflab.config;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** One {@code split_clients}: a share of all texts for each value, by their hash (ngx_http_split_clients_module.c). */
public final class ClientSplit implements Lookup {

    private static final int FACTOR = 0x5bd1e995;

    private final Template source;
    private final List<Part> parts;

    /**
     * A share.
     *
     * @param share hundredths of a percent; 0 for all that is left
     */
    record Part(int share, String value) {}

    /** @throws IllegalArgumentException in nginx's words */
    ClientSplit(Template source, List<Part> parts) {
        this.source = source;
        this.parts = List.copyOf(parts);
        int sum = 0;
        for (var part : parts) {
            sum = part.share() == 0 ? 10_000 : sum + part.share();
            if (sum > 10_000) {
                throw new IllegalArgumentException("percent total is greater than 100%");
            }
        }
    }

    @Override
    public Template source() {
        return source;
    }

    @Override
    public boolean isVolatile() {
        return false;
    }

    /** The value for a text; empty for one of no share. */
    public String find(String text) {
        long hash = Integer.toUnsignedLong(murmur(text.getBytes(StandardCharsets.ISO_8859_1)));
        long last = 0;
        for (var part : parts) {
            if (part.share() == 0) {
                return part.value();
            }
            last += part.share() * 0xffff_ffffL / 10_000;
            if (hash < last) {
                return part.value();
            }
        }
        return "";
    }

    /** MurmurHash2 by Austin Appleby, as src/core/ngx_murmurhash.c has it. */
    static int murmur(byte[] data) {
        int hash = data.length;
        int at = 0;
        for (; data.length - at >= 4; at += 4) {
            int k = data[at] & 0xff
                    | (data[at + 1] & 0xff) << 8
                    | (data[at + 2] & 0xff) << 16
                    | (data[at + 3] & 0xff) << 24;
            k *= FACTOR;
            k ^= k >>> 24;
            k *= FACTOR;
            hash = hash * FACTOR ^ k;
        }
        int left = data.length - at;
        for (int i = left - 1; i >= 0; i--) {
            hash ^= (data[at + i] & 0xff) << 8 * i;
        }
        hash = left > 0 ? hash * FACTOR : hash;
        hash ^= hash >>> 13;
        hash *= FACTOR;
        return hash ^ hash >>> 15;
    }
}
