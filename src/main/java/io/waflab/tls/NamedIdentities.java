package io.waflab.tls;

import io.waflab.tls.IdentityReader.UnusableException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Certificates that variables name. They are read for each handshake and not kept, as nginx does without
 * ssl_certificate_cache (ngx_ssl_connection_certificate).
 *
 * @param texts certificate and key of each pair, as written
 * @param passPhrases of encrypted keys, read at the start
 * @param base the folder against which relative paths are resolved
 */
record NamedIdentities(List<List<String>> texts, PassPhrases passPhrases, Path base) {

    /** Whether such a word is a text with variables. */
    static boolean hasVariables(String word) {
        return word.indexOf('$') >= 0;
    }

    /**
     * Reads files: not for event loops.
     *
     * @param pairs the same with their variables' values
     * @return at most one for each kind of key: of two, the last
     */
    List<Identity> read(List<List<String>> pairs) throws UnusableException {
        var byKeyType = new LinkedHashMap<String, Identity>();
        for (var pair : pairs) {
            var identity = read(pair.get(0), pair.get(1));
            byKeyType.put(identity.keyType(), identity);
        }
        return List.copyOf(byKeyType.values());
    }

    private Identity read(String certificate, String key) throws UnusableException {
        var pem = Pem.of(certificate, base);
        var identity = new Identity(chain(pem), key(Pem.of(key, base)));
        if (!Identity.KEY_TYPES.contains(identity.keyType())) {
            throw new UnusableException("cannot load certificate " + pem.quoted() + ": its key is of kind "
                    + identity.keyType() + " (expected RSA or EC)");
        }
        if (!IdentityReader.belongTogether(
                identity.key(), identity.certificate().getPublicKey())) {
            throw new UnusableException("cannot load certificate key "
                    + Pem.of(key, base).quoted() + ": it is not the key of the first certificate in " + pem.quoted());
        }
        return identity;
    }

    private static List<X509Certificate> chain(Pem pem) throws UnusableException {
        try {
            return IdentityReader.certificates(pem);
        } catch (UnusableException unusable) {
            throw new UnusableException("cannot load certificate " + pem.quoted() + ": it " + unusable.reason());
        }
    }

    private PrivateKey key(Pem pem) throws UnusableException {
        try {
            return IdentityReader.key(pem, passPhrases);
        } catch (UnusableException unusable) {
            throw new UnusableException("cannot load certificate key " + pem.quoted() + ": it " + unusable.reason());
        }
    }
}
