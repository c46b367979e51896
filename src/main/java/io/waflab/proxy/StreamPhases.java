package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.waflab.config.Directive;
import io.waflab.config.Units;
import io.waflab.connection.SessionEvent.Plain;
import io.waflab.connection.SessionEvent.Refused;
import java.nio.charset.StandardCharsets;

/** A session's way through the phases of stream: access, ssl, preread, content (ngx_stream_core_run_phases). */
final class StreamPhases {

    private final StreamSession session;
    private final boolean ssl;
    private final StreamPreread preread;
    private long replied;

    /** @param ssl whether clients speak TLS on this address */
    StreamPhases(StreamSession session, boolean ssl) {
        this.session = session;
        this.ssl = ssl;
        preread = new StreamPreread(session.site().settings().size(Directive.PREREAD_BUFFER_SIZE));
    }

    /** What has to come before everything else has come. */
    void begin() {
        if (!session.gate().admits()) {
            return;
        }
        if (ssl) {
            session.reads();
            session.happened(Plain.HANDSHAKING);
        } else {
            look();
        }
    }

    /** The client's certificate is looked at. */
    void handshakeDone() {
        var fault = ClientCertificateCheck.fault(session.site().settings(), session.facts());
        if (fault.isEmpty()) {
            look();
        } else {
            session.log("info", fault.get().words() + " while SSL handshaking");
            session.happened(new Refused(500, Directive.SSL_VERIFY_CLIENT));
        }
    }

    /** Where that is asked for, the client's first bytes are looked at. */
    private void look() {
        if (session.site().settings().flag(Directive.SSL_PREREAD)) {
            session.reads();
            session.happened(Plain.PREREADING);
        } else {
            serve();
        }
    }

    /** Bytes of the client in the phase preread; they are released here or passed on. */
    void prereading(ByteBuf bytes) {
        switch (preread.add(bytes, bytes.alloc())) {
            case INCOMPLETE -> {}
            case FULL -> {
                session.log("error", "preread buffer full while prereading client data");
                session.happened(new Refused(400, Directive.PREREAD_BUFFER_SIZE));
            }
            case DONE -> {
                session.happened(Plain.PREREAD_DONE);
                session.up().take(preread.take());
                serve();
            }
        }
    }

    private void serve() {
        var server = session.site().server();
        for (var set : server.sets()) {
            session.scope().set(set.slot(), session.expand(set.value()));
        }
        if (server.reply().isPresent()) {
            session.happened(Plain.REPLYING);
            var text = session.expand(server.reply().get()).getBytes(StandardCharsets.ISO_8859_1);
            replied = text.length;
            session.output().write(Unpooled.wrappedBuffer(text));
            session.output().finish();
            return;
        }
        limit(session.up(), Directive.PROXY_UPLOAD_RATE);
        limit(session.down(), Directive.PROXY_DOWNLOAD_RATE);
        session.down().to(session.output());
        session.upstream().begin();
    }

    /** The rate's variables are looked up once, as nginx does. */
    private void limit(StreamFlow flow, Directive directive) {
        var text = session.site().template(directive).map(session::expand).orElse("0");
        try {
            long rate = Units.size(text);
            if (rate > 0) {
                flow.limit(new Pace(rate, 0, StreamUpstream.second(), StreamUpstream::second));
            }
        } catch (IllegalArgumentException noSize) {
            session.log("error", "invalid size \"" + text + "\" in " + directive.word());
        }
    }

    StreamPreread preread() {
        return preread;
    }

    /** Bytes of what {@code return} said. */
    long replied() {
        return replied;
    }
}
