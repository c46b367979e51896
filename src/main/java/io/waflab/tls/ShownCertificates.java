package io.waflab.tls;

import io.netty.handler.ssl.OpenSslCredential;
import java.util.List;

/**
 * What a server shows in one handshake, where variables chose it: read away from the event loop, and given to
 * {@link ServerTls#newHandler}. Closed by whoever read it, once it was given or is not wanted any more.
 */
public final class ShownCertificates implements AutoCloseable {

    private final List<Identity> identities;
    private final List<OpenSslCredential> credentials;

    /** @param credentials the identities as BoringSSL has them; none for an engine in Java */
    ShownCertificates(List<Identity> identities, List<OpenSslCredential> credentials) {
        this.identities = identities;
        this.credentials = credentials;
    }

    List<Identity> identities() {
        return identities;
    }

    List<OpenSslCredential> credentials() {
        return credentials;
    }

    @Override
    public void close() {
        credentials.forEach(OpenSslCredential::release);
    }
}
