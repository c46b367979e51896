package io.waflab.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Addresses that begin with the same bits: {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or one address alone, as {@code
 * allow}, {@code deny} and {@code set_real_ip_from} write them (ngx_ptocidr in src/core/ngx_inet.c).
 */
public final class AddressRange {

    private static final Pattern V4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern BITS = Pattern.compile("[0-9]{1,9}");

    private final byte[] network;
    private final int bits;
    private final boolean exact;

    private AddressRange(byte[] address, int bits) {
        this.bits = bits;
        network = masked(address, bits);
        exact = Arrays.equals(network, address);
    }

    /** @throws IllegalArgumentException for what is neither an address nor a range of them */
    static AddressRange of(String text) {
        int slash = text.indexOf('/');
        var address = bytes(slash < 0 ? text : text.substring(0, slash));
        int most = address == null ? 0 : address.length * 8;
        var digits = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
        if (address == null || !BITS.matcher(digits).matches() || Integer.parseInt(digits) > most) {
            throw new IllegalArgumentException("invalid parameter \"" + text + "\"");
        }
        return new AddressRange(address, Integer.parseInt(digits));
    }

    /** A single address. */
    static AddressRange of(InetAddress address) {
        return new AddressRange(address.getAddress(), address.getAddress().length * 8);
    }

    /** The 4 or 16 bytes of an address that is written as one; null for a name. */
    static byte[] bytes(String text) {
        if (V4.matcher(text).matches()) {
            var octets = text.split("\\.");
            var bytes = new byte[4];
            for (int i = 0; i < 4; i++) {
                int octet = Integer.parseInt(octets[i]);
                if (octet > 255) {
                    return null;
                }
                bytes[i] = (byte) octet;
            }
            return bytes;
        }
        try {
            // A literal with a colon is never looked up.
            return V6.matcher(text).matches()
                    ? sixteen(InetAddress.getByName(text).getAddress())
                    : null;
        } catch (UnknownHostException malformed) {
            return null;
        }
    }

    /** Java turns ::ffff:192.0.2.1 into an address of IPv4; written as one of IPv6 it is one. */
    private static byte[] sixteen(byte[] bytes) {
        if (bytes.length == 16) {
            return bytes;
        }
        var mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        System.arraycopy(bytes, 0, mapped, 12, 4);
        return mapped;
    }

    static byte[] masked(byte[] address, int bits) {
        var masked = new byte[address.length];
        for (int i = 0; i < address.length; i++) {
            int kept = Math.min(8, Math.max(0, bits - i * 8));
            masked[i] = (byte) (address[i] & 0xff00 >> kept);
        }
        return masked;
    }

    /** The address with nothing behind its prefix. */
    byte[] network() {
        return network;
    }

    /** How long the prefix is. */
    int bits() {
        return bits;
    }

    /** Whether it was written without bits behind its mask, which nginx warns of: low address bits are meaningless. */
    boolean isExact() {
        return exact;
    }

    /** Whether the address begins with this range's bits; one of the other family never does. */
    public boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    boolean contains(byte[] bytes) {
        return bytes.length == network.length && Arrays.equals(masked(bytes, bits), network);
    }
}
