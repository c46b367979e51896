package io.waflab.reproduce;

/** The steps that a client's script is made of. */
public enum StepKind {
    CONNECT("connect", "", "open TCP (left out: done first, with the handshake)"),
    HANDSHAKE("handshake", "", "the TLS handshake; nothing on http://"),
    HELLO("hello", "", "send the ClientHello and nothing more of the handshake"),
    HTTP2("http2", "", "send HTTP/2's preface and SETTINGS (left out: ahead of the first request, if ALPN chose h2)"),
    REQUEST(
            "request",
            "[METHOD] TARGET [version=1.0] [header=NAME:VALUE] [fill=N] [body=N] [chunked] [sent=N] [head=N]",
            "send a request; with a header X-Fill of fill bytes; only the first sent bytes of its body, or head bytes of its"
                    + " head"),
    PIPELINE("pipeline", "N TARGET", "send N requests in one write"),
    RESPONSE("response", "", "read one response by its framing"),
    PAUSE("pause", "TIME", "idle without reading"),
    READ("read", "N", "read N bytes of the application and stop"),
    READ_SLOWLY("read-slowly", "N TIME", "from now on take N bytes at a time, with a pause after each"),
    READ_TO_END("read-to-end", "[TIME]", "read until the peer's FIN or RST; close_notify is not answered"),
    CLOSE_NOTIFY("close-notify", "", "send close_notify, as an answer or unasked"),
    HALF_CLOSE("half-close", "", "FIN without an alert; reading goes on"),
    FIN("fin", "", "close without an alert: FIN, or the kernel's RST when something is unread"),
    RST("rst", "", "close with RST"),
    WEBSOCKET("websocket", "TARGET", "ask for an upgrade and read the answer"),
    TEXT("text", "MESSAGE", "send a WebSocket message"),
    PING("ping", "[EVERY TIME]", "send a WebSocket ping; or one every so often for a time, reading between"),
    AWAIT_MESSAGE("await-message", "[TIME]", "read one WebSocket frame"),
    SEND("send", "BYTES", "send bytes through TLS; \\r \\n \\t \\\\ \\xNN are understood"),
    SEND_UNDER_TLS("send-under-tls", "BYTES", "send bytes on the socket under TLS"),
    EXPECT("expect", "HOW", "fail unless: an ending (close_notify+fin, fin, rst, ...), status=N, complete, cut-short");

    private final String word;
    private final String form;
    private final String meaning;

    StepKind(String word, String form, String meaning) {
        this.word = word;
        this.form = form;
        this.meaning = meaning;
    }

    public String word() {
        return word;
    }

    /** What follows the word and a colon; empty for steps without arguments. */
    public String form() {
        return form;
    }

    public String meaning() {
        return meaning;
    }
}
