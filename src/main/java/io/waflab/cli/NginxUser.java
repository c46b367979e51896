package io.waflab.cli;

import io.waflab.config.ConfigException;
import io.waflab.config.Directive;
import io.waflab.config.LabConfig;
import io.waflab.config.Problem;
import io.waflab.config.Setting;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.List;

/** Whether there is who {@code user} names, which nginx asks the system where it may become another (ngx_set_user). */
final class NginxUser {

    private NginxUser() {}

    /** @throws ConfigException in nginx's words, when root runs this and there is no such user or group */
    static void check(LabConfig config) throws ConfigException {
        var user = config.main().find(Directive.USER);
        if (user.isPresent() && System.getProperty("user.name").equals("root")) {
            find(user.get());
        }
    }

    static void find(Setting user) throws ConfigException {
        var system = FileSystems.getDefault().getUserPrincipalLookupService();
        var words = user.lines().get(0);
        var name = words.get(0);
        var group = words.get(words.size() - 1);
        if (!isKnown(name, false, system)) {
            throw refused("getpwnam(\"" + name + "\") failed", "user: there is no user \"" + name + "\"", user);
        }
        if (!isKnown(group, true, system)) {
            throw refused("getgrnam(\"" + group + "\") failed", "user: there is no group \"" + group + "\"", user);
        }
    }

    private static ConfigException refused(String said, String message, Setting user) {
        return new ConfigException(List.of(new Problem(user.origin(), message, said + " in " + user.origin())));
    }

    /** A number is a name to nginx, and to the lookup here it is always somebody's. */
    private static boolean isKnown(String name, boolean group, UserPrincipalLookupService system) {
        if (name.matches("-?[0-9]+")) {
            return false;
        }
        try {
            return (group ? system.lookupPrincipalByGroupName(name) : system.lookupPrincipalByName(name)) != null;
        } catch (IOException none) {
            return false;
        }
    }
}
