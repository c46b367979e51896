package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabCertificatesTest {

    @TempDir
    Path folder;

    private LabCertificates made() throws Exception {
        var certificates = new LabCertificates(folder.resolve("certs"));
        certificates.make();
        return certificates;
    }

    /** OK, or why a client that trusts the root would refuse it (names aside). */
    private static String verdict(LabCertificates lab, LabCertificate which) throws Exception {
        var trust = KeyStore.getInstance(KeyStore.getDefaultType());
        trust.load(null, null);
        trust.setCertificateEntry(
                "root",
                IdentityReader.certificates(lab.file(LabCertificate.ROOT)).get(0));
        var parameters = new PKIXParameters(trust);
        parameters.setRevocationEnabled(false);
        var path =
                CertificateFactory.getInstance("X.509").generateCertPath(IdentityReader.certificates(lab.file(which)));
        try {
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            return "OK";
        } catch (CertPathValidatorException refused) {
            return refused.getReason() instanceof BasicReason
                    ? refused.getReason().toString()
                    : "NO_TRUST_ANCHOR";
        }
    }

    @Test
    void eachCertificateIsAsGoodOrBadAsItsNameSays() throws Exception {
        var lab = made();
        assertThat(verdict(lab, LabCertificate.SERVER_RSA)).isEqualTo("OK");
        assertThat(verdict(lab, LabCertificate.SERVER_ECDSA)).isEqualTo("OK");
        assertThat(verdict(lab, LabCertificate.WRONG_NAME)).isEqualTo("OK");
        assertThat(verdict(lab, LabCertificate.EXPIRED)).isEqualTo("EXPIRED");
        assertThat(verdict(lab, LabCertificate.NOT_YET_VALID)).isEqualTo("NOT_YET_VALID");
        assertThat(verdict(lab, LabCertificate.SELF_SIGNED)).isEqualTo("NO_TRUST_ANCHOR");
        assertThat(verdict(lab, LabCertificate.MISSING_INTERMEDIATE)).isEqualTo("NO_TRUST_ANCHOR");
        var rsa =
                IdentityReader.certificates(lab.file(LabCertificate.SERVER_RSA)).get(0);
        assertThat(CertificateMaker.names(rsa)).isEqualTo(LabCertificates.NAMES);
        var wrong =
                IdentityReader.certificates(lab.file(LabCertificate.WRONG_NAME)).get(0);
        assertThat(CertificateMaker.names(wrong)).containsExactly("wrong.test");
    }

    @Test
    void keysAreTheirOwnersOnly() throws Exception {
        var lab = made();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lab.folder())))
                .isEqualTo("rwx------");
        for (var certificate : LabCertificate.values()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lab.keyFile(certificate))))
                    .isEqualTo("rw-------");
        }
        try (var files = Files.list(lab.folder())) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".new"));
        }
    }

    @Test
    void whatIsThereIsLeftAlone() throws Exception {
        var lab = made();
        var before = contents(lab);
        lab.make();
        assertThat(contents(lab)).isEqualTo(before);
    }

    @Test
    void whatIsLostOrBrokenIsMadeAnewAndTheRestIsNot() throws Exception {
        var lab = made();
        var before = contents(lab);
        Files.delete(lab.keyFile(LabCertificate.SERVER_RSA));
        Files.writeString(lab.file(LabCertificate.EXPIRED), "garbage");
        lab.make();
        var after = contents(lab);
        assertThat(LabCertificate.values())
                .allSatisfy(certificate -> assertThat(after.get(certificate).equals(before.get(certificate)))
                        .as(certificate.fileName())
                        .isEqualTo(certificate != LabCertificate.SERVER_RSA && certificate != LabCertificate.EXPIRED));
    }

    @Test
    void aLostRootRenewsAll() throws Exception {
        var lab = made();
        Files.delete(lab.keyFile(LabCertificate.ROOT));
        lab.make();
        assertThat(verdict(lab, LabCertificate.SERVER_ECDSA)).isEqualTo("OK");
        assertThat(verdict(lab, LabCertificate.EXPIRED)).isEqualTo("EXPIRED");
    }

    @Test
    void whatIsFromAnotherRootIsMadeAnew() throws Exception {
        var other = new LabCertificates(folder.resolve("other"));
        other.make();
        for (var certificate : List.of(LabCertificate.ROOT, LabCertificate.SERVER_ECDSA)) {
            var swapped = new LabCertificates(folder.resolve("swapped-" + certificate.fileName()));
            swapped.make();
            Files.copy(other.file(certificate), swapped.file(certificate), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(other.keyFile(certificate), swapped.keyFile(certificate), StandardCopyOption.REPLACE_EXISTING);

            swapped.make();

            assertThat(verdict(swapped, LabCertificate.SERVER_RSA)).isEqualTo("OK");
            assertThat(verdict(swapped, LabCertificate.SERVER_ECDSA)).isEqualTo("OK");
        }
    }

    @Test
    void whatHasRunOutIsMadeAnew() throws Exception {
        made();
        var later = Instant.now().plus(Duration.ofDays(830));
        var lab = new LabCertificates(folder.resolve("certs"), () -> later);
        lab.make();
        var rsa =
                IdentityReader.certificates(lab.file(LabCertificate.SERVER_RSA)).get(0);
        assertThat(rsa.getNotAfter().toInstant()).isAfter(later.plus(Duration.ofDays(800)));
    }

    @Test
    void otherNamesRenewTheServersCertificatesUnderTheSameRoot() throws Exception {
        var lab = made();
        var root = Files.readString(lab.file(LabCertificate.ROOT));
        lab.make(List.of("shop.test", "10.0.0.5", "fe80::1"), false);
        lab.make();
        var rsa =
                IdentityReader.certificates(lab.file(LabCertificate.SERVER_RSA)).get(0);
        assertThat(CertificateMaker.names(rsa)).containsExactly("shop.test", "10.0.0.5", "fe80::1");
        assertThat(Files.readString(lab.file(LabCertificate.ROOT))).isEqualTo(root);
        assertThat(verdict(lab, LabCertificate.SERVER_RSA)).isEqualTo("OK");
    }

    @Test
    void manyAtOnceEndWithOneSet() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        Callable<String> job = () -> {
            var lab = new LabCertificates(folder.resolve("certs"));
            lab.make();
            return contents(lab).toString();
        };
        var results = threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> job).toList());
        threads.shutdown();
        for (var result : results) {
            assertThat(result.get()).isEqualTo(results.get(0).get());
        }
    }

    private static java.util.Map<LabCertificate, String> contents(LabCertificates lab) {
        return lab.entries().stream().collect(Collectors.toMap(LabCertificates.Entry::certificate, entry -> {
            try {
                return Files.readString(entry.file()) + Files.readString(entry.keyFile());
            } catch (java.io.IOException unreadable) {
                throw new java.io.UncheckedIOException(unreadable);
            }
        }));
    }
}
