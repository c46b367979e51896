package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwsLcTest {

    @TempDir
    Path folder;

    /** The library where there is one for this system, whatever its CPU has. */
    static Provider anyCpu(Path folder) throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64"));
        return of(folder, "flags\t\t: fpu avx512f avx512ifma vaes").orElseThrow();
    }

    private static Optional<Provider> of(Path folder, String flags) throws IOException {
        return AwsLc.load(Files.writeString(folder.resolve("cpuinfo"), "processor\t: 0\n" + flags + "\n"));
    }

    @Test
    void itIsTakenOnlyWhereTheCpuHasIfma() throws IOException {
        assertThat(of(folder, "flags\t\t: fpu avx2 avx512f")).isEmpty();
        assertThat(of(folder, "Features\t: fp asimd sha2")).isEmpty();
        assertThat(AwsLc.load(folder.resolve("none"))).isEmpty();
        assertThat(anyCpu(folder).getName()).isEqualTo("AmazonCorrettoCryptoProvider");
    }

    @Test
    void whatCannotBeReadLeavesBoringSslInPlace() {
        assertThat(AwsLc.load(folder)).isEmpty();
    }
}
