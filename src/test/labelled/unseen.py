"""Cases from servers and clients that no rule of the diagnosis had seen when they were first measured; see cases.py for how to read them."""

import dataclasses

import clients as c
import servers as s
import truths as t
from cases import ASK, CLOSED, Case
from clients import GET, HALF_BODY, HALF_HEAD, Hand, answer, keeps, send, sends, silent, until_end, wait
from servers import PLAIN, TLS12, TLS13
from truths import ALERT, FIN, NOTIFIED

URL, PLAIN_URL = "https://lab.example:@PORT@/small", "http://127.0.0.1:@PORT@/small"
CLOSED_12, CLOSED_PLAIN = dataclasses.replace(CLOSED, tls=TLS12), dataclasses.replace(CLOSED, tls=PLAIN)


def wget(*options, path="/small", tls=True):
    where = ("--ca-certificate=@PKI@/root.crt", f"https://127.0.0.1:@PORT@{path}") if tls else (f"http://127.0.0.1:@PORT@{path}",)
    return c.Program(("wget", "-q", "-O", "/dev/null", "--no-check-certificate", "--tries=1", *options, *where))


def requests(text, tls=True):
    """A script for Python's requests; `session` trusts, `url` is the server."""
    scheme = "https" if tls else "http"
    prelude = (
        "import requests, time, urllib3; urllib3.disable_warnings(); session = requests.Session(); session.verify = session.trust_env = False; "
        f"url = '{scheme}://127.0.0.1:@PORT@'; "
    )
    return c.Program(("python3", "-c", prelude + text))


JETTY = [
    Case("jetty-idle-5s-tls13", t.idle((4.7, 6.5)), s.jetty(5000), keeps(TLS13)),
    Case("jetty-idle-8s-tls12", t.idle((7.7, 9.5)), s.jetty(8000), keeps(TLS12, 3)),
    Case("jetty-idle-6s-plain", t.idle((5.7, 7.5), FIN), s.jetty(6000, PLAIN), keeps(PLAIN, 2)),
    Case("jetty-half-head-6s-tls13", t.half_head((5.7, 7.5), NOTIFIED), s.jetty(6000), sends(HALF_HEAD)),
    Case("jetty-half-head-5s-plain", t.half_head((4.7, 6.5), tls=False), s.jetty(5000, PLAIN), sends(HALF_HEAD, PLAIN)),
    Case("jetty-half-body-7s-tls12", t.half_body((6.7, 8.5), NOTIFIED), s.jetty(7000), sends(HALF_BODY, TLS12)),
    Case("jetty-half-body-5s-plain", t.half_body((4.7, 6.5), tls=False), s.jetty(5000, PLAIN), sends(HALF_BODY, PLAIN)),
    Case("jetty-handshake-silent-5s", t.handshake((4.7, 6.5)), s.jetty(5000), silent(PLAIN)),
    Case("jetty-unused-6s-tls13", t.unused((5.7, 7.5)), s.jetty(6000), silent(TLS13)),
    Case("jetty-plaintext", t.plaintext(ALERT), s.jetty(), sends(GET, PLAIN)),
    Case("jetty-asked-to-close-tls13", t.done("server", phase="response"), s.jetty(), CLOSED),
    Case("jetty-asked-to-close-plain", t.done("server", FIN, "response", tls=False), s.jetty(tls=PLAIN), CLOSED_PLAIN),
    Case("jetty-killed-awaiting-tls13", t.broken("server-crashed", (1.2, 3.5), FIN), s.jetty(), c.curl("/crash")),
    Case("jetty-killed-awaiting-plain", t.broken("server-crashed", (1.2, 3.5), FIN), s.jetty(tls=PLAIN), c.curl("/crash", tls=PLAIN)),
    Case("jetty-requests-gives-up-3s-tls13", t.gave_up(3, FIN), s.jetty(), requests("session.get(url + '/slow', timeout=3)")),
    Case("jetty-wget-gives-up-4s-plain", t.gave_up(4, FIN), s.jetty(tls=PLAIN), wget("--timeout=4", path="/slow", tls=False)),
]

TOMCAT = [
    Case("tomcat-idle-5s-tls13", t.idle((4.7, 6.5)), s.tomcat("keepAliveTimeout=5000"), keeps(TLS13)),
    Case("tomcat-idle-7s-tls12", t.idle((6.7, 8.5)), s.tomcat("keepAliveTimeout=7000"), keeps(TLS12, 2)),
    Case("tomcat-idle-6s-plain", t.idle((5.7, 7.5), FIN), s.tomcat("keepAliveTimeout=6000", tls=PLAIN), keeps(PLAIN)),
    Case("tomcat-half-head-6s-tls13", t.half_head((5.7, 7.5), NOTIFIED), s.tomcat("connectionTimeout=6000"), sends(HALF_HEAD)),
    Case("tomcat-half-head-5s-plain", t.half_head((4.7, 6.5), tls=False), s.tomcat("connectionTimeout=5000", tls=PLAIN), sends(HALF_HEAD, PLAIN)),
    Case("tomcat-half-body-6s-plain", t.half_body((5.7, 7.5), tls=False), s.tomcat("connectionTimeout=6000", tls=PLAIN), sends(HALF_BODY, PLAIN)),
    Case("tomcat-half-body-7s-tls12", t.half_body((6.7, 8.5), NOTIFIED), s.tomcat("connectionTimeout=7000"), sends(HALF_BODY, TLS12)),
    Case("tomcat-handshake-silent-5s", t.handshake((4.7, 6.5)), s.tomcat("connectionTimeout=5000"), silent(PLAIN)),
    Case("tomcat-unused-6s-tls13", t.unused((5.7, 7.5)), s.tomcat("connectionTimeout=6000"), silent(TLS13)),
    Case("tomcat-plaintext", t.plaintext(), s.tomcat(), sends(GET, PLAIN)),
    Case("tomcat-requests-3-tls13", t.served(), s.tomcat("maxKeepAliveRequests=3"), keeps(TLS13, 3)),
    Case("tomcat-requests-2-plain", t.served(FIN, tls=False), s.tomcat("maxKeepAliveRequests=2", tls=PLAIN), keeps(PLAIN, 2)),
    Case("tomcat-asked-to-close-tls12", t.done("server", phase="response"), s.tomcat(), CLOSED_12),
    Case("tomcat-killed-awaiting-tls12", t.broken("server-crashed", (1.2, 3.5), FIN), s.tomcat(), c.curl("/crash", tls=TLS12)),
    Case("tomcat-race-5s-tls13", t.race((4.7, 6.5)), s.tomcat("keepAliveTimeout=5000"), Hand(ASK + (wait(9), send(GET), until_end))),
]

