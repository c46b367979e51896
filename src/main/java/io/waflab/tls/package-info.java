/**
 * TLS: three engines behind one Netty handler, what each can do, certificates, the lab's own CA, the key log, and the
 * few bytes of TLS that the proxy reads and writes by itself. Uses {@code config}. Start at
 * {@link io.waflab.tls.ServerTls}.
 */
package io.waflab.tls;
