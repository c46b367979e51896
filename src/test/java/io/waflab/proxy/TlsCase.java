package io.waflab.proxy;

import io.waflab.tls.TlsEngine;
import java.util.stream.Stream;

/**
 * Who speaks TLS in the proxy, and which version the client asks for.
 *
 * @param engine a word of tls_engine
 * @param version as the JDK names it
 */
record TlsCase(String engine, String version) {

    static final TlsCase AUTO = new TlsCase("auto", "TLSv1.3");

    static Stream<TlsCase> all() {
        return Stream.of(TlsEngine.values())
                .flatMap(engine -> Stream.of("TLSv1.2", "TLSv1.3").map(version -> new TlsCase(engine.word(), version)));
    }

    @Override
    public String toString() {
        return engine + " " + version;
    }
}
