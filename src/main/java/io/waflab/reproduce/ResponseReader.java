package io.waflab.reproduce;

import io.waflab.connection.Peer;
import io.waflab.journal.What;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** Reads one response; interim ones (100, 103) are told and skipped. */
final class ResponseReader {

    private static final int SWITCHING = 101;

    private final MessageReader reader;
    private final Story story;

    ResponseReader(MessageReader reader, Story story) {
        this.reader = reader;
        this.story = story;
    }

    /** @param ended asked when reading has stopped */
    Response read(boolean noBody, Supplier<Ended> ended) throws IOException {
        while (true) {
            var head = reader.head();
            long at = story.clock().now();
            var line = Heads.firstLine(head.text());
            int status = head.complete() ? Heads.status(line) : 0;
            if (status == 0) {
                return new Response(0, line, List.of(), "", 0, false, ended.get(), 0, at);
            }
            story.tell(at, Peer.SERVER, What.RESPONSE, status, line);
            if (status >= 200 || status == SWITCHING) {
                return body(head.text(), noBody, at, ended);
            }
        }
    }

    private Response body(String head, boolean noBody, long at, Supplier<Ended> ended) throws IOException {
        var line = Heads.firstLine(head);
        int status = Heads.status(line);
        var headers = Heads.headers(head);
        boolean none = noBody || status < 200 || status == 204 || status == 304;
        var body = none ? new MessageReader.Body(0, "", true) : reader.body(headers, true);
        return new Response(
                status,
                line,
                headers,
                body.start(),
                body.length(),
                body.complete(),
                ended.get(),
                at,
                story.clock().now());
    }
}
