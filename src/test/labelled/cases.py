"""The cases: a server with short timers, a client, and what must come of it. The name says server, what happens, and the protocol."""

import dataclasses
import signal

import clients as c
import servers as s
import truths as t
from clients import (
    ASK,
    GET,
    HALF_BODY,
    HALF_HEAD,
    Hand,
    answer,
    keeps,
    keeps_h2,
    path,
    read_some,
    reset,
    say_goodbye,
    send,
    sends,
    silent,
    stay,
    until_end,
    wait,
)
from servers import PLAIN, TLS12, TLS13
from truths import FIN, NOTIFIED, RST

PROXY = "proxy_pass http://127.0.0.1:7000; "
UPGRADING = PROXY + "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; "
LIGHTTPD_PROXY = 'proxy.server = ("" => (("host" => "127.0.0.1", "port" => 7000)))'
NODE_BUFFER = "Node adds a second to keepAliveTimeout (keepAliveTimeoutBuffer)"
COLD = "a virtual machine's first connection is slow, and a timer from the accept on is partly spent after the handshake"
APACHE_PROXY = "ProxyPass / http://127.0.0.1:7000/\n"


@dataclasses.dataclass(frozen=True)
class Case:
    """blocked: iptables verdicts on the port from the start. stays: seconds to record after all others ended. farewell: the server says
    GOAWAY before it closes, and the silence is before that."""

    name: str
    truth: t.Truth
    server: object
    client: object
    blocked: tuple = ()
    stays: float = 0
    device: str = "lo"
    farewell: bool = False


IDLE = [
    Case("nginx-idle-5s-tls12", t.idle(5), s.nginx("keepalive_timeout 5s;"), keeps(TLS12)),
    Case("nginx-idle-7s-tls13", t.idle(7), s.nginx("keepalive_timeout 7s;"), keeps(TLS13, 3)),
    Case("nginx-idle-6s-plain", t.idle(6, FIN), s.nginx("keepalive_timeout 6s;", PLAIN), keeps(PLAIN)),
    Case("nginx-idle-4s-h2", t.idle(4), s.nginx("http2; keepalive_timeout 4s;"), keeps_h2()),
    Case("nginx-idle-9s-h2-tls12", t.idle(9), s.nginx("http2; keepalive_timeout 9s;"), keeps_h2(TLS12)),
    Case("nginx-idle-75s-default-tls13", t.idle(75), s.nginx(), keeps(TLS13, 2)),
    Case("nginx-idle-8s-ipv6", t.idle(8), s.nginx("keepalive_timeout 8s;"), keeps(TLS13, address="::1")),
    Case("nginx-idle-11s-any-device", t.idle(11), s.nginx("keepalive_timeout 11s;"), keeps(TLS12), device="any"),
    Case("apache-idle-5s-default-tls13", t.idle(5), s.apache(), keeps(TLS13)),
    Case("apache-idle-8s-tls12", t.idle(8), s.apache("KeepAliveTimeout 8"), keeps(TLS12, 2)),
    Case("apache-idle-3s-plain", t.idle(3, FIN), s.apache("KeepAliveTimeout 3", PLAIN), keeps(PLAIN)),
    Case("apache-idle-6s-h2", t.idle(6), s.apache("Protocols h2\nKeepAliveTimeout 6"), keeps_h2()),
    Case("haproxy-idle-6s-tls13", t.idle(6), s.haproxy("timeout http-keep-alive 6s"), keeps(TLS13)),
    Case("haproxy-idle-9s-tls12", t.idle(9), s.haproxy("timeout http-keep-alive 9s"), keeps(TLS12)),
    Case("haproxy-idle-4s-plain", t.idle(4, FIN), s.haproxy("timeout http-keep-alive 4s", PLAIN), keeps(PLAIN)),
    Case("haproxy-idle-7s-h2", t.idle(7), s.haproxy("timeout http-keep-alive 7s", bind="alpn h2"), keeps_h2()),
    Case("lighttpd-idle-5s-default-tls13", t.idle((4.5, 7)), s.lighttpd(), keeps(TLS13)),
    Case("lighttpd-idle-10s-tls12", t.idle((9.5, 12)), s.lighttpd("server.max-keep-alive-idle = 10"), keeps(TLS12)),
    Case("lighttpd-idle-3s-plain", t.idle((2.5, 5), FIN), s.lighttpd("server.max-keep-alive-idle = 3", PLAIN), keeps(PLAIN)),
    Case("lighttpd-idle-6s-h2", t.idle((5.5, 8)), s.lighttpd("server.max-keep-alive-idle = 6"), keeps_h2()),
    Case("caddy-idle-5s-tls13", t.idle(5), s.caddy("idle 5s"), keeps(TLS13)),
    Case("caddy-idle-12s-tls12", t.idle(12), s.caddy("idle 12s"), keeps(TLS12)),
    Case("caddy-idle-8s-h2", t.idle(8, note="GOAWAY after 8 s, the close a second later"), s.caddy("idle 8s"), keeps_h2(), farewell=True),
    Case("node-idle-5s-default-tls13", t.idle(6, FIN, note=NODE_BUFFER), s.node(), keeps(TLS13)),
    Case("node-idle-8s-tls12", t.idle(9, FIN, note=NODE_BUFFER), s.node("server.keepAliveTimeout = 8000;"), keeps(TLS12)),
    Case("node-idle-4s-plain", t.idle(5, FIN, note=NODE_BUFFER), s.node("server.keepAliveTimeout = 4000;", PLAIN), keeps(PLAIN)),
    Case("jdk-idle-30s-default-tls13", t.idle((29, 41), FIN), s.jdk(), keeps(TLS13)),
    Case("jdk-idle-6s-tls12", t.idle((5, 17), FIN), s.jdk(("idleInterval=6",)), keeps(TLS12)),
    Case(
        "node-over-its-requests-6s-tls13",
        t.idle(6, FIN, note="over maxRequestsPerSocket Node answers 503 and does not close"),
        s.node("server.maxRequestsPerSocket = 2;"),
        keeps(TLS13, 3),
    ),
    Case("gunicorn-idle-2s-default-tls13", t.idle((1.7, 3.5), FIN), s.gunicorn(), keeps(TLS13)),
    Case("gunicorn-idle-6s-tls12", t.idle((5.7, 7.5), FIN), s.gunicorn(("--keep-alive", "6")), keeps(TLS12)),
    Case("h2o-idle-10s-default-tls13", t.idle(10), s.h2o(), keeps(TLS13)),
    Case("h2o-idle-5s-h2", t.idle(5, FIN), s.h2o("http2-idle-timeout: 5"), keeps_h2()),
    Case("stunnel-idle-7s-tls13", t.idle(7, RST), s.stunnel("TIMEOUTidle = 7"), keeps(TLS13)),
    Case("waflab-idle-13s-tls13", t.idle((12.7, 14), note=COLD), s.waflab("keepalive_timeout 13s;"), keeps(TLS13)),
    Case("waflab-idle-6s-h2", t.idle((5.7, 7), note=COLD), s.waflab("http2; keepalive_timeout 6s;"), keeps_h2(TLS12)),
    Case("homemade-idle-6s-bare-fin-tls13", t.idle(6, FIN), s.python("idle-fin-6"), keeps(TLS13)),
    Case("homemade-idle-7s-rst-tls12", t.idle(7, RST), s.python("idle-rst-7"), keeps(TLS12)),
    Case(
        "nginx-idle-10s-jdk-client",
        t.idle(10),
        s.nginx("keepalive_timeout 10s;"),
        c.java("JdkClient", "https://127.0.0.1:@PORT@/small", "1_1", "20", "12"),
    ),
    Case(
        "node-idle-5s-okhttp",
        t.idle(6, FIN, note=NODE_BUFFER),
        s.node(),
        c.java("OkHttpPool", "https://127.0.0.1:@PORT@/small", "300", "20", "8"),
    ),
    Case(
        "apache-idle-5s-node-agent",
        t.idle(5),
        s.apache(),
        c.node(
            "https.get({host, port, servername, ca, path: '/small', agent: new https.Agent({keepAlive: true})}, r => r.resume()); setTimeout(() => 0, 7000);"
        ),
    ),
]

