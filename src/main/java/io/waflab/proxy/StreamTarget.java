package io.waflab.proxy;

import io.waflab.config.Balancing;

/**
 * Where a session goes: what proxy_pass comes to for it.
 *
 * @param name of the group, for the log
 * @param host that a certificate must be for, where proxy_ssl_name is not written
 */
record StreamTarget(String name, Balancer balancer, Balancing balancing, String host) {}
