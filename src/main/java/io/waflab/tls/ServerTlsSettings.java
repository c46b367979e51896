package io.waflab.tls;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.waflab.config.ConfigException;
import io.waflab.config.Origin;
import io.waflab.config.Problem;
import io.waflab.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;

/**
 * The {@code ssl_*} directives of one server, read and checked against one engine.
 *
 * @param engine who is to speak TLS
 * @param identities at most one for each kind of key; none where variables name them, and where nobody is to be served
 * @param named those that variables name; empty where there are none in ssl_certificate and ssl_certificate_key
 * @param versions the words of {@code ssl_protocols}, at least one
 * @param suites IANA names that the engine has, those of TLS 1.3 included, best first
 * @param serverOrder whether the server's order of suites counts, not the client's
 * @param groups of the key exchange, best first, in the engine's words; none for the engine's own
 * @param resumption of sessions
 * @param verification of clients
 * @param keyLog where secrets go; empty for nowhere
 * @param protocols what ALPN offers, best first
 * @param notes what the engine does not have and need not have
 * @param origin where most of it was written
 */
record ServerTlsSettings(
        TlsEngine engine,
        List<Identity> identities,
        Optional<NamedIdentities> named,
        List<String> versions,
        List<String> suites,
        boolean serverOrder,
        List<String> groups,
        Resumption resumption,
        ClientVerification verification,
        Optional<KeyLog> keyLog,
        List<String> protocols,
        List<Problem> notes,
        Origin origin) {

    /** @param lab whose certificates serve when the settings name none; empty for nothing to be made, nor a key log begun */
    static ServerTlsSettings read(
            TlsEngine engine, Settings settings, Path base, Optional<LabCertificates> lab, List<String> protocols)
            throws ConfigException {
        return new ServerTlsReader(engine, settings, base).read(lab, protocols);
    }

    /**
     * What an engine has per connection only.
     *
     * @param speaks13 whether the connection will be of TLS 1.3
     */
    void applyTo(SSLEngine connection, boolean speaks13) {
        if (connection instanceof ReferenceCountedOpenSslEngine) {
            BoringSslContext.apply(this, (ReferenceCountedOpenSslEngine) connection, speaks13);
        } else {
            var parameters = connection.getSSLParameters();
            parameters.setUseCipherSuitesOrder(serverOrder);
            parameters.setApplicationProtocols(protocols.toArray(String[]::new));
            connection.setSSLParameters(parameters);
        }
    }
}
