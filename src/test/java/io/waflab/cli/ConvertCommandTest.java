package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return new Main(new PrintWriter(out, true), new PrintWriter(err, true), false).run(args);
    }

    @Test
    void whatIsPrintedPassesTheCheck() throws IOException {
        var file = Files.writeString(
                folder.resolve("nginx.conf"),
                "events {} http { server { listen 127.0.0.1:8080; location /a { return 200 \"x;\"; } } }");
        assertThat(run("convert", file.toString(), "--profile", "aliyun-waf-3")).isEqualTo(Main.DONE);
        assertThat(out.toString()).contains("include \"profiles/aliyun-waf-3.conf\"");
        var converted = Files.writeString(folder.resolve("lab.conf"), out.toString());
        assertThat(run("check", "-c", converted.toString())).as(err.toString()).isEqualTo(Main.DONE);
    }

    @Test
    void aFileThatCannotBeUsedIsRefusedWithItsProblems() throws IOException {
        var file = Files.writeString(folder.resolve("nginx.conf"), "events {} http {\n foo; }");
        assertThat(run("convert", file.toString())).isEqualTo(Main.REFUSED);
        assertThat(err.toString()).contains(file + ":2: foo: unknown directive");
        assertThat(out.toString()).isEmpty();
    }
}