LIMITS = [
    Case("nginx-requests-3-tls13", t.served(), s.nginx("keepalive_requests 3;"), keeps(TLS13, 3)),
    Case("nginx-requests-2-tls12", t.served(), s.nginx("keepalive_requests 2;"), keeps(TLS12, 2)),
    Case("nginx-requests-2-plain", t.served(FIN, tls=False), s.nginx("keepalive_requests 2;", PLAIN), keeps(PLAIN, 2)),
    Case("nginx-age-3s-tls13", t.served(), s.nginx("keepalive_time 3s;"), Hand(ASK + (wait(2),) + ASK + (wait(2),) + ASK + (until_end,))),
    Case("apache-requests-2-tls13", t.served(), s.apache("MaxKeepAliveRequests 2"), keeps(TLS13, 3)),
    Case("lighttpd-requests-3-tls12", t.served(), s.lighttpd("server.max-keep-alive-requests = 3"), keeps(TLS12, 4)),
    Case(
        "nginx-requests-25-wrk",
        t.served(),
        s.nginx("keepalive_requests 25;"),
        c.Program(("wrk", "-t1", "-c2", "-d1s", "https://127.0.0.1:@PORT@/small")),
    ),
    Case("waflab-requests-2-tls13", t.served(), s.waflab("keepalive_requests 2;"), keeps(TLS13, 2)),
]

CLIENT_IDLE = [
    Case(
        "client-jdk-pool-4s-tls13",
        t.evicted((2.9, 4.5), FIN),
        s.nginx(),
        c.java("JdkClient", "https://127.0.0.1:@PORT@/small", "1_1", "20", "7", options=("-Djdk.httpclient.keepalive.timeout=4",)),
    ),
    Case(
        "client-okhttp-pool-5s-tls13",
        t.evicted((4.5, 11), note="Java's TLS 1.3 pads its alerts: user_canceled and close_notify, 40 bytes each"),
        s.nginx(),
        c.java("OkHttpPool", "https://127.0.0.1:@PORT@/small", "5", "20", "12"),
    ),
    Case(
        "client-okhttp-pool-3s-tls12",
        t.evicted((2.5, 9)),
        s.caddy(),
        c.java("OkHttpPool", "https://127.0.0.1:@PORT@/small", "3", "20", "9", tls=TLS12),
    ),
    Case(
        "client-apache-pool-5s-tls12",
        t.evicted((4.5, 12)),
        s.nginx(),
        c.java("ApachePool", "https://127.0.0.1:@PORT@/small", "5", "14", tls=TLS12),
    ),
    Case(
        "client-node-agent-3s-tls13",
        t.evicted(3, FIN),
        s.nginx(),
        c.node(
            "https.get({host, port, servername, ca, path: '/small', agent: new https.Agent({keepAlive: true, timeout: 3000})}, r => r.resume()); setTimeout(() => 0, 5000);"
        ),
    ),
    Case("client-hand-9s-tls12-bare-fin", t.evicted(9, FIN), s.nginx(), Hand(ASK + (wait(9),), TLS12)),
    Case("client-hand-7s-tls13-notified", t.evicted(7), s.haproxy(), Hand(ASK * 2 + (wait(7), say_goodbye))),
    Case("client-hand-6s-plain", t.evicted(6, FIN), s.apache("KeepAliveTimeout 30", PLAIN), Hand(ASK + (wait(6),), PLAIN)),
    Case("client-hand-8s-rst", t.evicted(8, RST), s.nginx(), Hand(ASK + (wait(8), reset))),
]

