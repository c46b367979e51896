/**
 * The lab's own client and origin, over real blocking sockets, and the scripts they play; the relay
 * that delays whole connections by the hundred is Netty's. Uses {@code report},
 * {@code proxy}, {@code capture}, {@code journal}, {@code http}, {@code tls}, {@code connection}, {@code config}. Start
 * at {@link io.waflab.reproduce.LabClient} and {@link io.waflab.reproduce.LabOrigin}.
 */
package io.waflab.reproduce;
