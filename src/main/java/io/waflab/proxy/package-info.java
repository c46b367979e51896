/**
 * The data plane on Netty: listeners, the two sides of a connection, timers, the closer, the upstream pool. Uses {@code
 * journal}, {@code http}, {@code tls}, {@code connection} and {@code config}. Start at {@link
 * io.waflab.proxy.ProxyConnection}.
 */
package io.waflab.proxy;
