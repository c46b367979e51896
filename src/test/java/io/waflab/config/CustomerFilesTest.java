package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files such as customers have: what is taken without effect is named, what is refused is so all at once. */
class CustomerFilesTest {

    private static final String FOLDER = "src/test/resources/customers/";

    private static List<String> problems(String file) {
        try {
            ConfigReader.read(Path.of(FOLDER + file));
            return List.of();
        } catch (ConfigException refused) {
            return lines(refused.problems());
        }
    }

    private static List<String> lines(List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.toString().replaceFirst("^.*/", ""))
                .toList();
    }

    @Test
    void aGatewayIsTakenAsItIs() throws ConfigException {
        var config = ConfigReader.read(Path.of(FOLDER + "gateway.conf"));
        assertThat(lines(config.notes()))
                .contains(
                        "gateway.conf:6: error_log to syslog: known, and nothing is written there",
                        "gateway.conf:63: ssl_stapling: known, and without effect in waflab",
                        "gateway.conf:79: proxy_cache: there is no cache, each request goes to the upstream as on a miss",
                        "gateway.conf:82: proxy_cache_use_stale: known, and without effect in waflab")
                .noneMatch(line -> line.contains(" gzip"))
                .noneMatch(line -> line.contains(" charset"));
    }

    @Test
    void ofWordPressEachThingThatIsNotDoneIsOneLine() {
        assertThat(problems("wordpress.conf"))
                .containsExactly(
                        "wordpress.conf:24: fastcgi_pass: a directive of nginx that waflab does not have (leave it out to run the rest)",
                        "wordpress.conf:32: auth_basic: a directive of nginx that waflab does not have"
                                + " (only \"auth_basic off\" is accepted)",
                        "wordpress.conf:34: autoindex: a directive of nginx that waflab does not have"
                                + " (only \"autoindex off\" is accepted)",
                        "wordpress.conf:37: sub_filter: a directive of nginx that waflab does not have (leave it out to run the rest)",
                        "wordpress.conf:38: sub_filter_once: a directive of nginx that waflab does not have (leave it out to run the rest)");
    }

    @Test
    void ofTengineHealthChecksAreTakenAndWhatChangesAnswersIsNot() {
        assertThat(problems("tengine.conf"))
                .containsExactly(
                        "tengine.conf:9: server_tag: a directive of nginx that waflab does not have"
                                + " (only \"server_tag on\" is accepted)",
                        "tengine.conf:17: session_sticky: a directive of nginx that waflab does not have (leave it out to run the rest)",
                        "tengine.conf:35: check_status: a directive of nginx that waflab does not have (leave it out to run the rest)",
                        "tengine.conf:38: dyups_interface: a directive of nginx that waflab does not have (leave it out to run the rest)",
                        "tengine.conf:41: access_by_lua_block: a directive of nginx that waflab does not have (leave it out to run the rest)",
                        "tengine.conf:49: concat: a directive of nginx that waflab does not have"
                                + " (only \"concat off\" is accepted)");
    }
}
