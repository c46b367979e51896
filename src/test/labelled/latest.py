"""Cases from servers and clients that came last: none had been seen when the rules were made; see cases.py for how to read them."""

import clients as c
import servers as s
import truths as t
from cases import ASK, CLOSED, Case
from clients import GET, HALF_BODY, HALF_HEAD, Hand, keeps, keeps_h2, send, sends, silent, until_end, wait
from servers import PLAIN, TLS12, TLS13
from truths import FIN, NOTIFIED, RST
from unseen import CLOSED_12, CLOSED_PLAIN


def go_client(path, *values, trust="@PKI@/root.crt", tls=True):
    scheme = "https" if tls else "http"
    return c.Program(("@CLASSES@/gohost", "client", f"{scheme}://127.0.0.1:@PORT@{path}", trust, *values))


def script(command, text):
    return c.Program((*command, text))


GO = [
    Case("go-idle-5s-tls13", t.idle(5), s.go("IdleTimeout=5"), keeps()),
    Case("go-idle-6s-plain", t.idle(6, FIN), s.go("IdleTimeout=6", tls=PLAIN), keeps(PLAIN, 2)),
    Case("go-idle-7s-tls12", t.idle(7), s.go("IdleTimeout=7"), keeps(TLS12)),
    Case("go-idle-5s-h2", t.idle((4.7, 6.5)), s.go("IdleTimeout=5"), keeps_h2(), farewell=True),
    Case("go-half-head-6s-tls13", t.half_head(6, NOTIFIED), s.go("ReadHeaderTimeout=6"), sends(HALF_HEAD)),
    Case("go-half-head-5s-plain", t.half_head(5, tls=False), s.go("ReadHeaderTimeout=5", tls=PLAIN), sends(HALF_HEAD, PLAIN)),
    Case("go-half-body-5s-tls12", t.half_body(5, NOTIFIED, answered=True), s.go("ReadTimeout=5"), sends(HALF_BODY, TLS12)),
    Case("go-half-body-6s-plain", t.half_body(6, tls=False), s.go("ReadTimeout=6", tls=PLAIN), sends(HALF_BODY, PLAIN)),
    Case("go-handshake-silent-5s", t.handshake(5), s.go("ReadHeaderTimeout=5"), silent(PLAIN)),
    Case("go-unused-6s-tls13", t.unused(6), s.go("ReadHeaderTimeout=6"), silent()),
    Case("go-plaintext", t.plaintext(), s.go(), sends(GET, PLAIN)),
    Case("go-asked-to-close-tls13", t.done("server", phase="response"), s.go(), CLOSED),
    Case("go-killed-awaiting-tls13", t.broken("server-crashed", (1.2, 3.5), FIN), s.go(), c.curl("/crash")),
    Case("go-killed-awaiting-h2", t.broken("server-crashed", (1.2, 3.5), FIN), s.go(), c.curl("/crash", http="--http2")),
    Case("go-killed-mid-body-plain", t.broken("server-crashed", (1.2, 3.5), FIN, "response", also=("response-cut",)),
         s.go(tls=PLAIN), c.curl("/half", tls=PLAIN)),
    Case("go-protocol-version", t.refused("protocol_version"), s.go("tls13=1"), keeps(TLS12)),
    Case("go-race-5s-tls13", t.race(5), s.go("IdleTimeout=5"), Hand(ASK + (wait(8), send(GET), until_end))),
    Case("nginx-go-pool-5s-tls13", t.evicted(5), s.nginx(), go_client("/small", "IdleConnTimeout=5", "stay=8")),
    Case("nginx-go-pool-4s-h2", t.evicted(4), s.nginx("http2;"), go_client("/small", "IdleConnTimeout=4", "stay=8", "h2=1")),
    Case("nginx-go-gives-up-4s-tls13", t.gave_up(4), s.nginx(), go_client("/silent", "Timeout=4")),
    Case("nginx-go-gives-up-3s-plain", t.gave_up(3, FIN), s.nginx(tls=PLAIN), go_client("/silent", "Timeout=3", tls=False)),
    Case("nginx-go-unknown-ca-tls12", t.rejected("bad_certificate"), s.nginx(), go_client("/small", "tls12=1", trust="-")),
]

