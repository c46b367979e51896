package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.Directive;
import java.util.List;
import org.junit.jupiter.api.Test;

class NginxUserTest {

    private static void find(String words) throws ConfigException {
        var config =
                ConfigReader.read("user = " + words + "\nhttp { servers = [{ listen = [1] }] }", "lab.conf", List.of());
        NginxUser.find(config.main().get(Directive.USER));
    }

    @Test
    void aUserAndItsGroupAreThere() throws ConfigException {
        find("root");
        find("[root, root]");
    }

    @Test
    void whoIsNotIsNamedAsNginxDoes() {
        assertThatThrownBy(() -> find("no-such-user"))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        refused -> assertThat(refused.problems().get(0).nginxLine())
                                .isEqualTo("getpwnam(\"no-such-user\") failed in lab.conf:1"));
        assertThatThrownBy(() -> find("[root, no-such-group]"))
                .hasMessage("lab.conf:1: user: there is no group \"no-such-group\"");
        assertThatThrownBy(() -> find("[\"0\"]")).hasMessage("lab.conf:1: user: there is no user \"0\"");
    }
}