GAVE_UP = [
    Case("client-curl-m3-tls13", t.gave_up(3), s.nginx(), c.curl("/silent", "-m", "3")),
    Case("client-curl-m5-tls12", t.gave_up(5), s.nginx(), c.curl("/silent", "-m", "5", tls=TLS12)),
    Case("client-curl-m4-plain", t.gave_up(4, FIN), s.nginx(tls=PLAIN), c.curl("/silent", "-m", "4", tls=PLAIN)),
    Case("client-curl-m6-h2", t.gave_up(6, FIN), s.nginx("http2;"), c.curl("/silent", "-m", "6", http="--http2")),
    Case("client-curl-interrupted-tls13", t.gave_up((1.2, 2.8), FIN), s.haproxy(), c.curl("/silent", signal_after_s=2.5)),
    Case(
        "client-curl-killed-tls12",
        t.gave_up((2, 3.8), FIN),
        s.apache(APACHE_PROXY),
        c.curl("/silent", tls=TLS12, signal_after_s=3.5, word=signal.SIGKILL),
    ),
    Case(
        "client-jdk-timeout-6s-tls13",
        t.gave_up((1.5, 6.3), FIN),
        s.nginx(),
        c.java("JdkClient", "https://127.0.0.1:@PORT@/silent", "1_1", "6", "1"),
    ),
    Case(
        "client-okhttp-timeout-3s-tls12",
        t.gave_up(3),
        s.nginx(),
        c.java("OkHttpPool", "https://127.0.0.1:@PORT@/silent", "60", "3", "1", tls=TLS12),
    ),
    Case(
        "client-node-destroys-2s-tls13",
        t.gave_up(2, FIN),
        s.nginx(),
        c.node(
            "const r = https.get({host, port, servername, ca, path: '/silent', timeout: 2000}); r.on('timeout', () => r.destroy()).on('error', () => 0);"
        ),
    ),
    Case("client-hand-resets-5s-tls13", t.gave_up(5, RST), s.nginx(), Hand((send(c.request("/silent")), wait(5), reset))),
    Case("client-hand-resets-3s-plain", t.gave_up(3, RST), s.haproxy(tls=PLAIN), Hand((send(c.request("/silent")), wait(3), reset), PLAIN)),
    Case("client-curl-m4-mid-body-plain", t.gave_up(4, FIN, "response"), s.node(tls=PLAIN), c.curl("/half", "-m", "4", tls=PLAIN)),
    Case("waflab-client-curl-m7-tls13", t.gave_up((4.5, 7.1)), s.waflab(), c.curl("/silent", "-m", "7")),
]

RACES = [
    Case("nginx-race-4s-tls13", t.race(4), s.nginx("keepalive_timeout 4s;"), Hand(ASK + (wait(4.3), send(GET), until_end))),
    Case("nginx-race-5s-tls12", t.race(5), s.nginx("keepalive_timeout 5s;"), Hand(ASK + (wait(5.2), send(GET), until_end), TLS12)),
    Case("apache-race-5s-tls13", t.race(5), s.apache(), Hand(ASK + (wait(5.4), send(GET), until_end))),
    Case("node-race-5s-plain", t.race(6, FIN, note=NODE_BUFFER), s.node(tls=PLAIN), Hand(ASK + (wait(6.4), send(GET), until_end), PLAIN)),
    Case("haproxy-race-6s-tls12", t.race(6), s.haproxy("timeout http-keep-alive 6s"), Hand(ASK + (wait(6.4), send(GET), until_end), TLS12)),
]

CONNECT = [
    Case("connect-refused-curl", t.Truth("connect-refused", "server", RST, "connect"), s.Nothing(), c.curl()),
    Case(
        "connect-refused-jdk",
        t.Truth("connect-refused", "server", RST, "connect"),
        s.Nothing(),
        c.java("JdkClient", "https://127.0.0.1:@PORT@/", "1_1", "5", "0"),
    ),
    Case(
        "connect-refused-by-firewall",
        t.Truth("connect-refused", "server", RST, "connect"),
        s.nginx(),
        c.curl("/small", "-m", "9"),
        blocked=(("--dport", ("REJECT", "--reject-with", "tcp-reset")),),
    ),
    Case(
        "connect-timeout-curl-8s",
        t.no_answer("connect-timeout", "connect"),
        s.nginx(),
        c.curl("/small", "--connect-timeout", "8"),
        (("--dport", ("DROP",)),),
    ),
    Case(
        "connect-timeout-jdk-5s",
        t.no_answer("connect-timeout", "connect"),
        s.Nothing(),
        c.java("JdkClient", "https://127.0.0.1:@PORT@/", "1_1", "5", "0"),
        (("--dport", ("DROP",)),),
    ),
    Case(
        "connect-timeout-backlog-full-7s",
        t.no_answer("connect-timeout", "connect", note="the other connection fills the backlog"),
        s.python("full-backlog"),
        c.curl("/small", "--connect-timeout", "7"),
    ),
]

