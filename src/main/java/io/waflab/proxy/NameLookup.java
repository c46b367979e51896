package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.AddressedEnvelope;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** One name being looked up: its addresses of one or both kinds, over names that stand for others (CNAME). */
final class NameLookup {

    /** NGX_RESOLVER_MAX_RECURSION. */
    private static final int MOST_ALIASES = 50;

    /** ngx_resolver_strerror of what nginx itself finds. */
    private static final String NO_HOST = "3: Host not found";

    private final Names names;
    private final String name;
    private final Names.Answer answer;
    private final BooleanSupplier wanted;
    private final List<InetAddress> ipv4 = new ArrayList<>(1);
    private final List<InetAddress> ipv6 = new ArrayList<>(1);
    private String failure = "";
    private long ttl = Integer.MAX_VALUE;
    private int waiting;

    NameLookup(Names names, String name, Names.Answer answer, BooleanSupplier wanted) {
        this.names = names;
        this.name = name;
        this.answer = answer;
        this.wanted = wanted;
    }

    /** @param server the first one to ask */
    void begin(int server) {
        var types = Stream.of(names.ipv4(), names.ipv6())
                .flatMap(type -> type.stream())
                .toList();
        waiting = types.size();
        types.forEach(type -> ask(new Question(name, type, server, 0)));
    }

    /** @param aliases that led to this name */
    private record Question(String name, DnsRecordType type, int server, int aliases) {

        Question again() {
            return new Question(name, type, server + 1, aliases);
        }

        Question of(String alias) {
            return new Question(alias, type, server, aliases + 1);
        }
    }

    private void ask(Question question) {
        if (!Names.isAskable(question.name())) {
            failed(NO_HOST);
            return;
        }
        names.ask(question.name(), question.type(), question.server()).addListener(done -> {
            if (done.isSuccess()) {
                @SuppressWarnings("unchecked")
                var envelope = (AddressedEnvelope<DnsResponse, InetSocketAddress>) done.getNow();
                try {
                    answered(question, envelope.content());
                } finally {
                    envelope.release();
                }
            } else if (isTimeout(done.cause())) {
                resend(question);
            } else {
                resendLater(question);
            }
        });
    }

    private static boolean isTimeout(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DnsNameResolverTimeoutException) {
                return true;
            }
        }
        return false;
    }

    private void resend(Question question) {
        if (wanted.getAsBoolean()) {
            ask(question.again());
        }
    }

    /** What cannot be read, or sent, counts as no answer: nginx waits for a better one. */
    private void resendLater(Question question) {
        names.loop().schedule(() -> resend(question), Names.RESEND_SECONDS, TimeUnit.SECONDS);
    }

    private void answered(Question question, DnsResponse response) {
        var code = response.code();
        if (code.equals(DnsResponseCode.FORMERR)) {
            resendLater(question);
            return;
        }
        if (!code.equals(DnsResponseCode.NOERROR)) {
            failed(why(code));
            return;
        }
        String alias = null;
        boolean found = false;
        for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
            DnsRecord record = response.recordAt(DnsSection.ANSWER, i);
            if (record instanceof DnsRawRecord raw && record.type().equals(question.type())) {
                found |= address(raw);
            } else if (record instanceof DnsRawRecord raw && record.type().equals(DnsRecordType.CNAME)) {
                alias = DefaultDnsRecordDecoder.decodeName(raw.content());
                ttl = Math.min(ttl, record.timeToLive());
            }
        }
        if (!found && alias != null && question.aliases() < MOST_ALIASES) {
            ask(question.of(alias));
        } else if (found) {
            done();
        } else {
            failed(NO_HOST);
        }
    }

    private boolean address(DnsRawRecord record) {
        ByteBuf content = record.content();
        boolean four = record.type().equals(DnsRecordType.A);
        if (content.readableBytes() != (four ? 4 : 16)) {
            return false;
        }
        try {
            (four ? ipv4 : ipv6).add(InetAddress.getByAddress(name, ByteBufUtil.getBytes(content)));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 or 16 bytes are an address", impossible);
        }
        ttl = Math.min(ttl, record.timeToLive());
        return true;
    }

    private void failed(String why) {
        failure = failure.isEmpty() || failure.startsWith("3:") ? why : failure;
        done();
    }

    private void done() {
        if (--waiting > 0) {
            return;
        }
        var all = new ArrayList<>(ipv4);
        all.addAll(ipv6);
        if (all.isEmpty()) {
            answer.missing(failure);
        } else {
            names.keep(name, all, ttl);
            answer.found(all);
        }
    }

    /** ngx_resolver_strerror. */
    private static String why(DnsResponseCode code) {
        return switch (code.intValue()) {
            case 2 -> "2: Server failure";
            case 3 -> NO_HOST;
            case 4 -> "4: Unimplemented";
            case 5 -> "5: Operation refused";
            default -> code.intValue() + ": Unknown error";
        };
    }
}
