package io.waflab.tls;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;

/** Whether a certificate's authority key identifier (RFC 5280, section 4.2.1.1) is about an issuer's certificate. */
final class KeyIdentifier {

    private static final String SUBJECT = "2.5.29.14";
    private static final String AUTHORITY = "2.5.29.35";

    private KeyIdentifier() {}

    /** As X509_check_akid: what one of the two does not say cannot disagree. */
    static boolean agree(X509Certificate issuer, X509Certificate subject) {
        var authority = subject.getExtensionValue(AUTHORITY);
        if (authority == null) {
            return true;
        }
        try {
            var said = AuthorityKeyIdentifier.getInstance(
                    ASN1OctetString.getInstance(authority).getOctets());
            return keyAgrees(said, issuer) && serialAgrees(said, issuer);
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    private static boolean keyAgrees(AuthorityKeyIdentifier said, X509Certificate issuer) {
        var own = issuer.getExtensionValue(SUBJECT);
        if (own == null || said.getKeyIdentifierOctets() == null) {
            return true;
        }
        var identifier =
                ASN1OctetString.getInstance(ASN1OctetString.getInstance(own).getOctets());
        return Arrays.equals(identifier.getOctets(), said.getKeyIdentifierOctets());
    }

    private static boolean serialAgrees(AuthorityKeyIdentifier said, X509Certificate issuer) {
        var serial = said.getAuthorityCertSerialNumber();
        if (serial != null && !serial.equals(issuer.getSerialNumber())) {
            return false;
        }
        if (said.getAuthorityCertIssuer() == null) {
            return true;
        }
        for (var name : said.getAuthorityCertIssuer().getNames()) {
            if (name.getTagNo() == GeneralName.directoryName) {
                return X500Name.getInstance(name.getName())
                        .equals(X500Name.getInstance(
                                issuer.getIssuerX500Principal().getEncoded()));
            }
        }
        return true;
    }
}
