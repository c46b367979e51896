package io.waflab.http;

import io.netty.util.AsciiString;
import io.waflab.connection.Http2Error;
import io.waflab.http.HpackReader.Field;
import java.util.ArrayList;
import java.util.List;

/** The fields that a client may name by their number: those of RFC 7541 appendix A, and those it had indexed. */
final class HpackTable {

    private static final int MOST = 4096;
    private static final int OVERHEAD = 32;

    /** A line for each name; a value behind it, or several, are one entry each. */
    private static final String FIXED = """
            :authority=
            :method=GET,POST
            :path=/,/index.html
            :scheme=http,https
            :status=200,204,206,304,400,404,500
            accept-charset=
            accept-encoding=gzip; deflate
            accept-language=
            accept-ranges=
            accept=
            access-control-allow-origin=
            age=
            allow=
            authorization=
            cache-control=
            content-disposition=
            content-encoding=
            content-language=
            content-length=
            content-location=
            content-range=
            content-type=
            cookie=
            date=
            etag=
            expect=
            expires=
            from=
            host=
            if-match=
            if-modified-since=
            if-none-match=
            if-range=
            if-unmodified-since=
            last-modified=
            link=
            location=
            max-forwards=
            proxy-authenticate=
            proxy-authorization=
            range=
            referer=
            refresh=
            retry-after=
            server=
            set-cookie=
            strict-transport-security=
            transfer-encoding=
            user-agent=
            vary=
            via=
            www-authenticate=
            """;

    private static final List<Field> FIRST = fixed();

    /** The oldest first. */
    private final List<Field> added = new ArrayList<>();

    private int size = MOST;
    private int used;

    private static List<Field> fixed() {
        var all = new ArrayList<Field>(61);
        for (var line : FIXED.lines().toList()) {
            int equals = line.indexOf('=');
            var name = AsciiString.of(line.substring(0, equals));
            for (var value : line.substring(equals + 1).split(",", -1)) {
                all.add(new Field(name, AsciiString.of(value.replace(';', ','))));
            }
        }
        return List.copyOf(all);
    }

    /** @param index from 1 */
    Field get(int index) throws Http2Failure {
        if (index == 0) {
            throw broken("client sent invalid hpack table index 0");
        }
        if (index <= FIRST.size()) {
            return FIRST.get(index - 1);
        }
        int age = index - FIRST.size();
        if (age > added.size()) {
            throw broken("client sent out of bound hpack table index: " + index);
        }
        return added.get(added.size() - age);
    }

    /** Adds a field; one that is larger than the table empties it, and is not added. */
    void add(Field field) {
        int room = size(field);
        shrink(size - room);
        if (room <= size) {
            added.add(field);
            used += room;
        }
    }

    void resize(int asked) throws Http2Failure {
        if (asked > MOST) {
            throw broken("client sent invalid table size update: " + asked);
        }
        size = asked;
        shrink(size);
    }

    private void shrink(int most) {
        while (used > most && !added.isEmpty()) {
            used -= size(added.remove(0));
        }
    }

    private static int size(Field field) {
        return field.name().length() + field.value().length() + OVERHEAD;
    }

    private static Http2Failure broken(String why) {
        return new Http2Failure(Http2Error.COMPRESSION_ERROR, why);
    }
}
