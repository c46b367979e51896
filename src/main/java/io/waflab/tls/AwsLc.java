package io.waflab.tls;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.util.Arrays;
import java.util.Optional;

/**
 * AWS-LC, through the Amazon Corretto Crypto Provider. Like OpenSSL 3, and unlike BoringSSL of which it is a branch, it computes RSA
 * with AVX-512 IFMA: a signature of 2048 bits takes 0.26 ms in the place of 0.53. Without IFMA it takes as long as BoringSSL.
 */
final class AwsLc {

    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(AwsLc.class);
    private static final Path CPU = Path.of("/proc/cpuinfo");

    /** Looked for once. */
    private static final class Loaded {

        private static final Optional<Provider> PROVIDER = load(CPU);
    }

    private AwsLc() {}

    /** Empty where it does not run, or is no faster; the log says why. The first call loads it: not for event loops. */
    static Optional<Provider> provider() {
        return Loaded.PROVIDER;
    }

    static Optional<Provider> load(Path cpu) {
        try {
            if (!hasIfma(cpu)) {
                LOG.info("RSA by BoringSSL: AWS-LC is faster only on CPUs with AVX-512 IFMA");
                return Optional.empty();
            }
            var provider = AmazonCorrettoCryptoProvider.INSTANCE;
            if (provider.getLoadingError() != null) {
                return missing(provider.getLoadingError());
            }
            LOG.info("RSA by AWS-LC from now on ({} {})", provider.getName(), provider.getVersionStr());
            return Optional.of(provider);
        } catch (IOException | RuntimeException | LinkageError refused) {
            return missing(refused);
        }
    }

    private static Optional<Provider> missing(Throwable why) {
        LOG.info("RSA by BoringSSL: AWS-LC did not load: {}", why.toString());
        return Optional.empty();
    }

    /** @param cpu what Linux says of the processors, one word for each thing that they can do */
    private static boolean hasIfma(Path cpu) throws IOException {
        if (!Files.exists(cpu)) {
            return false;
        }
        try (var lines = Files.lines(cpu)) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .filter(line -> Arrays.asList(line.split(" ")).contains("avx512ifma"))
                    .isPresent();
        }
    }
}
