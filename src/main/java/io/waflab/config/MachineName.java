package io.waflab.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** The name of the machine that this runs on, as {@code $hostname} has it: in small letters (ngx_init_cycle). */
public final class MachineName {

    private MachineName() {}

    /** {@code localhost} where it has none. */
    public static String own() {
        try {
            return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
