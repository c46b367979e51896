package io.waflab.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;

/**
 * Holds a client's certificate against the trusted ones as OpenSSL's X509_verify_cert (crypto/x509/x509_vfy.c) does under
 * nginx, whose callback lets every fault pass so that the handshake succeeds: what counts is the last fault that is found.
 * Pure: the time is handed in.
 */
final class CertificateCheck {

    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final String CLIENT_PURPOSE = "1.3.6.1.5.5.7.3.2";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_AGREEMENT = 4;
    private static final int CERTIFICATE_SIGNATURE = 5;

    /** Those that OpenSSL's X509_supported_extension knows. */
    private static final Set<String> KNOWN = Set.of(
            "2.5.29.15",
            "2.5.29.17",
            "2.5.29.19",
            "2.5.29.30",
            "2.5.29.31",
            "2.5.29.32",
            "2.5.29.33",
            "2.5.29.35",
            "2.5.29.36",
            "2.5.29.37",
            "2.5.29.54",
            "2.16.840.1.113730.1.1");

    private final ClientVerification how;
    private final Date now;
    private final List<X509Certificate> chain = new ArrayList<>();
    private CertificateFault last = CertificateFault.NONE;

    private CertificateCheck(ClientVerification how, Instant now) {
        this.how = how;
        this.now = Date.from(now);
    }

    /** @param sent by the client, its own first; at least one */
    static CertificateFault of(List<X509Certificate> sent, ClientVerification how, Instant now) {
        var check = new CertificateCheck(how, now);
        check.build(sent);
        check.checkUse();
        if (how.revoked().isPresent()) {
            check.checkRevocation(how.revoked().get());
        }
        check.checkSignaturesAndTimes();
        return check.last;
    }

    private void fault(CertificateFault found) {
        last = found;
    }

    /** Trusted certificates are looked at before those that were sent, as X509_V_FLAG_TRUSTED_FIRST has it. */
    private void build(List<X509Certificate> sent) {
        var rest = new ArrayList<>(sent.subList(1, sent.size()));
        chain.add(sent.get(0));
        int untrusted = 1;
        while (true) {
            var top = chain.get(chain.size() - 1);
            boolean tooLong = chain.size() > how.depth() + 1;
            var anchor = tooLong ? null : issuer(top, how.trusted());
            if (anchor != null && isSelfSigned(top) && untrusted == chain.size()) {
                anchor = anchor.equals(top) ? anchor : null;
                if (anchor != null) {
                    return;
                }
            } else if (anchor != null && !isSelfSigned(top)) {
                chain.add(anchor);
                if (isSelfSigned(anchor)) {
                    return;
                }
                continue;
            }
            var next = untrusted < chain.size() || isSelfSigned(top) || tooLong ? null : issuer(top, rest);
            if (next == null) {
                break;
            }
            rest.remove(next);
            chain.add(next);
            untrusted++;
        }
        untrusted(untrusted);
    }

    private void untrusted(int untrusted) {
        if (chain.size() > how.depth() + 1) {
            fault(CertificateFault.CHAIN_TOO_LONG);
        }
        if (isSelfSigned(chain.get(chain.size() - 1))) {
            fault(chain.size() == 1 ? CertificateFault.SELF_SIGNED : CertificateFault.SELF_SIGNED_IN_CHAIN);
        } else {
            fault(untrusted < chain.size() ? CertificateFault.NO_ISSUER : CertificateFault.NO_LOCAL_ISSUER);
        }
    }

    /** The one that is valid now is preferred; null for none. */
    private X509Certificate issuer(X509Certificate of, List<X509Certificate> among) {
        X509Certificate found = null;
        for (var candidate : among) {
            if (mayHaveIssued(candidate, of)) {
                if (timeFault(candidate) == CertificateFault.NONE) {
                    return candidate;
                }
                found = found == null ? candidate : found;
            }
        }
        return found;
    }

    private static boolean mayHaveIssued(X509Certificate issuer, X509Certificate subject) {
        return subject.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                && KeyIdentifier.agree(issuer, subject)
                && (isSelfIssued(subject) && subject.equals(issuer) || maySign(issuer));
    }

    private static boolean isSelfIssued(X509Certificate one) {
        return one.getIssuerX500Principal().equals(one.getSubjectX500Principal());
    }

    private static boolean isSelfSigned(X509Certificate one) {
        return isSelfIssued(one) && KeyIdentifier.agree(one, one);
    }

    private static boolean maySign(X509Certificate one) {
        return one.getKeyUsage() == null || one.getKeyUsage()[CERTIFICATE_SIGNATURE];
    }

