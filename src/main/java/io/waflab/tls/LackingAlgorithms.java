package io.waflab.tls;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.jcajce.provider.asymmetric.RSA;
import org.bouncycastle.jcajce.provider.config.ConfigurableProvider;
import org.bouncycastle.jcajce.provider.symmetric.AES;
import org.bouncycastle.jcajce.provider.symmetric.ARIA;
import org.bouncycastle.jcajce.provider.symmetric.Camellia;
import org.bouncycastle.jcajce.provider.symmetric.ChaCha;
import org.bouncycastle.jcajce.provider.symmetric.Poly1305;
import org.bouncycastle.jcajce.provider.util.AsymmetricKeyInfoConverter;

/**
 * What BouncyCastle's TLS asks for and the JDK's providers do not have: RSASSA-PSS under other names, CCM, ChaCha20, ARIA and
 * Camellia. BouncyCastle's own provider has everything, and computes the points of all its curves when it is made, which
 * takes a third of a start.
 */
final class LackingAlgorithms extends Provider implements ConfigurableProvider {

    private static final long serialVersionUID = 1;

    private static final String PSS = "WITHRSAANDMGF1";

    LackingAlgorithms() {
        super("waflab-bc", "1", "BouncyCastle's algorithms for TLS that the JDK does not have");
        new RSA.Mappings().configure(this);
        new AES.Mappings().configure(this);
        new ChaCha.Mappings().configure(this);
        new Poly1305.Mappings().configure(this);
        new ARIA.Mappings().configure(this);
        new Camellia.Mappings().configure(this);
        for (var digest : List.of("SHA256", "SHA384", "SHA512")) {
            putService(new Pss(digest + PSS));
        }
    }

    /** BouncyCastle's own would make its whole provider. */
    private final class Pss extends Service {

        Pss(String name) {
            super(LackingAlgorithms.this, "Signature", name, PssSignature.class.getName(), null, null);
        }

        @Override
        public Object newInstance(Object none) throws NoSuchAlgorithmException {
            return new PssSignature();
        }
    }

    @Override
    public void addAlgorithm(String key, String value) {
        if (!key.startsWith("Signature.") || !key.endsWith(PSS)) {
            put(key, value);
        }
    }

    @Override
    public void addAlgorithm(String key, String value, Map<String, String> attributes) {
        addAlgorithm(key, value);
        addAttributes(key, attributes);
    }

    @Override
    public void addAlgorithm(String type, ASN1ObjectIdentifier name, String className) {
        addAlgorithm(type + "." + name, className);
        addAlgorithm(type + ".OID." + name, className);
    }

    @Override
    public void addAlgorithm(String type, ASN1ObjectIdentifier name, String className, Map<String, String> attributes) {
        addAlgorithm(type, name, className);
        addAttributes(type + "." + name, attributes);
    }

    @Override
    public boolean hasAlgorithm(String type, String name) {
        return containsKey(type + "." + name) || containsKey("Alg.Alias." + type + "." + name);
    }

    @Override
    public void addAttributes(String key, Map<String, String> attributes) {
        attributes.forEach((name, value) -> put(key + " " + name, value));
    }

    /** Keys are read by the JDK. */
    @Override
    public void addKeyInfoConverter(ASN1ObjectIdentifier kind, AsymmetricKeyInfoConverter converter) {}

    @Override
    public AsymmetricKeyInfoConverter getKeyInfoConverter(ASN1ObjectIdentifier kind) {
        return null;
    }

    @Override
    public void setParameter(String name, Object value) {}
}
