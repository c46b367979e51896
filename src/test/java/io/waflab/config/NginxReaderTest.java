package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NginxReaderTest {

    @TempDir
    Path folder;

    private List<Statement> read(String text) throws ConfigException, IOException {
        var faults = new Problems();
        var statements = NginxReader.read(write("nginx.conf", text), faults);
        faults.throwIfAny();
        return statements;
    }

    private Path write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Statement statement(String name, int line, List<String> words, Statement... block) {
        return new Statement(name, words, new Origin(folder + "/nginx.conf", line), List.of(block));
    }

    @Test
    void blocksAreNestedAsWritten() throws Exception {
        assertThat(read("http {\n server {\n  location / { return 204; }\n }\n}\npid x;"))
                .containsExactly(
                        statement(
                                "http",
                                1,
                                List.of(),
                                statement(
                                        "server",
                                        2,
                                        List.of(),
                                        statement(
                                                "location", 3, List.of("/"), statement("return", 3, List.of("204"))))),
                        statement("pid", 6, List.of("x")));
    }

    @Test
    void anIncludeIsReadInItsPlaceAgainstTheMainFilesFolderAndKeepsItsOwnLines() throws Exception {
        write("a/one.conf", "\nx 1; include a/two.conf;");
        write("a/two.conf", "y 2;");
        var all = read("http { include a/o*.conf; z; }").get(0).block();
        assertThat(all.stream().map(each -> each.name() + " " + each.origin()))
                .containsExactly(
                        "x " + folder + "/a/one.conf:2",
                        "y " + folder + "/a/two.conf:1",
                        "z " + folder + "/nginx.conf:1");
    }

    @Test
    void whatCannotBeIncludedIsSaidWithThePlaceOfTheInclude() throws IOException {
        assertThatThrownBy(() -> read("\ninclude no.conf;"))
                .hasMessage(folder + "/nginx.conf:2: open() \"" + folder
                        + "/no.conf\" failed (2: No such file or directory)");
        assertThatThrownBy(() -> read("include a b;"))
                .hasMessage(folder + "/nginx.conf:1: invalid number of arguments in \"include\" directive");
        assertThatThrownBy(() -> read("include nginx.conf;")).hasMessageContaining("includes itself");
        write("bad.conf", "\n\n}");
        assertThatThrownBy(() -> read("include bad.conf;")).hasMessage(folder + "/bad.conf:3: unexpected \"}\"");
    }

    @Test
    void aFileThatIsNotThereHasNoPlace() {
        assertThatThrownBy(() -> NginxReader.read(folder.resolve("no.conf"), new Problems()))
                .hasMessage("open() \"" + folder + "/no.conf\" failed (2: No such file or directory)");
    }

    @Test
    void bracesMustMatch() {
        assertThatThrownBy(() -> read("http {\n")).hasMessageEndingWith(":2: unexpected end of file, expecting \"}\"");
        assertThatThrownBy(() -> read("http {}}")).hasMessageEndingWith(":1: unexpected \"}\"");
        assertThatThrownBy(() -> read("a {".repeat(200))).hasMessageContaining("nested deeper than 100");
    }

    @Test
    void aRegularExpressionsBraceOutsideOfQuotesIsSaidWhereItStands() {
        assertThatThrownBy(() -> read("server {\nlocation ~ ^/a{2}$ { return 204; }\n}\n"))
                .hasMessageEndingWith(
                        ":2: unknown directive \"2}$\" (a regular expression that has { or ; is to be in quotes)");
        assertThatCode(() -> read("server {\nlocation ~ \"^/a{2}$\" { return 204; }\n}\n"))
                .doesNotThrowAnyException();
    }

    @Test
    void aParameterHasDirectivesButNoBlocks() throws Exception {
        assertThat(NginxReader.ofParameter("pid a; daemon off;", folder, new Problems()))
                .hasSize(2);
        assertThatThrownBy(() -> NginxReader.ofParameter("events {}", folder, new Problems()))
                .hasMessage("command line: block directives are not supported in -g option");
        assertThatThrownBy(() -> NginxReader.ofParameter("pid a", folder, new Problems()))
                .hasMessage("command line: unexpected end of parameter, expecting \";\"");
    }

    private static Statement withoutOrigin(Statement statement) {
        return new Statement(
                statement.name(),
                statement.arguments(),
                Origin.DEFAULT,
                statement.block().stream().map(NginxReaderTest::withoutOrigin).toList());
    }

    @Test
    void whatIsPrintedInAnyQuotesIsReadBackAsItWas() throws Exception {
        for (long seed = 0; seed < 2000; seed++) {
            var conf = new RandomConf(seed);
            var tree = conf.tree(3);
            var text = conf.text(tree);
            assertThat(NginxReader.ofText("random", text, folder, new Problems()))
                    .extracting(NginxReaderTest::withoutOrigin)
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(tree.stream().map(NginxReaderTest::withoutOrigin).toList());
        }
    }

    @Test
    void linesAreCountedThroughQuotesAndComments() throws Exception {
        var all = read("a 'x\n\ny' # ;\n;\nb \"\\\n\" c;\nd;");
        assertThat(all.stream().map(each -> each.name() + each.origin().line())).containsExactly("a4", "b6", "d7");
    }
}
