package io.waflab.tls;

import io.waflab.tls.IdentityReader.UnusableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/** The pass phrases of encrypted keys, tried in turn: {@code ssl_password_file}, {@code proxy_ssl_password_file}. */
final class PassPhrases {

    static final PassPhrases NONE = new PassPhrases(List.of());

    private final List<char[]> phrases;

    private PassPhrases(List<char[]> phrases) {
        this.phrases = phrases;
    }

    /** Reads a file of one pass phrase for each line. */
    static PassPhrases read(Path file) throws UnusableException {
        try {
            return new PassPhrases(Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> !line.isEmpty())
                    .map(String::toCharArray)
                    .toList());
        } catch (IOException unreadable) {
            throw new UnusableException(file + " cannot be read");
        }
    }

    /** For a complaint about a key that none of them opens. */
    String expected() {
        return phrases.isEmpty() ? "" : " or with one of the password file's";
    }

    /** The key inside; null when it is none that is encrypted, or no pass phrase opens it. */
    PrivateKeyInfo open(Object encrypted) {
        for (var phrase : phrases) {
            try {
                if (encrypted instanceof PKCS8EncryptedPrivateKeyInfo key) {
                    return key.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(phrase));
                }
                if (encrypted instanceof PEMEncryptedKeyPair pair) {
                    return pair.decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                                    .setProvider(new BouncyCastleProvider())
                                    .build(phrase))
                            .getPrivateKeyInfo();
                }
            } catch (PEMException | PKCSException | OperatorCreationException otherPhrase) {
                // the next may fit
            } catch (IOException | RuntimeException broken) {
                return null;
            }
        }
        return null;
    }
}
