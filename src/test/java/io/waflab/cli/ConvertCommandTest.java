package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    void aFileOfStreamAloneIsConvertedTestedAndShown() throws IOException {
        var text = "events {} stream { upstream u { server 127.0.0.1:9001 weight=2; least_conn; }"
                + " map $ssl_preread_server_name $to { lab.test u; default 127.0.0.1:1; }"
                + " server { listen 127.0.0.1:8443; ssl_preread on; proxy_pass $to; proxy_timeout 3s; }"
                + " server { listen 127.0.0.1:8444; deny all; return \"bye $remote_addr\"; } }";
        var file = Files.writeString(folder.resolve("nginx.conf"), text);
        assertThat(run("convert", file.toString(), "--profile", "aliyun-waf-3")).isEqualTo(Main.DONE);
        var converted = Files.writeString(folder.resolve("lab.conf"), out.toString());
        assertThat(streamOf(converted, "--effective"))
                .contains("127.0.0.1:8443", "proxy_timeout 3s", "ssl_preread on", "127.0.0.1:8444", "deny all");
        out.getBuffer().setLength(0);
        assertThat(run("nginx", "-p", folder + "/", "-c", "nginx.conf", "-t")).isEqualTo(Main.DONE);
        assertThat(err.toString()).contains("nginx.conf test is successful");
        assertThat(run("nginx", "-p", folder + "/", "-c", "nginx.conf", "-T")).isEqualTo(Main.DONE);
        assertThat(out.toString()).contains("# configuration file " + file + ":", text);
    }

    /** What check shows of the stream block, without the places. */
    private String streamOf(Path file, String... options) {
        out.getBuffer().setLength(0);
        var all = new ArrayList<>(List.of("check", "-c", file.toString()));
        all.addAll(List.of(options));
        assertThat(run(all.toArray(String[]::new))).as(err.toString()).isEqualTo(Main.DONE);
        var shown = out.toString();
        return shown.substring(shown.indexOf("\nstream\n"));
    }

    @Test
    void aFileThatCannotBeUsedIsRefusedWithItsProblems() throws IOException {
        var file = Files.writeString(folder.resolve("nginx.conf"), "events {} http {\n foo; }");
        assertThat(run("convert", file.toString())).isEqualTo(Main.REFUSED);
        assertThat(err.toString()).contains(file + ":2: foo: unknown directive");
        assertThat(out.toString()).isEmpty();
    }
}
