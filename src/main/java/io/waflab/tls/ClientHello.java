package io.waflab.tls;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Optional;

/**
 * What a client asks for in its first TLS message (RFC 8446 section 4.1.2), as far as a server has to know it before it
 * picks its configuration.
 *
 * @param legacyVersion the version field: 0x0303 for TLS 1.2 and 1.3
 * @param versions the versions it speaks: those of {@code supported_versions}, else legacyVersion alone, which stands
 *     for itself and all before it
 * @param listsVersions whether versions came from {@code supported_versions}
 * @param serverName the {@code server_name}, lower case, without a trailing dot; empty when absent or not a DNS name
 * @param protocols the ALPN protocols, in the client's order; empty when it offers none
 * @param cipherSuites the numbers of the suites, in the client's order
 * @param groups the numbers of the groups for key exchange, in the client's order
 * @param ticket SHA-256 of the first session ticket that it offers in TLS 1.3, hexadecimal
 */
public record ClientHello(
        int legacyVersion,
        List<Integer> versions,
        boolean listsVersions,
        Optional<String> serverName,
        List<String> protocols,
        List<Integer> cipherSuites,
        List<Integer> groups,
        Optional<String> ticket) {

    public static final int TLS_1_0 = 0x0301;
    public static final int TLS_1_1 = 0x0302;
    public static final int TLS_1_2 = 0x0303;
    public static final int TLS_1_3 = 0x0304;

    /** The longest ClientHello that is read, in bytes; those of browsers have up to 2,000. */
    public static final int LONGEST = 16_384;

    public ClientHello {
        versions = Numbers.of(versions);
        protocols = List.copyOf(protocols);
        cipherSuites = Numbers.of(cipherSuites);
        groups = Numbers.of(groups);
    }

    /** One that names no groups and no ticket. */
    public ClientHello(
            int legacyVersion,
            List<Integer> versions,
            boolean listsVersions,
            Optional<String> serverName,
            List<String> protocols,
            List<Integer> cipherSuites) {
        this(legacyVersion, versions, listsVersions, serverName, protocols, cipherSuites, List.of(), Optional.empty());
    }

    /** How far a client's first bytes got. */
    public enum State {
        /** More bytes are needed. */
        INCOMPLETE,
        /** A whole ClientHello. */
        COMPLETE,
        /** No ClientHello, or one longer than {@link #LONGEST}: the engine is to judge it in its own words. */
        MALFORMED
    }

    /**
     * @param state how far it got
     * @param hello there when state is COMPLETE
     */
    public record Reading(State state, Optional<ClientHello> hello) {}

    /**
     * Reads a client's first bytes without consuming them.
     *
     * @param bytes everything received so far
     */
    public static Reading read(ByteBuf bytes) {
        return ClientHelloReader.read(bytes);
    }

    /**
     * Whether a first byte begins TLS: a handshake record, or the high bit of an SSLv2 header. Anything else is taken
     * for plain HTTP, as ngx_http_ssl_handshake (nginx src/http/ngx_http_request.c) decides it.
     */
    public static boolean beginsTls(byte first) {
        return first == 0x16 || (first & 0x80) != 0;
    }

    /** Whether the client speaks that version, such as {@link #TLS_1_2}. */
    public boolean speaks(int version) {
        return listsVersions ? versions.contains(version) : version <= legacyVersion && version <= TLS_1_2;
    }
}
