package io.waflab.journal;

import java.util.List;

/**
 * What a TLS handshake shows to whoever looks on (RFC 5246 section 7.4, RFC 8446 section 4). Every text is empty where it
 * was not seen, and may have been chosen by an attacker: escape it where it is shown.
 *
 * @param version as the ServerHello chose it, {@code TLSv1.2}
 * @param sni the server_name that the client asked for
 * @param alpn as the server chose it; TLS 1.3 hides it
 * @param alpnOffered as the client offered them, in its order
 * @param cipher the suite that the server chose, by its IANA name, or {@code 0x1234}
 * @param resumed an earlier session goes on; in TLS 1.3 a pre-shared key was chosen
 * @param retried HelloRetryRequest made the client begin anew
 * @param certificates how many the server sent; -1 where that is not visible
 * @param clientRandom 64 hexadecimal digits
 * @param serverRandom 64 hexadecimal digits
 */
public record TlsShown(
        String version,
        String sni,
        String alpn,
        List<String> alpnOffered,
        String cipher,
        boolean resumed,
        boolean retried,
        int certificates,
        String clientRandom,
        String serverRandom) {

    /** No handshake was seen. */
    public static final TlsShown NOTHING = new TlsShown("", "", "", List.of(), "", false, false, -1, "", "");

    public TlsShown {
        alpnOffered = List.copyOf(alpnOffered);
    }
}
