package io.waflab.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/** Writes PEM files: whole or not at all, and keys for their owner only. */
final class PrivateFiles {

    private PrivateFiles() {}

    static void writeKey(Path file, PrivateKey key) throws IOException {
        write(file, "rw-------", List.of(new JcaPKCS8Generator(key, null)));
    }

    static void writeCertificates(Path file, List<X509Certificate> chain) throws IOException {
        write(file, "rw-r--r--", chain);
    }

    private static void write(Path file, String mode, List<?> objects) throws IOException {
        var text = new StringWriter();
        try (var pem = new JcaPEMWriter(text)) {
            for (var object : objects) {
                pem.writeObject(object);
            }
        }
        var temporary = Files.createTempFile(file.toAbsolutePath().getParent(), ".", ".new");
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
                Files.setPosixFilePermissions(temporary, permissions);
            }
            Files.writeString(temporary, text.toString(), StandardCharsets.US_ASCII);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
