package io.waflab.tls;

import io.waflab.tls.IdentityReader.UnusableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The lab's own certification authority in a folder: good certificates and bad ones, for every complaint that a client
 * can have. Made at first use; what is there and still good is left alone. Several processes may ask at once.
 */
public final class LabCertificates {

    /** What the server certificates are good for when nobody says otherwise. */
    public static final List<String> NAMES = List.of("lab.test", "localhost", "127.0.0.1", "::1");

    /** One lock for all threads: a file lock only keeps other processes out. */
    private static final Object IN_THIS_PROCESS = new Object();

    private final Path folder;
    private final InstantSource clock;

    /** @param folder made when missing, readable by its owner only */
    public LabCertificates(Path folder) {
        this(folder, InstantSource.system());
    }

    LabCertificates(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * One certificate of the lab as it lies in the folder.
     *
     * @param certificate which
     * @param x509 the first one in its file
     * @param file holds the certificate and those above it, PEM
     * @param keyFile its private key, PEM, mode 0600
     */
    public record Entry(LabCertificate certificate, X509Certificate x509, Path file, Path keyFile) {}

    public Path folder() {
        return folder;
    }

    /** Makes what is missing, unreadable, expired or not from this root. */
    public void make() throws IOException {
        make(List.of(), false);
    }

    /**
     * Makes what is missing, unreadable, expired or not from this root.
     *
     * @param names host names and IP addresses that the server certificates must have; empty asks for those that they
     *     have, or {@link #NAMES} for new ones
     * @param force whether to make all anew, the root too
     * @throws IOException when the folder cannot be written; the message is one line and says which file of it
     */
    public void make(List<String> names, boolean force) throws IOException {
        synchronized (IN_THIS_PROCESS) {
            try {
                makeLocked(names, force);
            } catch (FileSystemException refused) {
                throw new IOException(refused.getFile() + ": " + reason(refused), refused);
            } catch (GeneralSecurityException broken) {
                throw new IOException("certificates cannot be made: " + broken.getMessage(), broken);
            }
        }
    }

    private void makeLocked(List<String> names, boolean force) throws IOException, GeneralSecurityException {
        makeFolder();
        try (var lock = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = lock.lock()) {
            assert held.isValid();
            makeMissing(names, force);
        }
    }

    private static String reason(FileSystemException refused) {
        if (refused instanceof AccessDeniedException) {
            return "permission denied";
        }
        return refused instanceof FileAlreadyExistsException
                ? "is not a folder"
                : Objects.requireNonNullElse(refused.getReason(), "cannot be used");
    }

    /** All that are there and can be read, in the order of {@link LabCertificate}. */
    public List<Entry> entries() {
        var entries = new ArrayList<Entry>();
        for (var certificate : LabCertificate.values()) {
            read(certificate)
                    .ifPresent(identity -> entries.add(
                            new Entry(certificate, identity.certificate(), file(certificate), keyFile(certificate))));
        }
        return entries;
    }

    public Path file(LabCertificate certificate) {
        return folder.resolve(certificate.fileName() + ".pem");
    }

    public Path keyFile(LabCertificate certificate) {
        return folder.resolve(certificate.fileName() + ".key");
    }

    /** The RSA and the ECDSA server certificate, made when missing. */
    List<Identity> server() throws IOException, UnusableException {
        make();
        var identities = new ArrayList<Identity>();
        for (var certificate : List.of(LabCertificate.SERVER_RSA, LabCertificate.SERVER_ECDSA)) {
            identities.add(new Identity(
                    IdentityReader.certificates(file(certificate)), IdentityReader.key(keyFile(certificate))));
        }
        return identities;
    }

    private void makeFolder() throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createDirectories(folder);
        if (posix) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private void makeMissing(List<String> names, boolean force) throws IOException, GeneralSecurityException {
        var maker = new CertificateMaker(clock.instant());
        boolean anew = force;
        Optional<Identity> issuer = Optional.empty();
        for (var certificate : LabCertificate.values()) {
            var there = anew ? Optional.<Identity>empty() : read(certificate);
            var wanted = wantedNames(certificate, there, names);
            var signer = certificate == LabCertificate.SELF_SIGNED ? Optional.<Identity>empty() : issuer;
            var good = there.filter(
                    identity -> isGood(certificate, identity, wanted) && isSignedBy(signer.orElse(identity), identity));
            if (good.isEmpty() || anew) {
                var issued = maker.issue(certificate, wanted, issuer);
                PrivateFiles.writeKey(keyFile(certificate), issued.key());
                PrivateFiles.writeCertificates(file(certificate), issued.chain());
                good = Optional.of(new Identity(issued.chain(), issued.key()));
                anew |= certificate.isAuthority();
            }
            if (certificate.isAuthority()) {
                issuer = good;
            }
        }
    }

    private List<String> wantedNames(LabCertificate certificate, Optional<Identity> there, List<String> asked) {
        if (!certificate.hasServerNames()) {
            return List.of();
        }
        if (!asked.isEmpty()) {
            return asked;
        }
        return there.map(identity -> CertificateMaker.names(identity.certificate()))
                .filter(names -> !names.isEmpty())
                .orElse(NAMES);
    }

    private boolean isGood(LabCertificate certificate, Identity identity, List<String> names) {
        var x509 = identity.certificate();
        Set<String> has = new LinkedHashSet<>(CertificateMaker.names(x509));
        return !certificate.isStale(x509, clock.instant())
                && (names.isEmpty() || has.equals(new LinkedHashSet<>(names)))
                && IdentityReader.belongTogether(identity.key(), x509.getPublicKey());
    }

    private static boolean isSignedBy(Identity signer, Identity identity) {
        try {
            identity.certificate().verify(signer.certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    private Optional<Identity> read(LabCertificate certificate) {
        try {
            return Optional.of(new Identity(
                    IdentityReader.certificates(file(certificate)), IdentityReader.key(keyFile(certificate))));
        } catch (UnusableException missingOrBroken) {
            return Optional.empty();
        }
    }
}
