package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a PROXY protocol header says of the connection behind it (haproxy.org/download/2.9/doc/proxy-protocol.txt, as
 * nginx's ngx_proxy_protocol.c reads it).
 *
 * @param source the client's address, as written in version 1
 * @param sourcePort 0 to 65535
 * @param destination the address that the client connected to
 * @param destinationPort 0 to 65535
 * @param tlvs the type-length-values of version 2, one after the other; empty else
 */
record ProxyHeader(String source, int sourcePort, String destination, int destinationPort, byte[] tlvs) {

    ProxyHeader {
        tlvs = tlvs.clone();
    }

    /** The longest header that nginx reads over TLS, bytes. */
    static final int LONGEST = 4096;

    /** Of type PP2_TYPE_SSL. */
    private static final int SSL = 0x20;

    /** A byte of flags and four of the verification's result come before the TLVs inside of PP2_TYPE_SSL. */
    private static final int SSL_RECORD = 5;

    private static final byte[] NOTHING = {};

    /**
     * @param length bytes of the header; 0 when it is broken
     * @param header empty where it says nothing that nginx takes: UNKNOWN, LOCAL, other families
     * @param problem for the log, where it is broken
     */
    record Reading(int length, Optional<ProxyHeader> header, String problem) {}

    /** The value of one of the TLVs; empty without it. */
    Optional<String> tlv(int type) {
        return find(tlvs, 0, type);
    }

    /** The value of one of the TLVs inside of PP2_TYPE_SSL. */
    Optional<String> sslTlv(int type) {
        return ssl().flatMap(value -> find(bytes(value), SSL_RECORD, type));
    }

    /** The verification's result inside of PP2_TYPE_SSL, 0 for a certificate that was good. */
    Optional<String> sslVerify() {
        return ssl().map(value -> {
            var bytes = bytes(value);
            long result = 0;
            for (int i = 1; i < SSL_RECORD; i++) {
                result = result << 8 | bytes[i] & 0xff;
            }
            return Long.toString(result);
        });
    }

    private Optional<String> ssl() {
        return tlv(SSL).filter(value -> value.length() >= SSL_RECORD);
    }

    private static byte[] bytes(String value) {
        return value.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Optional<String> find(byte[] list, int from, int type) {
        for (int at = from; at + 3 <= list.length; ) {
            int length = (list[at + 1] & 0xff) << 8 | list[at + 2] & 0xff;
            if (at + 3 + length > list.length) {
                return Optional.empty();
            }
            if ((list[at] & 0xff) == type) {
                return Optional.of(new String(list, at + 3, length, StandardCharsets.ISO_8859_1));
            }
            at += 3 + length;
        }
        return Optional.empty();
    }

    /**
     * Reads a connection's first bytes without consuming them. nginx takes what one read of its socket gave: a header that
     * comes in pieces is broken.
     */
    static Reading read(ByteBuf bytes) {
        return ProxyHeaderReader.read(ByteBufUtil.getBytes(bytes));
    }

    static ProxyHeader withoutTlvs(String source, int sourcePort, String destination, int destinationPort) {
        return new ProxyHeader(source, sourcePort, destination, destinationPort, NOTHING);
    }
}
