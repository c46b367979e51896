package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NginxModelTest {

    private static final String SERVER = "server { listen 127.0.0.1:8080; location / { return 204; } }";

    private static final String PORT = System.getProperty("user.name").equals("root") ? "*:80" : "*:8000";

    @TempDir
    Path folder;

    private LabConfig read(String text) throws ConfigException, IOException {
        return read(text, "tengine-3.2");
    }

    private LabConfig read(String text, String profile) throws ConfigException, IOException {
        var conf = Files.writeString(
                Files.createDirectories(folder.resolve("conf")).resolve("nginx.conf"), text);
        return ConfigReader.read(new NginxFile(conf, folder, List.of("e.log"), "pid p;", profile), List.of());
    }

    @Test
    void whatTheFileDoesNotSayIsTheProfiles() throws Exception {
        var http = "events {} http { keepalive_timeout 5s; " + SERVER + " }";
        var settings = read(http).servers().get(0).settings();
        assertThat(settings.time(Directive.KEEPALIVE_TIMEOUT)).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.text(Directive.LINGERING_CLOSE)).isEqualTo("off");
        assertThat(settings.text(Directive.IMITATES)).isEqualTo("Tengine/3.2.0");
        settings = read(http, "nginx-1.22").servers().get(0).settings();
        assertThat(settings.text(Directive.LINGERING_CLOSE)).isEqualTo("on");
        assertThat(settings.text(Directive.IMITATES)).isEqualTo("nginx/1.22.1");
    }

    @Test
    void aWorkerHasAsManyConnectionsAsInNginx() throws Exception {
        var rest = " http { " + SERVER + " }";
        assertThat(read("events {}" + rest).main().count(Directive.WORKER_CONNECTIONS))
                .isEqualTo(512);
        assertThat(read("events { worker_connections 7; }" + rest).main().count(Directive.WORKER_CONNECTIONS))
                .isEqualTo(7);
    }

    @Test
    void nginxOf122SpeaksTls13OnlyWhereItIsToldTo() throws Exception {
        var settings = read("events {} http { " + SERVER + " }", "nginx-1.22")
                .servers()
                .get(0)
                .settings();
        assertThat(settings.words(Directive.SSL_PROTOCOLS)).containsExactly("TLSv1.2");
        assertThat(settings.words(Directive.PROXY_SSL_PROTOCOLS)).containsExactly("TLSv1.2");
        settings = read("events {} http { ssl_protocols TLSv1.3; " + SERVER + " }", "nginx-1.22")
                .servers()
                .get(0)
                .settings();
        assertThat(settings.words(Directive.SSL_PROTOCOLS)).containsExactly("TLSv1.3");
    }

    @Test
    void oneWorkerServesUnlessTheFileAsksForMore() throws Exception {
        var rest = " events {} http { " + SERVER + " }";
        assertThat(read(rest).main().text(Directive.WORKER_PROCESSES)).isEqualTo("1");
        assertThat(read("worker_processes 3;" + rest).main().text(Directive.WORKER_PROCESSES))
                .isEqualTo("3");
    }

    @Test
    void logsAreWrittenWithoutBeingAskedFor() throws Exception {
        var settings =
                read("events {} http { " + SERVER + " }").servers().get(0).settings();
        assertThat(settings.lines(Directive.ERROR_LOG)).containsExactly(List.of("e.log"));
        assertThat(settings.lines(Directive.ACCESS_LOG)).containsExactly(List.of("logs/access.log"));
        settings = read("error_log a; error_log b; events {} http { access_log off; " + SERVER + " }")
                .servers()
                .get(0)
                .settings();
        assertThat(settings.lines(Directive.ERROR_LOG)).containsExactly(List.of("a"), List.of("b"));
        assertThat(settings.lines(Directive.ACCESS_LOG)).containsExactly(List.of("off"));
    }

    @Test
    void theParameterIsReadBeforeTheFile() throws Exception {
        assertThat(read("events {} http { " + SERVER + " }").main().text(Directive.PID))
                .isEqualTo("p");
        assertThatThrownBy(() -> read("pid q; events {} http { " + SERVER + " }"))
                .hasMessageContaining("duplicate");
    }

    @Test
    void aServerWithoutListenListensToPort80() throws Exception {
        var server = read("events {} http { server { return 204; } }").servers().get(0);
        assertThat(server.listens()).extracting(Listen::address).containsExactly(PORT);
    }

    @Test
    void certificatesAreBesideTheFileAndLogsBelowThePrefix() throws Exception {
        Files.createDirectories(folder.resolve("conf"));
        Files.writeString(folder.resolve("conf/a.crt"), "");
        var config = read("events {} http { ssl_certificate a.crt; ssl_certificate_key a.crt; server { "
                + "listen 127.0.0.1:8443 ssl; return 204; } }");
        assertThat(config.servers().get(0).settings().lines(Directive.SSL_CERTIFICATE))
                .containsExactly(List.of(folder + "/conf/a.crt"));
        assertThat(config.base()).isEqualTo(folder);
    }

    @Test
    void eventsMustBeThere() {
        assertThatThrownBy(() -> read("http { " + SERVER + " }"))
                .hasMessageContaining("no \"events\" section in configuration");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            events {}                                                  | no http or stream block: nothing is listened to
            events {} http { }                                         | http: no server: nothing is listened to
            events {} http { upstream u { server 127.0.0.1:1; } }      | http: no server: nothing is listened to
            """)
    void aFileWithoutServersIsTakenAndSaid(String text, String said) throws Exception {
        var config = read(text);
        assertThat(config.servers()).isEmpty();
        assertThat(config.notes()).extracting(Problem::message).containsExactly(said);
    }

    @Test
    void versionsOfTlsThatNobodyHasAnyMoreAreLeftOutAndSaid() throws Exception {
        var config = read("events {} http { ssl_protocols SSLv3 tlsv1.2 TLSv1.3; " + SERVER + " }");
        assertThat(config.servers().get(0).settings().words(Directive.SSL_PROTOCOLS))
                .containsExactly("TLSv1.2", "TLSv1.3");
        assertThat(config.notes()).singleElement().asString().contains("SSLv2 and SSLv3 are left out");
    }

    @Test
    void everyBeginningOfAFileIsRefusedWithItsPlace() throws Exception {
        var whole = """
                # a comment; "
                worker_processes 2;
                events { worker_connections 512; }
                http {
                    log_format main '$remote_addr "$request"' $status;
                    keepalive_timeout "1h 30m" 60s;
                    map $uri $old { default 0; ~^/o 1; "" "a b"; }
                    upstream b { server 127.0.0.1:9000 weight=2; keepalive 16; }
                    server {
                        listen 127.0.0.1:8080 default_server;
                        if ($old = "1") { return 301 /new; }
                        location ~ \\.php$ { proxy_pass http://b; }
                        location / { return 200 "it's \\"${uri}\\"\\n"; }
                    }
                }""";
        assertThat(read(whole).servers()).hasSize(1);
        for (int length = 0; length < whole.length(); length++) {
            var beginning = whole.substring(0, length);
            if (beginning.strip().endsWith("512; }")) {
                assertThat(read(beginning).servers()).isEmpty();
                continue;
            }
            assertThatThrownBy(() -> read(beginning)).as(beginning).satisfies(failure -> {
                assertThat(failure).isInstanceOf(ConfigException.class);
                assertThat(((ConfigException) failure).problems())
                        .isNotEmpty()
                        .allMatch(problem -> problem.origin().file().equals(folder + "/conf/nginx.conf"));
            });
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            upstream u { }                                        | no servers are inside upstream
            upstream u { server 127.0.0.1; } upstream u { server 127.0.0.1; } | duplicate upstream "u"
            upstream u { server 127.0.0.1:99999; }                | invalid port in "127.0.0.1:99999" (expected 1 to 65535)
            server { listen 127.0.0.1:80; listen 127.0.0.1:80; }  | a duplicate listen 127.0.0.1:80
            server { listen 1; location / { limit_except { deny all; } } } | invalid number of arguments in "limit_except" directive
            server { listen 1; if ($uri=/a) { break; } }           | unknown "uri=/a" variable (blanks are expected around an operator)
            server { listen 1; set $x; }                           | invalid number of arguments in "set" directive
            server { listen 1; server_name ~; }                    | empty regex in server name "~"
            map $uri $x { a b c; }                                 | invalid number of the map parameters
            geo $x { a b; }                                        | invalid network "a"
            server { listen 80; location / { proxy_pass http://no.such.host.invalid; } } | host not found in upstream "no.such.host.invalid"
            """)
    void whatNginxRefusesTooIsSaidInItsWords(String wrong, String said) {
        assertThatThrownBy(() -> read("events {} http { " + wrong + " " + SERVER + " }"))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Problem::nginxLine)
                                .containsExactly(said + " in " + folder.resolve("conf/nginx.conf") + ":1"));
    }
}
