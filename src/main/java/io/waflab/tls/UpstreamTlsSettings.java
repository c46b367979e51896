package io.waflab.tls;

import java.util.List;
import java.util.Optional;

/**
 * The {@code proxy_ssl_*} directives of one location, read.
 *
 * @param versions of TLS
 * @param suites by their IANA names, best first
 * @param reuse whether sessions are resumed
 * @param verify how the origin's certificate is checked; empty where it is not
 * @param identity the proxy's own, for origins that ask; empty for none
 */
record UpstreamTlsSettings(
        List<String> versions,
        List<String> suites,
        boolean reuse,
        Optional<ChainCheck> verify,
        Optional<Identity> identity) {}