SECOND = [
    Case("node-idle-5s-h2", t.idle((4.7, 6.5)), s.node_h2("server.setTimeout(5000);"), keeps_h2()),
    Case("node-killed-awaiting-h2", t.broken("server-crashed", (1.2, 3.5), FIN), s.node_h2(), c.curl("/crash", http="--http2")),
    Case("tomcat-idle-5s-h2", t.idle((4.7, 6.5)), s.tomcat("h2=5000"), keeps_h2()),
    Case("jetty-idle-5s-h2", t.idle((4.7, 6.5)), s.jetty(5000), keeps_h2()),
    Case("nghttpx-idle-5s-h2", t.idle((4.7, 6.5)), s.nghttpx("frontend-http2-read-timeout=5s"), keeps_h2()),
    Case("caddy-unused-6s-h2", t.unused(6, note="GOAWAY after 6 s"), s.caddy("idle 6s"), Hand((c.h2_open, until_end), TLS13, ("h2",)), farewell=True),
    Case("nginx-504-4s-h2-curl", t.late(4, how=FIN), s.nginx("http2; proxy_read_timeout 4s;"), c.curl("/silent", http="--http2")),
    Case("nginx-cut-4s-h2-curl", t.Truth("response-cut", "client", FIN, "response", 4, note="RST_STREAM after 4 s, and curl leaves"),
         s.nginx("http2; proxy_read_timeout 4s; keepalive_timeout 30s;"), c.curl("/half", http="--http2"), farewell=True),
]

OTHERS = [
    Case("nghttpx-idle-6s-tls13", t.idle((5.7, 7.5)), s.nghttpx("frontend-keep-alive-timeout=6s"), keeps()),
    Case("nghttpx-504-4s-tls13", t.late(4, "server"), s.nghttpx("backend-read-timeout=4s"), sends(c.request("/silent"))),
    Case("nghttpx-half-head-5s-plain", t.half_head((4.7, 6.5), tls=False), s.nghttpx("frontend-read-timeout=5s", tls=PLAIN),
         sends(HALF_HEAD, PLAIN)),
    Case("varnish-idle-5s-plain", t.idle(5, FIN), s.varnish("timeout_idle=5"), keeps(PLAIN)),
    Case("varnish-503-4s-plain", t.late(4, how=FIN), s.varnish("first_byte_timeout=4"), c.curl("/silent", tls=PLAIN)),
    Case("aiohttp-idle-5s-tls13", t.idle((4.7, 6.5)), s.aiohttp(5), keeps()),
    Case("aiohttp-idle-4s-plain", t.idle((3.7, 5.5), FIN), s.aiohttp(4, PLAIN), keeps(PLAIN)),
    Case("uvicorn-idle-5s-tls13", t.idle((4.7, 6.5)), s.uvicorn(5), keeps()),
    Case("uvicorn-idle-6s-plain", t.idle((5.7, 7.5), FIN), s.uvicorn(6, PLAIN), keeps(PLAIN)),
    Case("tornado-idle-5s-tls12", t.idle((4.7, 6.5), FIN), s.tornado(5), keeps(TLS12)),
    Case("tornado-half-body-5s-plain", t.half_body((4.7, 6.5), tls=False), s.tornado(5, PLAIN), sends(HALF_BODY, PLAIN)),
    Case("puma-idle-5s-tls13", t.idle((4.7, 6.5)), s.puma("persistent_timeout 5"), keeps()),
    Case("puma-idle-6s-plain", t.idle((5.7, 7.5), FIN), s.puma("persistent_timeout 6", tls=PLAIN), keeps(PLAIN)),
    Case("puma-half-head-5s-plain", t.half_head((4.7, 6.5), tls=False), s.puma("first_data_timeout 5", tls=PLAIN), sends(HALF_HEAD, PLAIN)),
    Case("nginx-ruby-gives-up-4s-tls13", t.gave_up(4), s.nginx(), script(("ruby", "-rnet/http", "-e"),
         "h = Net::HTTP.new('127.0.0.1', @PORT@); h.use_ssl = true; h.verify_mode = 0; h.read_timeout = 4; h.max_retries = 0; h.get('/silent')")),
    Case("nginx-perl-gives-up-5s-plain", t.gave_up(5, FIN), s.nginx(tls=PLAIN), script(("perl", "-MLWP::UserAgent", "-e"),
         "LWP::UserAgent->new(timeout => 5)->get('http://127.0.0.1:@PORT@/silent')")),
    Case("nginx-aiohttp-pool-4s-tls13", t.evicted((3.5, 5.5)), s.nginx(), script(("/usr/bin/python3", "-c"), """
import aiohttp, asyncio
async def main():
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=False, keepalive_timeout=4)) as session:
        async with session.get('https://127.0.0.1:@PORT@/small') as answer:
            await answer.read()
        await asyncio.sleep(9)
asyncio.run(main())
""")),
]

CASES = GO + SECOND + OTHERS
