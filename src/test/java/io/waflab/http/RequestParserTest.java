package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.waflab.http.RequestParser.Outcome;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParserTest {

    private static final String SAMPLE = "\r\nPOST http://Lab.Test:8443/a/%62//c/../d?x=1&y HTTP/1.1\r\n"
            + "HOST: other.test\r\nx-Odd-Case:  v1 \t\r\nContent-Length: 5\nExpect: 100-Continue\r\n"
            + "Connection: keep-alive, close\r\nBad_Name: dropped\r\nEmpty:\r\n\r\n";

    private static final String DESCRIBED = "HEAD POST HTTP_11 HTTP/1.1 /a/%62//c/../d?x=1&y /a/b/d x=1&y lab.test "
            + "5 false false true " + (SAMPLE.length() - 2)
            + " [POST http://Lab.Test:8443/a/%62//c/../d?x=1&y HTTP/1.1]"
            + " HOST=other.test x-Odd-Case=v1 Content-Length=5 Expect=100-Continue Connection=keep-alive, close Empty=";

    private final RequestParser parser = new RequestParser(HeadLimits.DEFAULT);

    @Test
    void aHeadIsReadAndTheBodyLeft() {
        var in = Bytes.buffer(SAMPLE + "hello");

        assertThat(parser.parse(in)).isEqualTo(Outcome.HEAD);

        assertThat(Bytes.text(in)).isEqualTo("hello");
        assertThat(describe(parser)).isEqualTo(DESCRIBED);
    }

    @Test
    void theOutcomeDoesNotDependOnHowTheBytesAreSplit() {
        for (int split = 1; split < SAMPLE.length(); split++) {
            parser.reset();
            assertThat(parser.parse(Bytes.buffer(SAMPLE.substring(0, split)))).isEqualTo(Outcome.MORE);
            parser.parse(Bytes.buffer(SAMPLE.substring(split)));
            assertThat(describe(parser)).as("split at " + split).isEqualTo(DESCRIBED);
        }
        parser.reset();
        for (var character : SAMPLE.split("")) {
            parser.parse(Bytes.buffer(character));
        }
        assertThat(describe(parser)).isEqualTo(DESCRIBED);
    }

    /** Whether nginx lingers depends on it. */
    @Test
    void whatIsBehindTheByteThatIsRefusedStaysInTheBuffer() {
        var in = Bytes.buffer("GARBAGE\r\n\r\nmore");

        assertThat(parser.parse(in)).isEqualTo(Outcome.REFUSED);
        assertThat(Bytes.text(in)).endsWith("\n\r\nmore");
    }

    @Test
    void twoHeadsInOneBufferAreReadOneAfterTheOther() {
        var in = Bytes.buffer("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: b\r\n\r\n");
        parser.parse(in);
        var first = parser.head();
        parser.reset();
        assertThat(parser.begun()).isFalse();
        parser.parse(in);

        assertThat(parser.head().target() + parser.head().host()).isEqualTo("/2b");
        assertThat(first.target() + first.host()).isEqualTo("/1a");
        assertThat(in.isReadable()).isFalse();
    }

    /** Each line: status (200 is accepted) and the request; line ends are written out, the last empty line is added. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "200 GET / HTTP/1.1\r\nHost: a\r\n",
                "200 GET / HTTP/1.0\r\n",
                "200 GET / HTTP/1.1\nHost: a\n",
                "200 GET  /  HTTP/1.1  \r\nHost: a\r\n",
                "200 FOO_BAR-X / HTTP/1.1\r\nHost: a\r\n",
                "200 GET / HTTP/1.7\r\nHost: a\r\n",
                "200 GET http://a HTTP/1.1\r\nHost: a\r\n",
                "200 GET http://a:80?x HTTP/1.1\r\nHost: a\r\n",
                "200 GET http://[::1]:80/ HTTP/1.1\r\nHost: [::1]\r\n",
                "200 GET / HTTP/1.1\r\nHost: a\r\nFoo\r\n",
                "200 GET / HTTP/1.1\r\nHost: a\r\nFoo: b\r\r\n",
                "200 GET / HTTP/1.1\r\nHost: a\r\nFoo: \u0001\u0080\r\n",
                "200 GET / HTTP/1.1\r\nHost: a\r\nFoo_Bar: b\r\n",
                "200 GET / HTTP/1.1\r\nHost: a\r\nFoo@: b\r\n",
                "200 GET / HTTP/1.1\r\nHost: a\r\nCookie: 1\r\nCookie: 2\r\n",
                "200 POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: CHUNKED\r\n",
                "200 PUT / HTTP/1.1\r\nHost: a\r\n",
                "400 get / HTTP/1.1\r\nHost: a\r\n",
                "400 PUT /\r\n",
                "400 HEAD /\r\n",
                "400 G\tET / HTTP/1.1\r\nHost: a\r\n",
                "400 GET\t/ HTTP/1.1\r\nHost: a\r\n",
                "400 GET / http/1.1\r\nHost: a\r\n",
                "400 GET / HTTP/0.9\r\nHost: a\r\n",
                "400 GET / HTTP/1\r\nHost: a\r\n",
                "400 GET / HTTP/1.1x\r\nHost: a\r\n",
                "400 GET / HTTP/1.1\rHost: a\r\n",
                "400 GET /a b HTTP/1.1\r\nHost: a\r\n",
                "400 GET * HTTP/1.1\r\nHost: a\r\n",
                "400 GET /\u0000 HTTP/1.1\r\nHost: a\r\n",
                "400 GET /\u007f HTTP/1.1\r\nHost: a\r\n",
                "400 GET /%00 HTTP/1.1\r\nHost: a\r\n",
                "400 GET /%zz HTTP/1.1\r\nHost: a\r\n",
                "400 GET /% HTTP/1.1\r\nHost: a\r\n",
                "400 GET /../a HTTP/1.1\r\nHost: a\r\n",
                "400 GET /a/%2e%2e/../b HTTP/1.1\r\nHost: a\r\n",
                "400 GET http:/a/ HTTP/1.1\r\nHost: a\r\n",
                "400 GET http://a..b/ HTTP/1.1\r\nHost: a\r\n",
                "400 PRI * HTTP/2.0\r\n",
                "400 POST /\r\n",
                "400 GARBAGE\r\n",
                "505 GET / HTTP/2.0\r\nHost: a\r\n",
                "505 GET / HTTP/11.1\r\nHost: a\r\n",
                "400 GET / HTTP/1.1\r\n",
                "400 GET / HTTP/1.1\r\nHost:\r\n",
                "400 GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n",
                "400 GET / HTTP/1.1\r\nHost: a/b\r\n",
                "400 GET / HTTP/1.1\r\nHost: a b\r\n",
                "400 GET / HTTP/1.1\r\nHost: a@b\r\n",
                "400 GET / HTTP/1.1\r\nHost: a:b\r\n",
                "400 GET / HTTP/1.1\r\nHost: a:65536\r\n",
                "400 GET http://a/ HTTP/1.1\r\nHost: a..b\r\n",
                "400 GET / HTTP/1.1\r\nHost: a\r\nFoo : b\r\n",
                "400 GET / HTTP/1.1\r\nHost: a\r\n Foo: b\r\n",
                "400 GET / HTTP/1.1\r\nHost: a\r\nFoo: b\r\n folded\r\n",
                "400 GET / HTTP/1.1\r\nHost: a\r\nFoo: b\rc\r\n",
                "400 GET / HTTP/1.1\r\nHost: a\r\nFoo: b\u0000c\r\n",
                "400 GET / HTTP/1.1\r\nHost: a\r\nFoo\u000b: b\r\n",
                "400 GET / HTTP/1.1\r\nHost: a\r\n: b\r\n",
                "400 GET / HTTP/1.1\r\nHost: a\r\n\rFoo: b\r\n",
                "400 POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n",
                "400 POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n",
                "400 POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n",
                "400 POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n",
                "400 POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n",
                "400 POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1,1\r\n",
                "400 POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n",
                "400 POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \r\n",
                "400 POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9223372036854775808\r\n",
                "400 POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n",
                "400 POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                "501 POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n",
                "501 POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n",
                "501 POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n",
                "501 POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n",
                "405 TRACE / HTTP/1.1\r\nHost: a\r\n",
                "405 CONNECT a:443 HTTP/1.1\r\nHost: a\r\n",
                "400 CONNECT a HTTP/1.1\r\nHost: a\r\n",
                "405 CONNECT / HTTP/1.1\r\nHost: a\r\n",
            })
    void requestsAreAcceptedAndRefusedAsNginxDoes(String line) {
        int expected = Integer.parseInt(line.substring(0, 3));
        var request = Bytes.of(line.substring(4) + "\r\n");

        parser.parse(Unpooled.wrappedBuffer(request));

        assertThat(status(parser)).isEqualTo(expected);
        for (int split = 1; split < request.length; split++) {
            var again = new RequestParser(HeadLimits.DEFAULT);
            again.parse(Unpooled.wrappedBuffer(request, 0, split));
            again.parse(Unpooled.wrappedBuffer(request, split, request.length - split));
            assertThat(status(again)).as("split at " + split).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1,, true",
        "HTTP/1.1, close, false",
        "HTTP/1.1, Keep-Alive, true",
        "HTTP/1.1, 'upgrade, CLOSE', false",
        "HTTP/1.0,, false",
        "HTTP/1.0, keep-alive, true",
        "HTTP/1.0, upgrade, false"
    })
    void theWishToKeepTheConnectionFollowsVersionAndField(String version, String connection, boolean expected) {
        var field = connection == null ? "" : "Connection: " + connection + "\r\n";
        parser.parse(Bytes.buffer("GET / " + version + "\r\nHost: a\r\n" + field + "\r\n"));
        assertThat(parser.head().keepAlive()).isEqualTo(expected);
    }

    @Test
    void http09EndsWithItsLine() {
        var in = Bytes.buffer("GET /x\r\nrest");
        assertThat(parser.parse(in)).isEqualTo(Outcome.HEAD);
        assertThat(parser.head().version()).isEqualTo(HttpVersion.HTTP_09);
        assertThat(parser.head().keepAlive()).isFalse();
        assertThat(parser.head().protocol()).isEmpty();
        assertThat(parser.head().requestLine()).isEqualTo("GET /x");
        assertThat(Bytes.text(in)).isEqualTo("rest");
    }

    /** As $request_length of nginx 1.22 for the same bytes. */
    @ParameterizedTest
    @CsvSource({
        "'GET /half', 0, false",
        "'GET /a HTTP/9.1|Host: a||', 0, false",
        "'|GET /a HTTP/1.1|', 17, true",
        "'GET /a HTTP/1.1|Host: a|X: b', 26, true",
        "'GET /a HTTP/1.1|Host: a|Host: b|X: v||', 35, true",
    })
    void ofAHeadThatIsNotWholeTheWholeLinesCount(String bytes, int length, boolean hasLine) {
        parser.parse(Bytes.buffer(bytes.replace("|", "\r\n")));
        assertThat(parser.head().length()).isEqualTo(length);
        assertThat(parser.head().hasLine()).isEqualTo(hasLine);
        assertThat(parser.head().isWhole()).isFalse();
    }

    @Test
    void emptyLinesBeforeARequestBeginItAndNeitherCountNorFillMemory() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(parser.parse(Bytes.buffer("\r\n"))).isEqualTo(Outcome.MORE);
        }
        assertThat(parser.begun()).isTrue();
        parser.parse(Bytes.buffer("GET / HTTP/1.0\r\n\r\n"));
        assertThat(parser.head().length()).isEqualTo(18);
        assertThat(parser.head().requestLine()).isEqualTo("GET / HTTP/1.0");
    }

    /** nginx 1.22 with 1k and 4 × 8k answers the same: lines up to 8191 bytes with their end, 32 k and a little in all. */
    @ParameterizedTest
    @CsvSource({"8000, 200", "8176, 200", "8177, 200", "8178, 414", "9000, 414"})
    void aRequestLineFitsIntoOneLargeBuffer(int targetLength, int expected) {
        var target = "/" + "a".repeat(targetLength - 1);
        parser.parse(Bytes.buffer("GET " + target + " HTTP/1.0\r\n\r\n"));
        assertThat(status(parser)).isEqualTo(expected);
        assertThat(parser.refusal() == null || parser.refusal().lingers()).isTrue();
    }

    @Test
    void aLineThatFillsItsBufferIsRefusedBeforeAnotherByteComes() {
        parser.parse(Bytes.buffer("GET /" + "a".repeat(8191 - 5)));
        assertThat(parser.refusal()).isNull();
        parser.parse(Bytes.buffer("a"));
        assertThat(status(parser)).isEqualTo(414);
        parser.reset();
        parser.parse(Bytes.buffer("GET / HTTP/1.0\r\nX: " + "v".repeat(8192 - 3)));
        assertThat(status(parser)).isEqualTo(494);
    }

    @Test
    void behindTheHeadNginxsBufferHoldsWhatItHasRoomFor() {
        var head = "GET / HTTP/1.0\r\n\r\n";
        for (int more : new int[] {0, 10, 1024 - head.length(), 2000}) {
            parser.reset();
            parser.parse(Bytes.buffer(head + "x".repeat(more)));
            assertThat(parser.ahead()).isEqualTo(Math.min(more, 1024 - head.length()));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 8000, 200", "1, 9000, 494", "4, 7000, 200", "5, 7000, 494", "60, 500, 200", "80, 500, 494"})
    void headerLinesFitIntoTheLargeBuffers(int lines, int lineLength, int expected) {
        var line = "X: " + "v".repeat(lineLength - 5) + "\r\n";
        var head = "GET / HTTP/1.0\r\n" + line.repeat(lines) + "\r\n";
        parser.parse(Bytes.buffer(head));
        assertThat(status(parser)).isEqualTo(expected);
    }

    @Test
    void aLargeBufferMayBeSmallerThanTheFirst() {
        var limits = new HeadLimits(1024, 4, 100, 1000, true, false, true);
        for (int length = 900; length < 1200; length++) {
            var small = new RequestParser(limits);
            small.parse(Bytes.buffer("GET / HTTP/1.0\r\nX: " + "v".repeat(length) + "\r\n\r\n"));
            assertThat(status(small)).as("value of " + length).isEqualTo(length <= 1024 - 21 ? 200 : 494);
        }
    }

    /** As nginx 1.22.1 has it: what comes before Host is the first server's. */
    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1, two, two",
        "GET / HTTP/1.1, one, ''",
        "GET http://two/ HTTP/1.1, one, 'one,two'",
    })
    void whatFollowsHostIsReadAsItsServerSays(String line, String host, String kept) {
        var two = new HeadLimits(1024, 2, 1024, 1000, true, true, true);
        var ofTwo = new RequestParser(HeadLimits.DEFAULT, name -> name.equals("two") ? two : HeadLimits.DEFAULT);
        var start = line + "\r\nX_A: one\r\nHost: " + host + "\r\n";
        ofTwo.parse(Bytes.buffer(start + "X_A: two\r\n\r\n"));
        assertThat(status(ofTwo)).isEqualTo(200);
        var found = new ArrayList<String>();
        for (int i = 0; i < ofTwo.head().fieldCount(); i++) {
            if (ofTwo.head().nameIs(i, "x_a")) {
                found.add(ofTwo.head().value(i));
            }
        }
        assertThat(String.join(",", found)).isEqualTo(kept);
        ofTwo.reset();
        ofTwo.parse(Bytes.buffer(start + "X: " + "v".repeat(1500) + "\r\n\r\n"));
        assertThat(status(ofTwo)).isEqualTo(line.contains("two") || host.equals("two") ? 494 : 200);
        ofTwo.reset();
        ofTwo.parse(Bytes.buffer("GET / HTTP/1.1\r\nX: " + "v".repeat(1500) + "\r\nHost: two\r\n\r\n"));
        assertThat(status(ofTwo)).isEqualTo(200);
    }

    @Test
    void aThousandLinesAreEnough() {
        var limits = new HeadLimits(65536, 4, 65536, 1000, true, false, true);
        var most = new RequestParser(limits);
        most.parse(Bytes.buffer("GET / HTTP/1.0\r\n" + "A:b\r\n".repeat(1000) + "\r\n"));
        assertThat(status(most)).isEqualTo(200);
        assertThat(most.head().fieldCount()).isEqualTo(1000);
        var tooMany = new RequestParser(limits);
        tooMany.parse(Bytes.buffer("GET / HTTP/1.0\r\n" + "A:b\r\n".repeat(1001) + "\r\n"));
        assertThat(tooMany.refusal()).isEqualTo(new Refusal(494, "client sent too many header lines", true));
    }

    @Test
    void ofARefusedRequestWhatWasReadIsKept() {
        parser.parse(Bytes.buffer("GARB\r\n\r\n"));
        assertThat(parser.head().requestLine()).isEqualTo("GARB");
        assertThat(parser.head().target() + parser.head().host() + parser.head().method())
                .isEmpty();
        parser.reset();
        parser.parse(Bytes.buffer("GET /p?q HTTP/1.1\r\nHost: A.b\r\nX : y\r\n\r\n"));
        assertThat(parser.head().target() + " " + parser.head().host()).isEqualTo("/p?q a.b");
        assertThat(parser.refusal().reason()).isEqualTo("client sent invalid header line: \"X\\x20...\"");
    }

    @Test
    void noBytesWhateverMakeItThrow() {
        var random = new Random(20261122);
        var pieces =
                "GET |POST |/|http://|a|%2|%2e|..|?|#| HTTP/1.1| HTTP/1.|\r\n|\n|\r|Host: a|Content-Length: |:|0|chunked|"
                        .concat("Transfer-Encoding: |_| |\t|\u0000|\u00ff|[|]|Connection: close|" + "x".repeat(700))
                        .split("\\|");
        for (int round = 0; round < 20_000; round++) {
            var fuzzed = new RequestParser(HeadLimits.DEFAULT);
            for (int i = random.nextInt(40); i >= 0; i--) {
                ByteBuf in = Bytes.buffer(pieces[random.nextInt(pieces.length)]);
                fuzzed.parse(in);
            }
            if (fuzzed.begun()) {
                assertThat(describe(fuzzed)).isNotNull();
            }
        }
    }

    private static int status(RequestParser parser) {
        return parser.refusal() == null
                ? parser.parse(Unpooled.EMPTY_BUFFER) == Outcome.HEAD ? 200 : 0
                : parser.refusal().status();
    }

    private static String describe(RequestParser parser) {
        var head = parser.head();
        var text = new StringBuilder();
        text.append(parser.parse(Unpooled.EMPTY_BUFFER)).append(' ').append(head.method());
        text.append(' ').append(head.version()).append(' ').append(head.protocol());
        text.append(' ')
                .append(head.target())
                .append(' ')
                .append(head.uri())
                .append(' ')
                .append(head.args());
        text.append(' ').append(head.host()).append(' ').append(head.contentLength());
        text.append(' ').append(head.chunked()).append(' ').append(head.keepAlive());
        text.append(' ').append(head.expectsContinue()).append(' ').append(head.length());
        text.append(" [").append(head.requestLine()).append(']');
        for (int i = 0; i < head.fieldCount(); i++) {
            text.append(' ').append(head.name(i)).append('=').append(head.value(i));
        }
        return text.toString();
    }
}
