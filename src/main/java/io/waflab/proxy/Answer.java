package io.waflab.proxy;

import io.waflab.config.Return;
import java.util.Optional;

/** An answer of the proxy's own. */
interface Answer {

    /** What nginx calls it, 494 and 497 included; 444 for a close without an answer. */
    int status();

    /** Whether the built-in page is the body, so that error_page may take its place. */
    boolean isPage();

    /** Where it sends the client; empty for anywhere. */
    default Optional<String> location() {
        return Optional.empty();
    }

    /** Makes ready what is sent. Returns the status of the page that takes its place, 0 when it goes on. */
    default int prepare(Exchange exchange) {
        return 0;
    }

    /** Sends head and body, and ends the response, at once or later. */
    void send(Exchange exchange);

    /** The client took something of it. */
    default void clientTook() {}

    /** Lets go of what it holds; nothing more is sent. */
    default void release() {}

    /** The built-in page of a status. */
    static Answer page(int status) {
        return new OwnAnswer(status, Optional.empty(), Optional.empty());
    }

    /** The page of a status that sends the client elsewhere. */
    static Answer redirect(int status, String location) {
        return new OwnAnswer(status, Optional.empty(), Optional.of(location));
    }

    /** A text. */
    static Answer text(int status, String text) {
        return new OwnAnswer(status, Optional.of(text), Optional.empty());
    }

    /** ngx_http_script_return_code, ngx_http_send_response. */
    static Answer of(Return answer, Exchange exchange) {
        if (answer.text().isEmpty() && (answer.code() >= 400 || OwnAnswer.REDIRECTS.contains(answer.code()))) {
            return page(answer.code());
        }
        var text = answer.text().map(exchange::expand).orElse("");
        return answer.isRedirect() ? redirect(answer.code(), text) : text(answer.code(), text);
    }
}
