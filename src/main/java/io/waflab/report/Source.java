package io.waflab.report;

/** Where the numbers of a story come from. */
public enum Source {
    PACKETS("from the packets themselves"),
    SOCKETS(
            "from sockets: the proxy's own story, and what the client and the kernel's table of sockets know of the end");

    private final String words;

    Source(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
