package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EffectiveTest {

    @Test
    void everyValueInForceHasThePlaceWhereItWasSet() throws ConfigException {
        var text = Effective.of(Configs.http("""
                keepalive_timeout = "75s 60s"
                servers = [{ listen = ["127.0.0.1:8080"], send_timeout = 3
                  locations { "~* a b" {
                    send_timeout = 4
                    add_header = ["A 'b c'", "D e"]
                    proxy_pass = "http://127.0.0.1:9"
                  } } }]"""));
        assertThat(text)
                .contains("server   lab.conf:3\n")
                .containsPattern("(?m)^  keepalive_timeout 75s 60s +lab\\.conf:2$")
                .containsPattern("(?m)^  send_timeout 3 +lab\\.conf:3$")
                .contains("\n  location ~* a b   lab.conf:4\n")
                .containsPattern("(?m)^    send_timeout 4 +lab\\.conf:5$")
                .containsPattern("(?m)^    add_header A \"b c\" +lab\\.conf:6$")
                .containsPattern("(?m)^    add_header D e +lab\\.conf:6$")
                .containsPattern("(?m)^    proxy_read_timeout 60s +default$")
                .contains("upstream 127.0.0.1:9   lab.conf:7\n")
                .contains("\n  server 127.0.0.1:9 weight=1 max_fails=1 fail_timeout=10s\n")
                .containsPattern("(?m)^  keepalive_requests 1000 +default$");
    }

    @Test
    void theDefaultConfigurationShowsTheProfilesLine() throws ConfigException {
        var text = Effective.of(ConfigReader.read(Path.of("conf/waflab.conf")));
        assertThat(text)
                .containsPattern(Pattern.compile(
                        "^ +keepalive_timeout 120s +conf/profiles/aliyun-waf-3\\.conf:\\d+$", Pattern.MULTILINE));
    }

    @Test
    void whatIsRewrittenStandsInItsOrderEachStepWithItsPlace() throws ConfigException {
        var text = Effective.of(Configs.http("""
                servers = [{ listen = ["127.0.0.1:8080"]
                  steps = ["set $a 1", "rewrite ^/x /y"]
                  locations { "/" { steps = [
                    "set $b 2"
                    { "if ($b)": { steps = ["set $c 3"], proxy_pass = "http://127.0.0.1:9" } }
                    "rewrite ^ /z break"
                    "set $d 4"
                    "return 204"
                  ] } } }]"""));
        assertThat(text.lines()
                        .filter(line -> line.contains("$") && line.contains("lab.conf")
                                || line.contains("order")
                                || line.contains("rewrite ")
                                || line.contains("return ")
                                || line.contains("9"))
                        .filter(line -> !line.contains("rewrite_") && !line.contains("default"))
                        .filter(line -> !line.contains("upstream") && !line.contains("server "))
                        .map(line -> line.replaceAll(" {3,}lab", " lab")))
                .containsExactly(
                        "  in this order",
                        "    set $a 1 lab.conf:3",
                        "    rewrite ^/x /y lab.conf:3",
                        "    in this order",
                        "      set $b 2 lab.conf:5",
                        "      if ($b) lab.conf:6",
                        "        set $c 3 lab.conf:6",
                        "        proxy_pass http://127.0.0.1:9 lab.conf:6",
                        "      rewrite ^ /z break lab.conf:7",
                        "      set $d 4 lab.conf:8",
                        "      return 204 lab.conf:9");
    }
}
