/**
 * Real client libraries, each as a program of its own that makes requests on order, and a relay that shows the wire while
 * they do. Uses {@code journal}, {@code connection}. Start at {@link io.waflab.clients.Library}; the programs are in the
 * resources of this package.
 */
package io.waflab.clients;
