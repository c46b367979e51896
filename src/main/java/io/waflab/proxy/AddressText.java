package io.waflab.proxy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses as nginx writes and reads them (ngx_sock_ntop, ngx_parse_addr_port in src/core/ngx_inet.c). */
final class AddressText {

    private static final Pattern V4 = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    private AddressText() {}

    /** {@code 192.0.2.1}, {@code 2001:db8::1}: the longest run of zeros left out (RFC 5952, section 4.2). */
    static String of(InetAddress address) {
        if (address instanceof Inet4Address) {
            return address.getHostAddress();
        }
        var bytes = address.getAddress();
        var groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int run = longestZeros(groups);
        var text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == run) {
                text.append("::");
                while (i + 1 < 8 && groups[i + 1] == 0) {
                    i++;
                }
            } else {
                boolean glued = text.length() == 0 || text.charAt(text.length() - 1) == ':';
                text.append(glued ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    /** Where the longest run of at least two zeros begins, the first of several; -1 without one. */
    private static int longestZeros(int[] groups) {
        int best = -1;
        int longest = 1;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end] == 0) {
                end++;
            }
            if (end - i > longest) {
                longest = end - i;
                best = i;
            }
            i = Math.max(i, end);
        }
        return best;
    }

    /** An address alone, or with a port: {@code 192.0.2.1:80}, {@code [2001:db8::1]:80}; empty for anything else. */
    static Optional<ClientAddress> parse(String text) {
        var alone = address(text);
        if (alone.isPresent()) {
            return Optional.of(new ClientAddress(alone, 0));
        }
        int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
        int colon = text.startsWith("[") ? bracket + 1 : text.indexOf(':');
        if (bracket < 0 && text.startsWith("[") || colon <= 0 || colon >= text.length() || text.charAt(colon) != ':') {
            return Optional.empty();
        }
        var digits = text.substring(colon + 1);
        int port = PORT.matcher(digits).matches() ? Integer.parseInt(digits) : 0;
        var address = address(bracket < 0 ? text.substring(0, colon) : text.substring(1, bracket));
        return port < 1 || port > 65535 || address.isEmpty()
                ? Optional.empty()
                : Optional.of(new ClientAddress(address, port));
    }

    /** An address without a port. */
    static Optional<InetAddress> address(String text) {
        var v4 = V4.matcher(text);
        try {
            if (v4.matches()) {
                var bytes = new byte[4];
                for (int i = 0; i < 4; i++) {
                    int octet = Integer.parseInt(v4.group(i + 1));
                    if (octet > 255) {
                        return Optional.empty();
                    }
                    bytes[i] = (byte) octet;
                }
                return Optional.of(InetAddress.getByAddress(bytes));
            }
            // A literal with a colon is never looked up.
            return V6.matcher(text).matches() ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }
}
