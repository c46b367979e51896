package io.waflab.tls;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.tls.TlsFatalAlertReceived;

/** Finds the peer's alert in what each engine throws on receiving it: only BouncyCastle has a field for it. */
final class ReceivedAlert {

    /** JDK: {@code Received fatal alert: unknown_ca}. */
    private static final Pattern JDK = Pattern.compile("Received fatal alert: (\\w+)");

    /** BoringSSL: {@code error:10000418:SSL routines:OPENSSL_internal:TLSV1_ALERT_UNKNOWN_CA}. */
    private static final Pattern BORINGSSL = Pattern.compile(":(?:SSLV3|TLSV1)_ALERT_(\\w+)");

    private ReceivedAlert() {}

    static Optional<Alert> in(Throwable failure) {
        if (failure instanceof TlsFatalAlertReceived) {
            return Alert.of(((TlsFatalAlertReceived) failure).getAlertDescription());
        }
        var message = String.valueOf(failure.getMessage());
        for (var pattern : new Pattern[] {JDK, BORINGSSL}) {
            var matcher = pattern.matcher(message);
            if (matcher.find()) {
                return named(matcher.group(1));
            }
        }
        return Optional.empty();
    }

    private static Optional<Alert> named(String word) {
        for (var alert : Alert.values()) {
            if (alert.word().equals(word.toLowerCase(Locale.ROOT))) {
                return Optional.of(alert);
            }
        }
        return Optional.empty();
    }
}
