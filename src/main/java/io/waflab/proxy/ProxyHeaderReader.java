package io.waflab.proxy;

import io.waflab.proxy.ProxyHeader.Reading;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Reads both versions of a PROXY protocol header (ngx_proxy_protocol_read). */
final class ProxyHeaderReader {

    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final int FIXED = 16;

    private final byte[] bytes;
    private int at;

    private ProxyHeaderReader(byte[] bytes) {
        this.bytes = bytes;
    }

    static Reading read(byte[] bytes) {
        boolean binary =
                bytes.length >= FIXED && Arrays.equals(bytes, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
        var reader = new ProxyHeaderReader(bytes);
        return binary ? reader.binary() : reader.text();
    }

    private Reading text() {
        if (bytes.length < 8 || !skip("PROXY ")) {
            return broken();
        }
        if (skip("UNKNOWN")) {
            return unknown();
        }
        if (!skip("TCP4 ") && !skip("TCP6 ")) {
            return broken();
        }
        var source = address();
        var destination = address();
        int sourcePort = port(' ');
        int destinationPort = port('\r');
        if (source == null || destination == null || sourcePort < 0 || destinationPort < 0 || !skip("\n")) {
            return broken();
        }
        return new Reading(
                at, Optional.of(ProxyHeader.withoutTlvs(source, sourcePort, destination, destinationPort)), "");
    }

    private Reading unknown() {
        for (; at < bytes.length - 1; at++) {
            if (bytes[at] == '\r' && bytes[at + 1] == '\n') {
                return new Reading(at + 2, Optional.empty(), "");
            }
        }
        return broken();
    }

    private Reading broken() {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\r' && bytes[end] != '\n') {
            end++;
        }
        return broken("broken header: \"" + new String(bytes, 0, end, StandardCharsets.ISO_8859_1) + "\"");
    }

    private static Reading broken(String problem) {
        return new Reading(0, Optional.empty(), problem);
    }

    private boolean skip(String expected) {
        int end = at + expected.length();
        if (end > bytes.length
                || !new String(bytes, at, expected.length(), StandardCharsets.ISO_8859_1).equals(expected)) {
            return false;
        }
        at = end;
        return true;
    }

    /** Whatever is made of an address's letters; null for anything else. */
    private String address() {
        int from = at;
        while (at < bytes.length && bytes[at] != ' ') {
            char c = (char) (bytes[at++] & 0xff);
            boolean letter = c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
            if (!letter && c != '.' && c != ':') {
                return null;
            }
        }
        if (at >= bytes.length) {
            return null;
        }
        return new String(bytes, from, at++ - from, StandardCharsets.US_ASCII);
    }

    /** 0 to 65535; -1 for anything else. */
    private int port(char end) {
        int from = at;
        int port = 0;
        while (at < bytes.length && bytes[at] != end) {
            int digit = bytes[at++] - '0';
            port = digit < 0 || digit > 9 || port > 65535 ? -1 : port * 10 + digit;
            if (port < 0) {
                return -1;
            }
        }
        return at == from || at++ == bytes.length || port > 65535 ? -1 : port;
    }

    private Reading binary() {
        int version = (bytes[12] & 0xff) >> 4;
        if (version != 2) {
            return broken("unknown PROXY protocol version: " + version);
        }
        int end = FIXED + unsignedShort(14);
        if (end > bytes.length) {
            return broken("header is too large");
        }
        boolean proxied = (bytes[12] & 0xf) == 1;
        boolean stream = (bytes[13] & 0xf) == 1;
        int family = (bytes[13] & 0xff) >> 4;
        int size = family == 1 ? 4 : family == 2 ? 16 : 0;
        if (!proxied || !stream || size == 0) {
            return new Reading(end, Optional.empty(), "");
        }
        int ports = FIXED + 2 * size;
        if (ports + 4 > end) {
            return broken("");
        }
        return new Reading(
                end,
                Optional.of(new ProxyHeader(
                        address(FIXED, size),
                        unsignedShort(ports),
                        address(FIXED + size, size),
                        unsignedShort(ports + 2),
                        Arrays.copyOfRange(bytes, ports + 4, end))),
                "");
    }

    private int unsignedShort(int from) {
        return (bytes[from] & 0xff) << 8 | bytes[from + 1] & 0xff;
    }

    private String address(int from, int size) {
        try {
            return AddressText.of(InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + size)));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("addresses have 4 or 16 bytes", impossible);
        }
    }
}
