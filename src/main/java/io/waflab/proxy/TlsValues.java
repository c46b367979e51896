package io.waflab.proxy;

import io.waflab.config.Variable;
import io.waflab.tls.ClientCertificate;
import io.waflab.tls.TlsFacts;
import java.time.Instant;

/** The {@code $ssl_} variables. All are empty without TLS. */
final class TlsValues {

    private TlsValues() {}

    static String value(Variable variable, ConnectionFacts facts) {
        if (variable == Variable.SSL_SERVER_NAME) {
            return facts.serverNamed();
        }
        return facts.handshake().map(tls -> value(variable, tls)).orElse("");
    }

    private static String value(Variable variable, TlsFacts tls) {
        return switch (variable) {
            case SSL_PROTOCOL -> tls.protocol();
            case SSL_CIPHER -> tls.cipher();
            case SSL_CIPHERS -> tls.ciphers();
            case SSL_CURVE -> tls.curve();
            case SSL_CURVES -> tls.curves();
            case SSL_SESSION_REUSED -> tls.reused() ? "r" : ".";
            case SSL_SESSION_ID -> tls.sessionId();
            case SSL_ALPN_PROTOCOL -> tls.protocolAgreed();
            case SSL_CLIENT_VERIFY ->
                tls.certificate().map(ClientCertificate::verify).orElse("NONE");
            default -> tls.certificate().map(shown -> value(variable, shown)).orElse("");
        };
    }

    private static String value(Variable variable, ClientCertificate shown) {
        return switch (variable) {
            case SSL_CLIENT_CERT -> shown.folded();
            case SSL_CLIENT_RAW_CERT -> shown.pem();
            case SSL_CLIENT_ESCAPED_CERT -> shown.escaped();
            case SSL_CLIENT_S_DN -> shown.subject();
            case SSL_CLIENT_I_DN -> shown.issuer();
            case SSL_CLIENT_S_DN_LEGACY -> shown.subjectOneLine();
            case SSL_CLIENT_I_DN_LEGACY -> shown.issuerOneLine();
            case SSL_CLIENT_SERIAL -> shown.serial();
            case SSL_CLIENT_FINGERPRINT -> shown.fingerprint();
            case SSL_CLIENT_V_START -> shown.start();
            case SSL_CLIENT_V_END -> shown.end();
            case SSL_CLIENT_V_REMAIN -> shown.remaining(Instant.now());
            default -> "";
        };
    }
}
