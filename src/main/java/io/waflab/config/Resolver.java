package io.waflab.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Turns a host's name into its addresses, at least one. */
@FunctionalInterface
interface Resolver {

    /** The machine's own; may block for as long as its name servers take. */
    Resolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    List<InetAddress> resolve(String host) throws UnknownHostException;
}
