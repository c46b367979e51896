package io.waflab.proxy;

import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;

/** The PROXY protocol header of version 1 that goes to an upstream (ngx_proxy_protocol_write). */
final class ProxyHeaderText {

    private ProxyHeaderText() {}

    /**
     * Its bytes.
     *
     * @param client who the client is, realip's word taken; one on a Unix socket makes it UNKNOWN
     * @param facts the address that the client connected to, whatever it was told by a header of its own
     */
    static byte[] of(ClientAddress client, ConnectionFacts facts) {
        var text = client.address()
                .map(address -> "PROXY " + (address instanceof Inet4Address ? "TCP4 " : "TCP6 ") + client.text() + " "
                        + facts.localAddress() + " " + client.port() + " " + facts.localPort() + "\r\n")
                .orElse("PROXY UNKNOWN\r\n");
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
