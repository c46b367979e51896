package io.waflab.proxy;

import io.waflab.config.TrustedAddresses;
import java.util.List;
import java.util.Optional;

/** Who a client is by what trusted proxies wrote down: ngx_http_get_forwarded_addr in src/http/ngx_http_core_module.c. */
final class ForwardedAddress {

    private ForwardedAddress() {}

    /**
     * @param client who sent the fields
     * @param values of the fields, in their order; each a list, the client farthest away first
     * @param recursive whether trusted addresses at the end of the lists are passed over
     * @return empty when nobody is trusted, or nothing that can be read was written
     */
    static Optional<ClientAddress> of(
            ClientAddress client, List<String> values, TrustedAddresses trusted, boolean recursive) {
        var found = Optional.<ClientAddress>empty();
        for (int i = values.size() - 1; i >= 0; i--) {
            var list = values.get(i);
            int end = list.length();
            while (isTrusted(found.orElse(client), trusted)) {
                while (end > 1 && isSeparator(list.charAt(end - 1))) {
                    end--;
                }
                int from = Math.max(0, end - 1);
                while (from > 0 && !isSeparator(list.charAt(from - 1))) {
                    from--;
                }
                var next = AddressText.parse(list.substring(from, end));
                if (next.isEmpty()) {
                    return found;
                }
                found = next;
                end = from - 1;
                if (!recursive || end <= 0) {
                    break;
                }
            }
            if (!recursive || !isTrusted(found.orElse(client), trusted)) {
                break;
            }
        }
        return found;
    }

    private static boolean isTrusted(ClientAddress who, TrustedAddresses trusted) {
        return trusted.contains(who.address().orElse(null));
    }

    private static boolean isSeparator(char c) {
        return c == ' ' || c == ',';
    }
}
