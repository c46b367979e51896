package io.waflab.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Cause;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every key that a diagnosis may use is in the English bundle, and the bundle has no others. */
class SentencesOfDiagnosesTest {

    private static final Pattern KEY =
            Pattern.compile("\"((?:finding|evidence|advice|tells|hop|tune)\\.[a-z0-9.-]*[a-z0-9])\"");

    @Test
    void theBundleHasExactlyWhatIsSaid() throws IOException {
        var used = new TreeSet<String>();
        Arrays.stream(Cause.values()).map(cause -> "finding." + cause.id()).forEach(used::add);
        try (var files = Files.list(Path.of("src/main/java/io/waflab/diagnose"))) {
            for (var file : files.toList()) {
                KEY.matcher(Files.readString(file)).results().forEach(found -> used.add(found.group(1)));
            }
        }
        var bundle = new Properties();
        try (var in = getClass().getResourceAsStream("/io/waflab/report/sentences.properties")) {
            bundle.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        assertThat(bundle.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(used);
    }
}
