package io.waflab.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Heads as a browser and an origin send them, out of direct memory as sockets give it. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeadParserBenchmark {

    private static final String REQUEST = "GET /shop/items?page=2&sort=price HTTP/1.1\r\nHost: shop.test\r\n"
            + "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\r\nAccept: text/html,*/*;q=0.8\r\n"
            + "Accept-Encoding: gzip, deflate, br\r\nAccept-Language: en\r\nCookie: session=0123456789abcdef\r\n\r\n";

    private static final String RESPONSE =
            "HTTP/1.1 200 OK\r\nServer: origin\r\nDate: Sun, 29 Nov 2026 00:00:00 GMT\r\n"
                    + "Content-Type: text/html\r\nContent-Length: 1024\r\nConnection: keep-alive\r\n\r\n";

    private final ByteBuf request = direct(REQUEST);
    private final ByteBuf response = direct(RESPONSE + "x".repeat(1024));
    private final RequestParser requests = new RequestParser(HeadLimits.DEFAULT);
    private final ResponseParser responses = new ResponseParser(4096);

    private static ByteBuf direct(String text) {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return Unpooled.directBuffer(bytes.length).writeBytes(bytes);
    }

    @Benchmark
    public RequestHead request() {
        request.readerIndex(0);
        requests.reset();
        requests.parse(request);
        return requests.head();
    }

    @Benchmark
    public ResponseHead response() {
        response.readerIndex(0);
        responses.reset();
        responses.parse(response);
        return responses.head();
    }
}
