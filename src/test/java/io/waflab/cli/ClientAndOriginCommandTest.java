package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.waflab.reproduce.LabOrigin;
import io.waflab.reproduce.OriginOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("wire")
@Timeout(30)
class ClientAndOriginCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private LabOrigin origin;

    @BeforeEach
    void start() throws IOException {
        origin = LabOrigin.start(OriginOptions.local());
    }

    @AfterEach
    void stop() throws IOException {
        origin.close();
    }

    private int run(Callable<Integer> command, String... arguments) {
        return new Main(new PrintWriter(out, true), new PrintWriter(err, true), false)
                .execute(new Commands.Entry(Commands.LAB, "command", () -> command), arguments);
    }

    @Test
    void aScenarioIsPlayedAndTold() {
        int code = run(new ClientCommand(), "--target", origin.url(), "--scenario", "one-request");

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("client -> server  request")
                .contains("client <- server  response                200  HTTP/1.1 200 OK")
                .contains("response: 200 connection=-, 100 bytes, complete")
                .contains("the server's end: still-open");
    }

    /** An address of documentation (RFC 5737): nobody is there to answer. */
    @ParameterizedTest
    @ValueSource(strings = {"--scenario=one-request", "--measure=close"})
    void anotherMachineIsWarnedOfBeforeItIsTalkedTo(String what) {
        run(new ClientCommand(), "--target", "http://203.0.113.1:9", what, "--limit", "300ms");

        assertThat(err.toString())
                .startsWith("warning: this talks to 203.0.113.1:9, which is not this machine" + System.lineSeparator());
    }

    @Test
    void howLongAfterItsAnswerTheServerClosedIsTold() {
        run(
                new ClientCommand(),
                "--target",
                origin.url(),
                "--scenario",
                "idle-until-closed",
                "--path",
                "/idleclose?t=0.3",
                "--pause",
                "9s");

        assertThat(out.toString()).containsPattern("the server's end: fin, read 0\\.[0-9]{3} s after its last answer");
    }

    @Test
    void ownStepsAndExpectationsDecideTheExitCode() {
        assertThat(run(new ClientCommand(), steps("request:/close", "response", "read-to-end", "expect:fin")))
                .isZero();
        assertThat(run(new ClientCommand(), steps("request:/ok", "response", "expect:status=504")))
                .isEqualTo(1);
        assertThat(out.toString()).contains("FAIL expect:status=504: was still-open; 200");
    }

    @Test
    void jsonIsOneObservationALine() throws IOException {
        run(new ClientCommand(), "--target", origin.url(), "--format", "json");

        var lines = out.toString().lines().toList();
        assertThat(lines.size()).isGreaterThan(4);
        for (var line : lines) {
            assertThat(new ObjectMapper().readTree(line).fieldNames())
                    .toIterable()
                    .startsWith("t", "leg", "by", "what");
        }
    }

    @Test
    void aFileSaysWhatOptionsDoNot(@TempDir Path folder) throws IOException {
        var file = Files.writeString(
                folder.resolve("client.conf"),
                "target = \"" + origin.url() + "\"\nscenario = one-request\npath = \"/status?c=418\"");

        assertThat(run(new ClientCommand(), "-c", file.toString())).isZero();
        assertThat(out.toString()).contains("418");
    }

    @Test
    void whatCannotBeUsedIsOneLineAndExitCodeTwo() throws IOException {
        assertThat(run(new ClientCommand())).isEqualTo(2);
        assertThat(run(new ClientCommand(), "--target", "ftp://h")).isEqualTo(2);
        assertThat(run(new ClientCommand(), steps("requst:/ok"))).isEqualTo(2);
        assertThat(run(new ClientCommand(), "--target", origin.url(), "--speed", "0"))
                .isEqualTo(2);
        assertThat(run(new OriginCommand(), "--listen", "127.0.0.1:" + origin.port()))
                .isEqualTo(2);
        assertThat(run(new OriginCommand(), "--behave", "nosuch")).isEqualTo(2);
        assertThat(run(new OriginCommand(), "--listen", "here")).isEqualTo(2);
        origin.close();
        assertThat(run(new ClientCommand(), steps("request:/ok"))).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(8).last().asString().contains("cannot connect to");
    }

    /** Before anybody is connected to: exit code 2 and one line that names the file. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --cacert DIR/nosuch.pem              | nosuch.pem: no such file
            --cacert DIR/words.pem               | words.pem: no certificate in it (expected PEM)
            --cacert DIR/broken.pem              | broken.pem: no certificate in it (expected PEM)
            --cipher BOGUS                       | --cipher: "BOGUS" is no suite that the client speaks (expected an IANA name
            --protocol TLSv1.4                   | --protocol: "TLSv1.4" (expected one of: TLSv1.3, TLSv1.2)
            --alpn h2,,http/1.1                  | --alpn: "" is no protocol (expected 1 to 255 bytes, as h2 or http/1.1)
            -c DIR/tls.conf                      | tls.conf:1: protocols: "TLSv1.4" (expected one of: TLSv1.3, TLSv1.2)
            --sni a\tb                           | --sni: "a\\x09b" cannot be sent as SNI
            --save-profile DIR/nodir/p.conf      | /nodir (expected: one that exists)
            --save-profile DIR                   | is a folder
            --pause soon                         | --pause: "soon" is not a time
            --limit soon                         | --limit: "soon" is not a time
            --receive-buffer=-1                  | --receive-buffer: -1 (expected 1 or more bytes)
            -c DIR/large.conf                    | large.conf:1: receive_buffer: "3g" is too large
            """)
    void whatCannotBeUsedIsNoticedBeforeConnecting(String arguments, String complaint, @TempDir Path folder)
            throws IOException {
        Files.writeString(folder.resolve("words.pem"), "no PEM\n");
        Files.writeString(
                folder.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Files.writeString(folder.resolve("tls.conf"), "protocols = [TLSv1.2, TLSv1.4]");
        Files.writeString(folder.resolve("large.conf"), "receive_buffer = 3g");
        var all = new java.util.ArrayList<>(List.of("--target", "https://127.0.0.1:" + origin.port()));
        all.addAll(List.of(arguments.replace("DIR", folder.toString()).split(" ")));

        assertThat(run(new ClientCommand(), all.toArray(new String[0])))
                .as(out + " " + err)
                .isEqualTo(2);
        assertThat(err.toString()).contains(complaint).hasLineCount(1);
        assertThat(origin.accepted()).isZero();
    }

    @Test
    void aScriptThatNeverReachesItsServerSaysWhy() throws IOException {
        var arguments = steps("pause:1ms", "connect", "request:/ok");
        origin.close();

        assertThat(run(new ClientCommand(), arguments)).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("cannot connect to 127.0.0.1:" + origin.port()
                        + ": Connection refused (expected a server that listens there)");
    }

    @Test
    void addressesAreWrittenAsPeopleWriteThem() {
        assertThat(run(new ClientCommand(), steps("request:/ok", "response"))).isZero();
        assertThat(out.toString()).contains("open                         to 127.0.0.1:" + origin.port());
        var accepted = origin.stories().get(0).get(0);
        assertThat(accepted.detail()).matches("from 127\\.0\\.0\\.1:\\d+");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            client --target http://nosuch.invalid:80          | cannot resolve nosuch.invalid (expected a name that DNS knows, or an address)
            client --as jdk --target http://nosuch.invalid:80 | cannot resolve nosuch.invalid (expected a name that DNS knows, or an address)
            client --target http://127.0.0.1:0                | --target http://127.0.0.1:0: expected https://HOST:PORT
            client --target http://127.0.0.1:65536            | --target http://127.0.0.1:65536: expected https://HOST:PORT
            origin --listen nosuch.invalid:80                 | --listen: cannot resolve nosuch.invalid (expected an address of this machine)
            origin --listen 127.0.0.1:PORT                    | cannot listen on 127.0.0.1:PORT: Address already in use (expected an address
            """)
    void anAddressThatCannotBeUsedIsToldInOneLine(String line, String complaint) {
        var port = String.valueOf(origin.port());
        var words = line.replace("PORT", port).split(" ", 2);

        assertThat(run(words[0].equals("client") ? new ClientCommand() : new OriginCommand(), words[1].split(" ")))
                .isEqualTo(2);
        assertThat(err.toString())
                .startsWith(complaint.replace(":PORT", ":" + port).replace("HOST:" + port, "HOST:PORT"))
                .hasLineCount(1);
    }

    @Test
    void whatATerminalWouldObeyIsEscaped() {
        assertThat(run(new OriginCommand(), "--behave", "\u001b[31mred")).isEqualTo(2);
        assertThat(run(new CertsCommand(), "--dir", "/dev/null/\u001b[31mred")).isEqualTo(2);
        assertThat(run(new CheckCommand(), "-c", "\u001b[31mred.conf")).isNotZero();
        assertThat(err.toString()).doesNotContain("\u001b").contains("\\x1b");
        assertThat(err.toString().lines()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void stepsAndScenariosAreListed() {
        assertThat(run(new ClientCommand(), "--steps")).isZero();
        assertThat(out.toString()).contains("pause:TIME").contains("idle-unread");
    }

    private String[] steps(String... steps) {
        var arguments = new java.util.ArrayList<>(List.of("--target", origin.url()));
        for (var step : steps) {
            arguments.addAll(List.of("--step", step));
        }
        return arguments.toArray(new String[0]);
    }
}
