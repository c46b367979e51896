package io.waflab.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Gives each connection the certificates that were read for it. One for a server, on all event loops. Holds
 * those of the handshakes that go on: {@link #forget}.
 */
final class ConnectionKeyManager extends X509ExtendedKeyManager {

    /** Between a connection's number and the kind of key, in an alias. */
    private static final String OF = " ";

    private final AtomicLong last = new AtomicLong();
    private final Map<SSLEngine, String> numbers = new ConcurrentHashMap<>();
    private final Map<String, IdentityKeyManager> read = new ConcurrentHashMap<>();

    /** Before the connection's handshake. */
    void show(SSLEngine connection, List<Identity> identities) {
        var number = Long.toString(last.incrementAndGet());
        read.put(number, new IdentityKeyManager(identities));
        numbers.put(connection, number);
    }

    /** Behind it, however it went: no engine asks again. */
    void forget(SSLEngine connection) {
        var number = numbers.remove(connection);
        if (number != null) {
            read.remove(number);
        }
    }

    /** How many handshakes go on. */
    int held() {
        return read.size();
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine connection) {
        var number = numbers.get(connection);
        var alias = number == null ? null : read.get(number).chooseEngineServerAlias(keyType, issuers, connection);
        return alias == null ? null : number + OF + alias;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        var words = alias.split(OF);
        var manager = read.get(words[0]);
        return manager == null ? null : manager.getCertificateChain(words[1]);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        var words = alias.split(OF);
        var manager = read.get(words[0]);
        return manager == null ? null : manager.getPrivateKey(words[1]);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return null;
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
