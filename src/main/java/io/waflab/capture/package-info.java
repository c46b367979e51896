/**
 * Packets told as stories: recording, pcap files, IP, TCP conversations, TLS records, and the kernel's own table of
 * sockets. JDK only. Uses {@code journal} and {@code connection}. Start at {@link io.waflab.capture.Capture}.
 */
package io.waflab.capture;
