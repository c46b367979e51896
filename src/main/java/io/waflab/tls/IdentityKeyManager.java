package io.waflab.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/** Gives an engine the certificate of the kind of key that the handshake needs: RSA or EC. */
final class IdentityKeyManager extends X509ExtendedKeyManager {

    private final Map<String, Identity> byKeyType = new LinkedHashMap<>();

    /** @param identities at most one for each kind of key */
    IdentityKeyManager(List<Identity> identities) {
        identities.forEach(identity -> byKeyType.put(identity.keyType(), identity));
    }

    /**
     * The JDK and BoringSSL ask for RSA, RSASSA-PSS and EC; BouncyCastle also for ECDHE_RSA and ECDHE_ECDSA (TLS 1.2)
     * and for EC/secp256r1 (TLS 1.3, where the curve is part of the signature's name).
     */
    private String alias(String asked) {
        if (asked.startsWith("EC/")) {
            return curve().filter(asked.substring(3)::equals).map(same -> "EC").orElse(null);
        }
        var type = asked.equals("EC") || asked.endsWith("ECDSA") ? "EC" : asked.endsWith("RSA") ? "RSA" : asked;
        return byKeyType.containsKey(type) ? type : null;
    }

    private Optional<String> curve() {
        return Optional.ofNullable(byKeyType.get("EC"))
                .map(identity -> (ECPublicKey) identity.certificate().getPublicKey())
                .map(key -> "secp" + key.getParams().getCurve().getField().getFieldSize() + "r1");
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return alias(keyType);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        var alias = alias(keyType);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        var identity = byKeyType.get(alias);
        return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        var identity = byKeyType.get(alias);
        return identity == null ? null : identity.key();
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}
