package io.waflab.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * Checks a chain of certificates as OpenSSL does for nginx: up to a trusted root that signed itself, no more than so many
 * certificates between, all in their time, and where there are revocation lists none of them revoked. What is wrong is told
 * by OpenSSL's number and words (X509_verify_cert_error_string).
 */
final class ChainCheck {

    private static final int NO_PATH_LENGTH = -1;

    private final List<X509Certificate> trusted;
    private final List<X509CRL> revocations;
    private final int depth;

    /**
     * @param trusted roots, and certificates between that the peer need not send
     * @param revocations none for no check of them
     * @param depth certificates between the peer's and a root
     */
    ChainCheck(List<X509Certificate> trusted, List<X509CRL> revocations, int depth) {
        this.trusted = List.copyOf(trusted);
        this.revocations = List.copyOf(revocations);
        this.depth = depth;
    }

    /**
     * What is wrong, as {@code 20:unable to get local issuer certificate}; empty when the chain is good.
     *
     * @param chain as the peer sent it, its own certificate first
     */
    Optional<String> problem(List<X509Certificate> chain, Instant now) {
        var path = new ArrayList<X509Certificate>();
        var broken = path(chain, path);
        if (broken.isPresent()) {
            return broken;
        }
        var revoked = revocation(path);
        return revoked.isPresent() ? revoked : times(path, now);
    }

    private Optional<String> path(List<X509Certificate> chain, List<X509Certificate> path) {
        var current = chain.get(0);
        path.add(current);
        while (!isRoot(current)) {
            if (isSelfIssued(current)) {
                return Optional.of(
                        path.size() == 1
                                ? "18:self-signed certificate"
                                : "19:self-signed certificate in certificate chain");
            }
            var issuer = issuer(current, trusted).or(() -> issuer(path.get(path.size() - 1), chain));
            if (issuer.isEmpty()) {
                return Optional.of(
                        chain.size() == 1 && trusted.stream().noneMatch(this::isRoot)
                                ? "21:unable to verify the first certificate"
                                : "20:unable to get local issuer certificate");
            }
            if (path.contains(issuer.get()) || path.size() > depth + 1) {
                return Optional.of("22:certificate chain too long");
            }
            if (issuer.get().getBasicConstraints() == NO_PATH_LENGTH
                    && issuer.get().getVersion() > 1) {
                return Optional.of("79:invalid CA certificate");
            }
            current = issuer.get();
            path.add(current);
        }
        return Optional.empty();
    }

    private boolean isRoot(X509Certificate certificate) {
        return isSelfIssued(certificate) && trusted.contains(certificate);
    }

    private static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                && signed(certificate, certificate);
    }

    private static Optional<X509Certificate> issuer(X509Certificate of, List<X509Certificate> among) {
        return among.stream()
                .filter(one -> one.getSubjectX500Principal().equals(of.getIssuerX500Principal()) && signed(one, of))
                .findFirst();
    }

    private static boolean signed(X509Certificate issuer, X509Certificate certificate) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException notBy) {
            return false;
        }
    }

    private Optional<String> revocation(List<X509Certificate> path) {
        if (revocations.isEmpty()) {
            return Optional.empty();
        }
        var issuers = new HashSet<X500Principal>();
        revocations.forEach(list -> issuers.add(list.getIssuerX500Principal()));
        for (var certificate : path) {
            if (!issuers.contains(certificate.getIssuerX500Principal())) {
                return Optional.of("3:unable to get certificate CRL");
            }
            for (var list : revocations) {
                if (list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())
                        && list.isRevoked(certificate)) {
                    return Optional.of("23:certificate revoked");
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> times(List<X509Certificate> path, Instant now) {
        for (var certificate : path) {
            if (now.isBefore(certificate.getNotBefore().toInstant())) {
                return Optional.of("9:certificate is not yet valid");
            }
            if (now.isAfter(certificate.getNotAfter().toInstant())) {
                return Optional.of("10:certificate has expired");
            }
        }
        return Optional.empty();
    }
}
