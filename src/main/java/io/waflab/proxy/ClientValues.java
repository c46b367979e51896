package io.waflab.proxy;

import io.waflab.config.Variable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The variables about who a client is, who speaks for it, and what limits it met. */
final class ClientValues {

    private static final Map<String, Integer> TLVS =
            Map.of("alpn", 0x01, "authority", 0x02, "unique_id", 0x05, "ssl", 0x20, "netns", 0x30);
    private static final Map<String, Integer> SSL_TLVS =
            Map.of("version", 0x21, "cn", 0x22, "cipher", 0x23, "sig_alg", 0x24, "key_alg", 0x25);

    private ClientValues() {}

    /**
     * Empty where it has no value.
     *
     * @param member of a family
     */
    static String value(Variable variable, String member, Exchange exchange) {
        var client = exchange.client();
        var own = exchange.connection().facts().client();
        return switch (variable) {
            case REMOTE_ADDR -> client.text();
            case REMOTE_PORT -> client.portText();
            case BINARY_REMOTE_ADDR -> new String(client.bytes(), StandardCharsets.ISO_8859_1);
            case REALIP_REMOTE_ADDR -> own.text();
            case REALIP_REMOTE_PORT -> own.portText();
            case PROXY_PROTOCOL_ADDR,
                    PROXY_PROTOCOL_PORT,
                    PROXY_PROTOCOL_SERVER_ADDR,
                    PROXY_PROTOCOL_SERVER_PORT,
                    PROXY_PROTOCOL_TLV ->
                ofHeader(variable, member, exchange.connection().facts(), exchange::log);
            case LIMIT_REQ_STATUS -> exchange.gate().requestStatus();
            case LIMIT_CONN_STATUS -> exchange.gate().connectionStatus();
            default -> "";
        };
    }

    /**
     * What the PROXY protocol header says that came from the client.
     *
     * @param log takes a level and a message
     */
    static String ofHeader(Variable variable, String member, ConnectionFacts facts, BiConsumer<String, String> log) {
        var header = facts.proxyHeader();
        return switch (variable) {
            case PROXY_PROTOCOL_ADDR -> header.map(ProxyHeader::source).orElse("");
            case PROXY_PROTOCOL_PORT -> text(header.map(ProxyHeader::sourcePort));
            case PROXY_PROTOCOL_SERVER_ADDR ->
                header.map(ProxyHeader::destination).orElse("");
            case PROXY_PROTOCOL_SERVER_PORT -> text(header.map(ProxyHeader::destinationPort));
            default -> header.flatMap(said -> tlv(said, member, log)).orElse("");
        };
    }

    /** {@code $remote_user}: whom Authorization names (RFC 7617); empty for nobody. */
    static String user(String authorization) {
        if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return "";
        }
        try {
            var decoded =
                    Base64.getMimeDecoder().decode(authorization.substring(6).strip());
            var pair = new String(decoded, StandardCharsets.ISO_8859_1);
            return pair.contains(":") ? pair.substring(0, pair.indexOf(':')) : "";
        } catch (IllegalArgumentException noBase64) {
            return "";
        }
    }

    private static String text(Optional<Integer> port) {
        return port.map(Object::toString).orElse("");
    }

    /** By name, or {@code 0x} and the type's number; behind {@code ssl_} those inside of that of TLS. */
    private static Optional<String> tlv(ProxyHeader header, String name, BiConsumer<String, String> log) {
        boolean ssl = name.startsWith("ssl_") && name.length() > 4;
        var own = ssl ? name.substring(4) : name;
        if (ssl && header.tlv(TLVS.get("ssl")).isEmpty()) {
            return Optional.empty();
        }
        if (ssl && own.equals("verify")) {
            return header.sslVerify();
        }
        var number = own.startsWith("0x") ? hexadecimal(own.substring(2)) : (ssl ? SSL_TLVS : TLVS).get(own);
        if (number == null) {
            log.accept("error", (own.startsWith("0x") ? "invalid" : "unknown") + " PROXY protocol TLV \"" + own + "\"");
            return Optional.empty();
        }
        return ssl ? header.sslTlv(number) : header.tlv(number);
    }

    private static Integer hexadecimal(String digits) {
        return digits.matches("[0-9A-Fa-f]{1,7}") ? Integer.valueOf(digits, 16) : null;
    }
}
