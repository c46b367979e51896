package io.waflab.capture;

import java.util.List;
import java.util.Optional;

/**
 * What a capture held, told when all of it has been read.
 *
 * @param format {@code pcap}, {@code pcapng}, with what it was packed in: {@code pcap, gzip}
 * @param packets all in the file
 * @param others those of them that told nothing of a TCP connection
 * @param connections how many there were
 * @param givenUp connections that were told before they had ended, to make room for others; should they go on in the
 *     capture, that was counted as another connection, which began in the middle
 * @param startNanos when the first packet was captured, since 1970; 0 where there was none
 * @param endNanos when the last packet was captured, the latest of them
 * @param interfaces what was captured on, at most the first 256
 * @param comments what somebody wrote into the file, at most the first 256, and 1024 characters of each
 * @param keyLog TLS secrets out of the file, in the form of a key log file (draft-ietf-tls-keylogfile); at most 16 MiB
 * @param problem why not all of the file could be read: one line, with the byte where; what came before it has been told
 */
public record CaptureSummary(
        String format,
        long packets,
        Others others,
        long connections,
        long givenUp,
        long startNanos,
        long endNanos,
        List<Interface> interfaces,
        List<Comment> comments,
        String keyLog,
        Optional<String> problem) {

    /**
     * Packets that told nothing of a TCP connection, by what they were.
     *
     * @param noIp ARP and the like, and packets of a link that is not read
     * @param noTcp UDP, ICMP and the like
     * @param damaged their headers were impossible, or not captured whole
     * @param fragments parts of an IP packet that was told with its last part, or of one that was never whole
     */
    public record Others(long noIp, long noTcp, long damaged, long fragments) {

        public long all() {
            return noIp + noTcp + damaged + fragments;
        }
    }

    /**
     * What was captured on.
     *
     * @param name as the file says it; empty in pcap, which does not
     * @param link the name of its link type, or its number when it is one that is not read
     * @param snapLength the most bytes kept of one packet; 0 for all
     */
    public record Interface(String name, String link, int snapLength) {}

    /** @param frame the packet that it is about; 0 where it is about the file or an interface */
    public record Comment(int frame, String text) {}

    public CaptureSummary {
        interfaces = List.copyOf(interfaces);
        comments = List.copyOf(comments);
    }
}
