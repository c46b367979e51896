package io.waflab.report;

/** Where the numbers of a story come from. */
public enum Source {
    PACKETS("from the packets themselves"),
    SOCKETS("from the sockets: the proxy's own story, and the kernel's table of sockets where there is one");

    private final String words;

    Source(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
