package io.waflab.reproduce;

import io.waflab.capture.CaptureException;
import io.waflab.capture.CaptureReading;
import io.waflab.diagnose.Diagnosis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The captures of known cause in {@code src/test/resources/captures}, diagnosed. */
final class PublicCaptures {

    static final List<String> NAMES = List.of(
            "client-asked-close",
            "client-distrusts-self-signed",
            "client-gives-up-10s",
            "client-pool-evicts-30s",
            "handshake-never-starts-10s",
            "header-timeout-10s",
            "missing-intermediate",
            "nginx-75s-default-idle",
            "no-common-cipher",
            "path-goes-silent",
            "plain-http-to-443",
            "race-request-after-close",
            "read-timeout-504-60s",
            "sni-refused",
            "syn-unanswered",
            "waf-120s-idle-unread-rst",
            "websocket-60s");

    private PublicCaptures() {}

    static Diagnosis diagnosis(String name) throws CaptureException {
        var all = new ArrayList<Diagnosis>();
        CaptureReading.read(file(name), story -> all.add(Diagnosis.of(story)), (bytes, total) -> {});
        return all.get(0);
    }

    static Path file(String name) {
        return Path.of("src/test/resources/captures", name + ".pcap");
    }
}
