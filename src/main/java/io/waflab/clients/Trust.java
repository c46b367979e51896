package io.waflab.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;

/** An authority in the form that each language's programs can be told to trust. */
final class Trust {

    /** Of a store that holds nothing secret; Java will not read one without. */
    static final String PASSWORD = "waflab";

    private Trust() {}

    /** Writes a store for Java. @param authority PEM */
    static void store(Path authority, Path store) throws IOException {
        try (var in = Files.newInputStream(authority);
                var out = Files.newOutputStream(store)) {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            int number = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                keys.setCertificateEntry("authority" + number++, certificate);
            }
            keys.store(out, PASSWORD.toCharArray());
        } catch (GeneralSecurityException unusable) {
            throw new IOException(authority + ": no certificates in PEM: " + unusable.getMessage(), unusable);
        }
    }
}
