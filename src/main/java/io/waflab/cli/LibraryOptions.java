package io.waflab.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code waflab client} can be told when a real library is to play. */
final class LibraryOptions {

    /**
     * The lab's own server.
     *
     * @param speed what every timer is divided by
     * @param secure whether it speaks TLS
     * @param certificates the folder of the lab's certificates
     */
    record Lab(double speed, boolean secure, Path certificates) {}

    @Option(
            names = "--as",
            paramLabel = "LIBRARY",
            description = "Play with a real library: apache-httpclient-5, okhttp, jdk, reactor-netty, node, curl, "
                    + "python-requests. Scenarios: race, race-reset, idle-then-request, one-request. Without "
                    + "--target the lab's own proxy and origin answer, at --speed 20.")
    String as;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A setting of the library: evict-idle, validate-after-inactivity, max-age, "
                    + "response-timeout (a time or off), retry, keep-alive (on or off).")
    List<String> sets = List.of();

    @Option(
            names = "--proxy",
            paramLabel = "NAME=VALUE",
            description = "A directive of the lab's proxy, over the profile aliyun-waf-3.")
    List<String> directives = List.of();

    @Option(
            names = "--method",
            paramLabel = "GET|POST",
            defaultValue = "GET",
            description = "GET (default) or POST; the library's last request.")
    String method;

    @Option(names = "--plain", description = "The lab's proxy without TLS.")
    boolean plain;

    @Mixin
    LabFolder certs = new LabFolder();

    @Option(
            names = "--libraries",
            paramLabel = "DIR",
            defaultValue = "${sys:waflab.home:-.}/target/clients",
            description = "Where libraries are kept that Maven fetched (default: target/clients in waflab's folder).")
    Path libraries;
}