HANDSHAKE = [
    Case("nginx-handshake-silent-4s", t.handshake(4), s.nginx("client_header_timeout 4s;"), silent(PLAIN)),
    Case("nginx-handshake-half-hello-6s", t.handshake(6), s.nginx("client_header_timeout 6s;"), c.half_hello()),
    Case("apache-handshake-silent-5s", t.handshake(5), s.apache("RequestReadTimeout handshake=5"), silent(PLAIN)),
    Case("apache-handshake-half-hello-7s", t.handshake(7), s.apache("RequestReadTimeout handshake=7"), c.half_hello()),
    Case("haproxy-handshake-silent-6s", t.handshake(6), s.haproxy("timeout client 6s"), silent(PLAIN)),
    Case("haproxy-handshake-half-hello-8s", t.handshake(8), s.haproxy("timeout client 8s"), c.half_hello()),
    Case("lighttpd-handshake-silent-5s", t.handshake((4.5, 7.5)), s.lighttpd("server.max-read-idle = 5"), silent(PLAIN)),
    Case("caddy-handshake-silent-6s", t.handshake(6), s.caddy("read_header 6s"), silent(PLAIN)),
    Case("node-handshake-half-hello-5s", t.handshake(5), s.node(options="handshakeTimeout: 5000"), c.half_hello()),
    Case("h2o-handshake-silent-10s-default", t.handshake(10), s.h2o(), silent(PLAIN)),
    Case("hitch-handshake-silent-default", t.handshake((9, 35)), s.hitch(), silent(PLAIN)),
    Case("stunnel-handshake-half-hello-9s", t.handshake(9, RST), s.stunnel("TIMEOUTbusy = 9"), c.half_hello()),
    Case("waflab-handshake-silent-5s", t.handshake((4.7, 6), note=COLD), s.waflab("client_header_timeout 5s;"), silent(PLAIN)),
    Case("nginx-sni-refused", t.refused("unrecognized_name"), s.nginx("ssl_reject_handshake on;"), c.curl()),
    Case("haproxy-sni-refused", t.refused("unrecognized_name"), s.haproxy(bind="strict-sni"), c.s_client(sni="unknown.example", seconds=2)),
    Case("caddy-sni-refused", t.refused("internal_error"), s.caddy(), c.s_client(sni="unknown.example", seconds=2)),
    Case("nginx-protocol-version", t.refused("protocol_version"), s.nginx("ssl_protocols TLSv1.3;"), silent(TLS12)),
    Case("haproxy-protocol-version", t.refused("protocol_version"), s.haproxy(bind="ssl-min-ver TLSv1.3"), c.curl(tls=TLS12)),
    Case("caddy-protocol-version", t.refused("protocol_version"), s.caddy(protocols="tls1.3"), c.curl(tls=TLS12)),
    Case("node-protocol-version", t.refused("protocol_version"), s.node(options="minVersion: 'TLSv1.3'"), c.s_client("-tls1_2", seconds=2)),
    Case(
        "nginx-no-common-cipher",
        t.refused("handshake_failure"),
        s.nginx("ssl_ciphers ECDHE-RSA-AES256-GCM-SHA384;"),
        silent(TLS12, cipher="ECDHE-RSA-AES128-GCM-SHA256"),
    ),
    Case(
        "apache-no-common-cipher",
        t.refused("handshake_failure"),
        s.apache("SSLCipherSuite ECDHE-RSA-AES256-GCM-SHA384"),
        silent(TLS12, cipher="ECDHE-RSA-AES128-GCM-SHA256"),
    ),
    Case(
        "caddy-no-common-cipher",
        t.refused("handshake_failure"),
        s.caddy(connection="ciphers TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
        silent(TLS12, cipher="ECDHE-RSA-AES128-GCM-SHA256"),
    ),
    Case("nginx-no-application-protocol", t.refused("no_application_protocol"), s.nginx("http2;"), silent(TLS13, alpn=("spdy/3",))),
    Case("haproxy-no-common-alpn-12", t.done("client"), s.haproxy(bind="alpn h2"), c.curl(tls=TLS12)),
    Case("caddy-no-application-protocol", t.refused("no_application_protocol"), s.caddy(), silent(TLS12, alpn=("spdy/3",))),
    Case("node-no-application-protocol", t.refused("no_application_protocol"), s.node(), silent(TLS13, alpn=("spdy/3",))),
    Case("s-server-certificate-wanted-tls12", t.refused("handshake_failure"), s.s_server("-Verify", "1"), silent(TLS12)),
    Case(
        "haproxy-certificate-wanted-tls12",
        t.refused("handshake_failure"),
        s.haproxy(bind="verify required ca-file @PKI@/root.crt"),
        silent(TLS12),
    ),
    Case(
        "haproxy-certificate-wanted-tls13",
        t.Truth(
            "handshake-refused:certificate_required",
            "server",
            NOTIFIED,
            "handshake",
            None,
            ("unused-connection-timeout",),
            "TLS 1.3 encrypts this alert",
        ),
        s.haproxy(bind="verify required ca-file @PKI@/root.crt"),
        silent(TLS13),
    ),
    Case(
        "caddy-certificate-wanted-tls12", t.refused("bad_certificate"), s.caddy(connection="client_auth {\nmode require\n}"), silent(TLS12)
    ),
    Case(
        "client-leaves-handshake",
        t.Truth("handshake-aborted-by-client", "client", FIN, "handshake"),
        s.python("never-answers", PLAIN),
        Hand((send(bytes.fromhex("16030100c8010000c40303") + bytes(40)), wait(2)), PLAIN),
    ),
    Case(
        "client-resets-handshake",
        t.Truth("handshake-aborted-by-client", "client", RST, "handshake"),
        s.nginx(),
        Hand((send(bytes.fromhex("16030100c8010000c40303") + bytes(40)), wait(1), reset), PLAIN),
    ),
    Case(
        "client-killed-in-handshake",
        t.Truth("handshake-aborted-by-client", "client", FIN, "handshake"),
        s.python("never-answers", PLAIN),
        c.curl(signal_after_s=3),
    ),
]

TRUST = [
    Case("nginx-self-signed-curl-tls12", t.rejected("unknown_ca"), s.nginx(cert="self"), c.curl(tls=TLS12)),
    Case(
        "nginx-self-signed-curl-tls13",
        t.rejected("unknown_ca", also=("handshake-aborted-by-client",)),
        s.nginx(cert="self"),
        c.curl(tls=TLS13),
    ),
    Case(
        "haproxy-missing-intermediate-tls12",
        t.rejected("unknown_ca"),
        s.haproxy(cert="bare"),
        c.s_client("-tls1_2", "-verify_return_error"),
    ),
    Case(
        "apache-missing-intermediate-tls13",
        t.rejected("unknown_ca", also=("handshake-aborted-by-client",)),
        s.apache(cert="bare"),
        silent(TLS13),
    ),
    Case(
        "nginx-missing-intermediate-jdk-tls12",
        t.left_silently("certificate-rejected:certificate_unknown"),
        s.nginx(cert="bare"),
        c.java("JdkClient", "https://127.0.0.1:@PORT@/small", "1_1", "5", "0", tls=TLS12),
    ),
    Case(
        "nginx-missing-intermediate-jdk-tls13",
        t.left_silently("certificate-rejected:certificate_unknown"),
        s.nginx(cert="bare"),
        c.java("JdkClient", "https://127.0.0.1:@PORT@/small", "1_1", "5", "0"),
    ),
    Case("nginx-expired-curl-tls12", t.rejected("certificate_expired"), s.nginx(cert="expired"), c.curl(tls=TLS12)),
    Case(
        "lighttpd-expired-hand-tls13",
        t.rejected("certificate_expired", also=("handshake-aborted-by-client",)),
        s.lighttpd(cert="expired"),
        silent(TLS13),
    ),
    Case(
        "jdk-self-signed-node-tls13",
        t.rejected(
            "unknown_ca",
            FIN,
            also=("handshake-aborted-by-client", "normal-close", "client-idle-timeout"),
            note="Node ends the handshake before it checks the certificate, and says nothing",
        ),
        s.jdk(cert="self"),
        c.node("https.get({host, port, servername, ca, path: '/small'}).on('error', () => 0);"),
    ),
    Case(
        "node-self-signed-okhttp-tls12",
        t.rejected("certificate_unknown"),
        s.node(cert="self"),
        c.java("OkHttpPool", "https://127.0.0.1:@PORT@/small", "5", "5", "0", tls=TLS12),
    ),
    Case(
        "node-expired-okhttp-tls12",
        t.rejected("certificate_expired"),
        s.node(cert="expired"),
        c.java("OkHttpPool", "https://127.0.0.1:@PORT@/small", "5", "5", "0", tls=TLS12),
    ),
    Case(
        "nginx-other-name-jdk-tls12",
        t.left_silently("certificate-rejected:certificate_unknown"),
        s.nginx(cert="other"),
        c.java("JdkClient", "https://127.0.0.1:@PORT@/small", "1_1", "5", "0", tls=TLS12),
    ),
    Case("nginx-other-name-hand-tls12", t.rejected("bad_certificate"), s.nginx(cert="other"), silent(TLS12)),
]

PLAINTEXT = [
    Case("nginx-plaintext", t.plaintext(), s.nginx(), sends(GET, PLAIN)),
    Case("apache-plaintext", t.plaintext(), s.apache(), sends(GET, PLAIN)),
    Case("haproxy-plaintext", t.plaintext(), s.haproxy(), c.curl(tls=PLAIN)),
    Case("lighttpd-plaintext", t.plaintext(), s.lighttpd(), c.curl(tls=PLAIN)),
    Case("caddy-plaintext", t.plaintext(), s.caddy(), c.curl(tls=PLAIN)),
    Case("node-plaintext", t.plaintext(), s.node(), c.curl(tls=PLAIN)),
    Case("jdk-plaintext", t.plaintext(), s.jdk(), c.curl(tls=PLAIN)),
    Case("s-server-plaintext", t.plaintext(), s.s_server(), c.curl(tls=PLAIN)),
    Case("h2o-plaintext", t.plaintext(), s.h2o(), sends(GET, PLAIN)),
    Case("stunnel-plaintext", t.plaintext(RST), s.stunnel(), sends(GET, PLAIN)),
    Case("hitch-plaintext", t.plaintext(RST), s.hitch(), sends(GET, PLAIN)),
    Case("waflab-plaintext", t.plaintext(), s.waflab(), sends(GET, PLAIN)),
]

UNUSED = [
    Case("nginx-unused-5s-tls13", t.unused(5), s.nginx("client_header_timeout 5s;"), silent(TLS13)),
    Case("nginx-unused-4s-tls12", t.unused(4), s.nginx("client_header_timeout 4s;"), c.s_client("-tls1_2", "-quiet")),
    Case("nginx-unused-6s-plain", t.unused(6, FIN), s.nginx("client_header_timeout 6s;", PLAIN), silent(PLAIN)),
    Case("apache-unused-7s-tls13", t.unused(7), s.apache("RequestReadTimeout header=7"), silent(TLS13)),
    Case("haproxy-unused-8s-tls12", t.unused(8), s.haproxy("timeout http-request 8s"), silent(TLS12)),
    Case("lighttpd-unused-6s-tls13", t.unused((5.5, 8)), s.lighttpd("server.max-read-idle = 6"), silent(TLS13)),
    Case("caddy-unused-9s-tls13", t.unused(9), s.caddy("read_header 9s\nidle 9s"), silent(TLS13)),
    Case(
        "node-unused-4s-tls13",
        t.unused((3.7, 6), FIN),
        s.node("server.headersTimeout = 4000;", options="connectionsCheckingInterval: 500"),
        silent(TLS13),
    ),
    Case("waflab-unused-8s-tls13", t.unused((6.7, 8.3), note=COLD), s.waflab("client_header_timeout 8s;"), silent(TLS13)),
]

HALF = [
    Case("nginx-half-head-5s-tls13", t.half_head(5), s.nginx("client_header_timeout 5s;"), sends(HALF_HEAD)),
    Case("nginx-half-head-7s-plain", t.half_head(7, tls=False), s.nginx("client_header_timeout 7s;", PLAIN), sends(HALF_HEAD, PLAIN)),
    Case(
        "nginx-half-head-reset-6s-tls12",
        t.half_head(6, RST),
        s.nginx("client_header_timeout 6s; reset_timedout_connection on;"),
        sends(HALF_HEAD, TLS12),
    ),
    Case(
        "apache-half-head-6s-tls12",
        t.half_head(6, NOTIFIED, answered=True),
        s.apache("RequestReadTimeout header=6"),
        sends(HALF_HEAD, TLS12),
    ),
    Case("haproxy-half-head-7s-tls13", t.half_head(7, NOTIFIED, answered=True), s.haproxy("timeout http-request 7s"), sends(HALF_HEAD)),
    Case("lighttpd-half-head-5s-tls12", t.half_head((4.5, 7), NOTIFIED), s.lighttpd("server.max-read-idle = 5"), sends(HALF_HEAD, TLS12)),
    Case("caddy-half-head-4s-tls13", t.half_head(4, NOTIFIED), s.caddy("read_header 4s"), sends(HALF_HEAD)),
    Case(
        "node-half-head-4s-tls13",
        t.half_head((3.7, 6), FIN, answered=True),
        s.node("server.headersTimeout = 4000;", options="connectionsCheckingInterval: 500"),
        sends(HALF_HEAD),
    ),
    Case("apache-half-head-8s-plain", t.half_head(8, tls=False), s.apache("RequestReadTimeout header=8", PLAIN), sends(HALF_HEAD, PLAIN)),
    Case("haproxy-half-head-5s-plain", t.half_head(5, tls=False), s.haproxy("timeout http-request 5s", PLAIN), sends(HALF_HEAD, PLAIN)),
    Case("h2o-half-head-10s-default-tls13", t.half_head(10, NOTIFIED), s.h2o(), sends(HALF_HEAD)),
    Case("waflab-half-head-9s-tls13", t.half_head((7.5, 9.3), note=COLD), s.waflab("client_header_timeout 9s;"), sends(HALF_HEAD)),
    Case("nginx-half-body-6s-tls13", t.half_body(6), s.nginx("client_body_timeout 6s;"), sends(HALF_BODY)),
    Case("nginx-half-body-5s-plain", t.half_body(5, tls=False), s.nginx("client_body_timeout 5s;", PLAIN), sends(HALF_BODY, PLAIN)),
    Case(
        "apache-half-body-5s-tls13",
        t.half_body(5, NOTIFIED, answered=True),
        s.apache(APACHE_PROXY + "RequestReadTimeout body=5"),
        sends(HALF_BODY),
    ),
    Case("haproxy-half-body-6s-tls12", t.half_body(6, NOTIFIED), s.haproxy("timeout client 6s"), sends(HALF_BODY, TLS12)),
    Case(
        "lighttpd-half-body-7s-tls13",
        t.half_body((6.5, 9), NOTIFIED),
        s.lighttpd("server.max-read-idle = 7\n" + LIGHTTPD_PROXY),
        sends(HALF_BODY),
    ),
    Case(
        "caddy-half-body-5s-tls12",
        t.half_body(5, NOTIFIED, answered=True),
        s.caddy("read_body 5s", "reverse_proxy 127.0.0.1:7000"),
        sends(HALF_BODY, TLS12),
    ),
    Case(
        "node-half-body-6s-tls12",
        t.half_body((5.7, 8), FIN),
        s.node("server.requestTimeout = 6000; server.headersTimeout = 6000;", options="connectionsCheckingInterval: 500"),
        sends(HALF_BODY, TLS12),
    ),
    Case("jdk-half-body-8s-tls13", t.half_body((2, 9.5), FIN), s.jdk(("maxReqTime=8", "timerMillis=500")), sends(HALF_BODY)),
]

GATEWAY = [
    Case("nginx-504-4s-tls13", t.late(4), s.nginx(location=PROXY + "proxy_read_timeout 4s;"), c.curl("/silent")),
    Case(
        "nginx-504-7s-h2",
        t.late(7, how=FIN),
        s.nginx("http2;", location=PROXY + "proxy_read_timeout 7s;"),
        c.curl("/silent", http="--http2"),
    ),
    Case(
        "nginx-504-6s-plain",
        t.late(6, how=FIN),
        s.nginx(tls=PLAIN, location=PROXY + "proxy_read_timeout 6s;"),
        c.curl("/silent", tls=PLAIN),
    ),
    Case("apache-504-5s-tls12", t.late(5), s.apache(APACHE_PROXY + "ProxyTimeout 5"), c.curl("/silent", tls=TLS12)),
    Case("haproxy-504-6s-tls13", t.late(6), s.haproxy("timeout server 6s"), c.curl("/silent")),
    Case(
        "caddy-504-3s-tls13",
        t.late(3),
        s.caddy(handler="reverse_proxy 127.0.0.1:7000 {\ntransport http {\nresponse_header_timeout 3s\n}\n}"),
        c.curl("/silent"),
    ),
    Case("waflab-504-8s-tls13", t.late((7.7, 9.5), note=COLD), s.waflab(location=PROXY + "proxy_read_timeout 8s;"), c.curl("/silent")),
    Case("nginx-cut-5s-tls12", t.cut_off(5), s.nginx(location=PROXY + "proxy_read_timeout 5s;"), sends(c.request("/half"), TLS12)),
    Case("nginx-cut-6s-tls13", t.cut_off(6), s.nginx(location=PROXY + "proxy_read_timeout 6s;"), sends(c.request("/half"))),
    Case(
        "nginx-cut-4s-plain",
        t.cut_off(4, FIN, tls=False),
        s.nginx(tls=PLAIN, location=PROXY + "proxy_read_timeout 4s;"),
        sends(c.request("/half"), PLAIN),
    ),
    Case("nginx-origin-dies-1.3s-tls13", t.cut_off(1.3), s.nginx(), sends(c.request("/dies"))),
    Case("haproxy-cut-7s-tls13", t.cut_off(7), s.haproxy("timeout server 7s"), sends(c.request("/half"))),
    Case("apache-cut-5s-tls12", t.cut_off(5), s.apache(APACHE_PROXY + "ProxyTimeout 5"), sends(c.request("/half"), TLS12)),
    Case("haproxy-origin-dies-1.3s-plain", t.cut_off(1.3, FIN, tls=False), s.haproxy(tls=PLAIN), sends(c.request("/dies"), PLAIN)),
    Case(
        "waflab-cut-9s-tls12",
        t.cut_off((8.7, 10.5), note=COLD),
        s.waflab(location=PROXY + "proxy_read_timeout 9s;"),
        sends(c.request("/half"), TLS12),
    ),
    Case("nginx-502-tls13", t.bad_gateway(), s.nginx(location="proxy_pass http://127.0.0.1:6999;"), c.curl()),
    Case(
        "nginx-502-plain",
        t.bad_gateway(how=FIN, tls=False),
        s.nginx(tls=PLAIN, location="proxy_pass http://127.0.0.1:6999;"),
        c.curl(tls=PLAIN),
    ),
    Case("haproxy-503-tls12", t.bad_gateway(), s.haproxy("retries 0", backend="server s 127.0.0.1:6999"), c.curl(tls=TLS12)),
    Case("apache-503-tls13", t.bad_gateway("server", phase="response"), s.apache("ProxyPass / http://127.0.0.1:6999/"), c.curl()),
    Case("caddy-502-tls13", t.bad_gateway(), s.caddy(handler="reverse_proxy 127.0.0.1:6999"), c.curl()),
]

WEBSOCKET = (send(c.UPGRADE), read_some, send(c.WEBSOCKET_FRAME), read_some, wait(0.5), send(c.WEBSOCKET_FRAME), read_some, until_end)
TUNNELS = [
    Case("nginx-websocket-5s-tls13", t.tunnel(5), s.nginx(location=UPGRADING + "proxy_read_timeout 5s;"), Hand(WEBSOCKET)),
    Case("nginx-websocket-8s-tls12", t.tunnel(8), s.nginx(location=UPGRADING + "proxy_read_timeout 8s;"), Hand(WEBSOCKET, TLS12)),
    Case(
        "nginx-websocket-6s-plain",
        t.tunnel(6, FIN, tls=False),
        s.nginx(tls=PLAIN, location=UPGRADING + "proxy_read_timeout 6s;"),
        Hand(WEBSOCKET, PLAIN),
    ),
    Case("haproxy-websocket-7s-tls13", t.tunnel(7), s.haproxy("timeout tunnel 7s"), Hand(WEBSOCKET)),
    Case("haproxy-websocket-6s-plain", t.tunnel(6, FIN, tls=False), s.haproxy("timeout tunnel 6s", PLAIN), Hand(WEBSOCKET, PLAIN)),
    Case(
        "apache-websocket-60s-tls12",
        t.tunnel(60, note="ProxyTimeout has no say in a tunnel: Apache's Timeout of 60 s has"),
        s.apache("ProxyTimeout 6\nProxyPass / ws://127.0.0.1:7000/"),
        Hand(WEBSOCKET, TLS12),
    ),
    Case(
        "waflab-websocket-7s-tls13",
        t.tunnel((6.7, 8.5), note=COLD),
        s.waflab(location=UPGRADING + "proxy_read_timeout 7s;"),
        Hand(WEBSOCKET),
    ),
]

PATH = [
    Case(
        "path-silent-idle-3s-tls13",
        t.no_answer("path-silent", "idle"),
        s.nginx(),
        Hand(ASK + (wait(0.3), path("DROP"), wait(3), send(GET), stay)),
        stays=15,
    ),
    Case(
        "path-silent-idle-5s-tls12",
        t.no_answer("path-silent", "idle"),
        s.apache("KeepAliveTimeout 300"),
        Hand(ASK + (wait(0.3), path("DROP"), wait(5), send(GET), stay), TLS12),
        stays=15,
    ),
    Case(
        "path-silent-idle-4s-plain",
        t.no_answer("path-silent", "idle"),
        s.node("server.keepAliveTimeout = 300000;", PLAIN),
        Hand(ASK + (wait(0.3), path("DROP"), wait(4), send(GET), stay), PLAIN),
        stays=15,
    ),
    Case(
        "path-reset-idle-5s-tls13",
        t.Truth("path-reset", "server", RST, "idle", (5, 6.5)),
        s.nginx(),
        Hand(ASK + (wait(0.3), path("REJECT"), wait(5), send(GET), until_end)),
    ),
    Case(
        "path-reset-idle-8s-tls12",
        t.Truth("path-reset", "server", RST, "idle", (8, 9.5)),
        s.haproxy(),
        Hand(ASK + (wait(0.3), path("REJECT"), wait(8), send(GET), until_end), TLS12),
    ),
    Case(
        "path-reset-idle-6s-plain",
        t.Truth("path-reset", "server", RST, "idle", (6, 7.5)),
        s.nginx(tls=PLAIN),
        Hand(ASK + (wait(0.3), path("REJECT"), wait(6), send(GET), until_end), PLAIN),
    ),
]

BROKEN = [
    Case("homemade-killed-awaiting-tls13", t.broken("server-crashed", 1.37, FIN), s.python("killed-awaiting"), sends(GET)),
    Case("homemade-killed-in-body-tls12", t.broken("server-crashed", 1.72, FIN, "response"), s.python("killed-in-body"), sends(GET, TLS12)),
    Case("homemade-killed-awaiting-plain", t.broken("server-crashed", 1.37, FIN), s.python("killed-awaiting", PLAIN), sends(GET, PLAIN)),
    Case("node-killed-awaiting-tls13", t.broken("server-crashed", 1.37, FIN), s.node(), c.curl("/crash")),
    Case("homemade-fin-awaiting-tls12", t.broken("server-crashed", 2.29, FIN), s.python("fin-awaiting"), sends(GET, TLS12)),
    Case("homemade-reset-awaiting-tls13", t.broken("server-reset", 0.83, RST), s.python("reset-awaiting"), sends(GET)),
    Case("homemade-reset-in-body-tls12", t.broken("server-reset", 1.13, RST, "response"), s.python("reset-in-body"), sends(GET, TLS12)),
    Case("homemade-reset-at-once-plain", t.broken("server-reset", 0.0, RST), s.python("reset-at-once", PLAIN), c.curl(tls=PLAIN)),
]

CLOSED = Hand((send(c.request("/small", "Connection: close")), answer, until_end))
NORMAL = [
    Case("nginx-done-curl-tls13", t.done(), s.nginx(), c.curl()),
    Case("apache-done-curl-h2", t.done(how=FIN), s.apache("Protocols h2"), c.curl(http="--http2")),
    Case("haproxy-done-curl-plain", t.done(how=FIN, tls=False), s.haproxy(tls=PLAIN), c.curl(tls=PLAIN)),
    Case("nginx-asked-to-close-tls13", t.done("server", phase="response"), s.nginx(), CLOSED),
    Case("apache-asked-to-close-tls12", t.done("server", phase="response"), s.apache(), dataclasses.replace(CLOSED, tls=TLS12)),
    Case("haproxy-asked-to-close-tls13", t.done("server", phase="response"), s.haproxy(), CLOSED),
    Case(
        "lighttpd-asked-to-close-plain",
        t.done("server", FIN, "response", tls=False),
        s.lighttpd(tls=PLAIN),
        dataclasses.replace(CLOSED, tls=PLAIN),
    ),
    Case("caddy-asked-to-close-tls13", t.done("server", phase="response"), s.caddy(), CLOSED),
    Case("node-asked-to-close-tls13", t.done("server", phase="response"), s.node(), CLOSED),
    Case("jdk-asked-to-close-tls13", t.done("server", FIN, phase="response"), s.jdk(), CLOSED),
    Case(
        "gunicorn-http10-tls12",
        t.done("server", FIN, phase="response"),
        s.gunicorn(),
        Hand((send(c.request("/small", version="1.0")), answer, until_end), TLS12),
    ),
    Case("nginx-http10-ab", t.done("server", phase="response"), s.nginx(), c.Program(("ab", "-n", "2", "https://127.0.0.1:@PORT@/small"))),
    Case("s-server-done-s-client", t.done("server", phase="response"), s.s_server(), sends(c.request("/", version="1.0"))),
    Case(
        "nginx-done-chromium",
        t.done(how=FIN),
        s.nginx("http2;"),
        c.Program(
            (
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--ignore-certificate-errors",
                "--user-data-dir=@DIR@/chromium",
                "--dump-dom",
                "https://127.0.0.1:@PORT@/small",
            )
        ),
    ),
    Case("nginx-done-nghttp", t.done(), s.nginx("http2;"), c.Program(("nghttp", "-n", "-y", "https://127.0.0.1:@PORT@/small"))),
    Case("h2o-done-h2load", t.done(), s.h2o(), c.Program(("h2load", "-n", "4", "-c", "1", "https://127.0.0.1:@PORT@/small"))),
]

CASES = (
    IDLE
    + LIMITS
    + CLIENT_IDLE
    + GAVE_UP
    + RACES
    + CONNECT
    + HANDSHAKE
    + TRUST
    + PLAINTEXT
    + UNUSED
    + HALF
    + GATEWAY
    + TUNNELS
    + PATH
    + BROKEN
    + NORMAL
)