    /** check_extensions. */
    private void checkUse() {
        int authorities = 0;
        for (int i = 0; i < chain.size(); i++) {
            var one = chain.get(i);
            if (hasUnknownCritical(one)) {
                fault(CertificateFault.UNHANDLED_CRITICAL);
            }
            if (i > 0 && !isAuthority(one)) {
                fault(CertificateFault.NO_AUTHORITY);
            }
            if (!suitsClients(one, i > 0)) {
                fault(CertificateFault.UNSUITABLE_PURPOSE);
            }
            int most = one.getBasicConstraints();
            if (i > 1 && most >= 0 && most != Integer.MAX_VALUE && authorities > most) {
                fault(CertificateFault.PATH_TOO_LONG);
            }
            if (i > 0 && !isSelfIssued(one)) {
                authorities++;
            }
        }
    }

    private static boolean hasUnknownCritical(X509Certificate one) {
        var critical = one.getCriticalExtensionOIDs();
        return critical != null && !KNOWN.containsAll(critical);
    }

    private static boolean isAuthority(X509Certificate one) {
        if (!maySign(one)) {
            return false;
        }
        if (one.getBasicConstraints() >= 0) {
            return true;
        }
        boolean says = one.getExtensionValue("2.5.29.19") != null;
        return !says && (one.getVersion() == 1 && isSelfSigned(one) || one.getKeyUsage() != null);
    }

    private static boolean suitsClients(X509Certificate one, boolean authority) {
        try {
            var purposes = one.getExtendedKeyUsage();
            if (purposes != null && !purposes.contains(CLIENT_PURPOSE) && !purposes.contains(ANY_PURPOSE)) {
                return false;
            }
        } catch (GeneralSecurityException unreadable) {
            return false;
        }
        var usage = one.getKeyUsage();
        return authority ? isAuthority(one) : usage == null || usage[DIGITAL_SIGNATURE] || usage[KEY_AGREEMENT];
    }

    /** check_revocation, with X509_V_FLAG_CRL_CHECK and X509_V_FLAG_CRL_CHECK_ALL. */
    private void checkRevocation(List<X509CRL> lists) {
        for (int i = 0; i < chain.size(); i++) {
            var one = chain.get(i);
            var list = lists.stream()
                    .filter(crl -> crl.getIssuerX500Principal().equals(one.getIssuerX500Principal()))
                    .findFirst();
            if (list.isEmpty()) {
                fault(CertificateFault.NO_CRL);
                continue;
            }
            checkList(list.get(), chain.get(Math.min(i + 1, chain.size() - 1)));
            if (list.get().isRevoked(one)) {
                fault(CertificateFault.REVOKED);
            }
        }
    }

    private void checkList(X509CRL list, X509Certificate issuer) {
        if (list.getThisUpdate().after(now)) {
            fault(CertificateFault.CRL_NOT_YET_VALID);
        }
        if (list.getNextUpdate() != null && list.getNextUpdate().before(now)) {
            fault(CertificateFault.CRL_EXPIRED);
        }
        try {
            list.verify(issuer.getPublicKey());
        } catch (GeneralSecurityException wrong) {
            fault(CertificateFault.BAD_CRL_SIGNATURE);
        }
    }

    /** internal_verify: from the top down; a certificate at the top that did not issue itself has only issued. */
    private void checkSignaturesAndTimes() {
        int top = chain.size() - 1;
        var issuer = chain.get(top);
        if (isSelfSigned(issuer)) {
            fault(timeFault(issuer), CertificateFault.NONE);
            top--;
        } else if (top == 0) {
            fault(CertificateFault.UNVERIFIED_LEAF);
            fault(timeFault(issuer), CertificateFault.NONE);
            top--;
        } else {
            top--;
        }
        for (int i = top; i >= 0; i--) {
            var subject = chain.get(i);
            if (!isSigned(subject, issuer)) {
                fault(CertificateFault.BAD_SIGNATURE);
            }
            fault(timeFault(subject), CertificateFault.NONE);
            issuer = subject;
        }
    }

    private void fault(CertificateFault found, CertificateFault none) {
        if (found != none) {
            fault(found);
        }
    }

    private static boolean isSigned(X509Certificate subject, X509Certificate issuer) {
        try {
            subject.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException wrong) {
            return false;
        }
    }

    private CertificateFault timeFault(X509Certificate one) {
        if (one.getNotBefore().after(now)) {
            return CertificateFault.NOT_YET_VALID;
        }
        return one.getNotAfter().before(now) ? CertificateFault.EXPIRED : CertificateFault.NONE;
    }
}
