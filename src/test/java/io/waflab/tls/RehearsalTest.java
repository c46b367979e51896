package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.Directive;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RehearsalTest {

    private static final int ROUNDS = 3;

    @TempDir
    static Path folder;

    private final SettingsBuilder settings = new SettingsBuilder();

    private ServerTls tls(TlsEngine engine) throws Exception {
        return ServerTls.of(engine, settings.build(), folder, new LabCertificates(folder), List.of("h2", "http/1.1"));
    }

    @ParameterizedTest
    @EnumSource(names = {"BCTLS", "JDK"})
    void everyRoundGoesWellInBothVersions(TlsEngine engine) throws Exception {
        assertThat(tls(engine).rehearse(ROUNDS, () -> true)).isEqualTo(ROUNDS);
    }

    @ParameterizedTest
    @EnumSource(names = {"BCTLS", "JDK"})
    void aServerOfOneVersionIsRehearsedInThatOne(TlsEngine engine) throws Exception {
        settings.words(Directive.SSL_PROTOCOLS, "TLSv1.3");
        assertThat(tls(engine).rehearse(ROUNDS, () -> true)).isEqualTo(ROUNDS);
    }

    @ParameterizedTest
    @EnumSource(names = {"BCTLS", "JDK"})
    void nobodyIsAskedForACertificateThatTheRehearsalDoesNotHave(TlsEngine engine) throws Exception {
        settings.text(Directive.SSL_VERIFY_CLIENT, "optional_no_ca");
        assertThat(tls(engine).rehearse(ROUNDS, () -> true)).isEqualTo(ROUNDS);
    }

    @ParameterizedTest
    @EnumSource(names = {"BCTLS", "JDK"})
    void whoeverSaysStopIsHeardBeforeTheNextRound(TlsEngine engine) throws Exception {
        var left = new int[] {2};
        assertThat(tls(engine).rehearse(ROUNDS, () -> left[0]-- > 0)).isEqualTo(2);
    }

    /** A server whose clients cannot shake hands either. */
    @ParameterizedTest
    @EnumSource(names = {"BCTLS", "JDK"})
    void theFirstRoundThatFailsIsTheLast(TlsEngine engine) throws Exception {
        new LabCertificates(folder).make();
        settings.lines(Directive.SSL_CERTIFICATE, "server-rsa.pem");
        settings.lines(Directive.SSL_CERTIFICATE_KEY, "server-rsa.key");
        settings.words(Directive.SSL_PROTOCOLS, "TLSv1.2");
        settings.text(Directive.SSL_CIPHERS, "ECDHE-ECDSA-AES128-GCM-SHA256");
        var asked = new int[1];
        assertThat(tls(engine).rehearse(ROUNDS, () -> ++asked[0] > 0)).isZero();
        assertThat(asked[0]).isEqualTo(1);
    }
}