UNDERTOW = [
    Case("undertow-idle-5s-tls13", t.idle((4.7, 6.5), FIN), s.undertow(5000), keeps(TLS13)),
    Case("undertow-idle-6s-tls12", t.idle((5.7, 7.5), FIN), s.undertow(6000), keeps(TLS12, 2)),
    Case("undertow-idle-4s-plain", t.idle((3.7, 5.5), FIN), s.undertow(4000, tls=PLAIN), keeps(PLAIN)),
    Case("undertow-half-head-5s-tls13", t.half_head((4.7, 6.5)), s.undertow(parse_ms=5000), sends(HALF_HEAD)),
    Case("undertow-half-head-6s-plain", t.half_head((5.7, 7.5), tls=False), s.undertow(parse_ms=6000, tls=PLAIN), sends(HALF_HEAD, PLAIN)),
    Case("undertow-plaintext", t.plaintext(ALERT), s.undertow(), sends(GET, PLAIN)),
    Case("undertow-asked-to-close-tls13", t.done("server", phase="response"), s.undertow(), CLOSED),
    Case("undertow-killed-awaiting-plain", t.broken("server-crashed", (1.2, 3.5), FIN), s.undertow(tls=PLAIN), c.curl("/crash", tls=PLAIN)),
]

HTTP_SERVER = [
    Case("http-server-idle-5s-tls13", t.idle(5, FIN), s.http_server(5), keeps(TLS13)),
    Case("http-server-idle-7s-plain", t.idle(7, FIN), s.http_server(7, PLAIN), keeps(PLAIN, 2)),
    Case("http-server-half-head-6s-plain", t.half_head(6, tls=False), s.http_server(6, PLAIN), sends(HALF_HEAD, PLAIN)),
    Case("http-server-half-head-5s-tls12", t.half_head(5), s.http_server(5), sends(HALF_HEAD, TLS12)),
    Case("http-server-killed-awaiting-plain", t.broken("server-crashed", (1.2, 3.5), FIN), s.http_server(tls=PLAIN), c.curl("/crash", tls=PLAIN)),
    Case("http-server-killed-awaiting-tls13", t.broken("server-crashed", (1.2, 3.5), FIN), s.http_server(), c.curl("/crash")),
    Case("http-server-asked-to-close-plain", t.done("server", FIN, "response", tls=False), s.http_server(tls=PLAIN), CLOSED_PLAIN),
]

OTHERS = [
    Case("node-request-timeout-5s-plain", t.half_body((4.7, 6.5), tls=False),
         s.node("server.requestTimeout = 5000;", PLAIN, options="connectionsCheckingInterval: 500"), sends(HALF_BODY, PLAIN)),
    Case("node-headers-timeout-4s-plain", t.half_head((3.7, 5.5), tls=False),
         s.node("server.headersTimeout = 4000;", PLAIN, options="connectionsCheckingInterval: 500"), sends(HALF_HEAD, PLAIN)),
    Case("node-socket-timeout-6s-tls13", t.half_head((5.7, 7.5)), s.node("server.setTimeout(6000);"), sends(HALF_HEAD)),
    Case("nginx-done-wget-tls13", t.done(how=FIN), s.nginx(), wget()),
    Case("nginx-done-wget-plain", t.done(how=FIN, tls=False), s.nginx(tls=PLAIN), wget(tls=False)),
    Case("nginx-done-requests-tls13", t.done(how=FIN), s.nginx(), requests("session.get(url + '/small'); session.close()")),
    Case("nginx-requests-idle-5s-tls13", t.idle(5), s.nginx("keepalive_timeout 5s;"), requests("session.get(url + '/small'); time.sleep(8)")),
    Case("nginx-node-fetch-pool-4s-plain", t.evicted((3.5, 5), FIN), s.nginx(tls=PLAIN),
         c.Program(("node", "-e", "fetch('http://127.0.0.1:@PORT@/small').then(r => r.text()).then(() => setTimeout(() => {}, 8000))"))),
    Case("haproxy-requests-gives-up-4s-tls12", t.gave_up(4, FIN), s.haproxy("timeout server 60s"),
         requests("session.get(url + '/silent', timeout=4)")),
]

CASES = JETTY + TOMCAT + UNDERTOW + HTTP_SERVER + OTHERS
