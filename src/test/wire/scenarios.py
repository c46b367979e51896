"""The scenarios: each sets some nginx directives and plays one client."""
import socket, ssl, struct, time

ALL = []


class Client:
    def __init__(self, port, maxver, alpn=None, sni="lab.test", rcvbuf=None, timeout=12):
        self.timeout = timeout
        self.port, self.maxver, self.alpn, self.sni, self.rcvbuf = port, maxver, alpn, sni, rcvbuf
        self.raw = self.s = None
        self.got = []          # what the application saw, in words

    def tcp(self):
        self.raw = socket.socket()
        if self.rcvbuf:
            self.raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.rcvbuf)
        self.raw.settimeout(self.timeout)
        self.raw.connect(("127.0.0.1", self.port))
        self.raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.local = self.raw.getsockname()[1]
        return self

    def tls(self):
        if not self.raw:
            self.tcp()
        cx = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        cx.check_hostname = False
        cx.verify_mode = ssl.CERT_NONE
        v = ssl.TLSVersion.TLSv1_2 if self.maxver == "1.2" else ssl.TLSVersion.TLSv1_3
        cx.minimum_version = cx.maximum_version = v
        if self.maxver == "1.2":
            cx.set_ciphers("ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256")
        if self.alpn:
            cx.set_alpn_protocols(self.alpn)
        try:
            self.s = cx.wrap_socket(self.raw, server_hostname=self.sni, suppress_ragged_eofs=False)
        except ssl.SSLError as e:
            self.got.append("tls-error:" + (e.reason or "?"))
            raise
        return self

    def send(self, data):
        self.s.sendall(data)
        return self

    def req(self, path, method="GET", headers="", body=b"", version="1.1"):
        h = "%s %s HTTP/%s\r\nHost: lab.test\r\n%s\r\n" % (method, path, version, headers)
        return self.send(h.encode() + body)

    def response(self):
        """Reads one response; records status, connection header, body length, or how it broke off."""
        s, b = self.s, b""
        try:
            while b"\r\n\r\n" not in b:
                d = s.recv(16384)
                if not d:
                    self.got.append("eof" if not b else "eof-in-head")
                    return self
                b += d
            head, body = b.split(b"\r\n\r\n", 1)
            lines = head.decode("latin1").split("\r\n")
            hs = {l.partition(":")[0].lower(): l.partition(":")[2].strip() for l in lines[1:]}
            st = int(lines[0].split()[1])
            note = "%d conn=%s" % (st, hs.get("connection", "-").lower())
            if st == 101:
                self.got.append(note)
                self.rest = body
                return self
            if "content-length" in hs:
                n = int(hs["content-length"])
                while len(body) < n:
                    d = s.recv(16384)
                    if not d:
                        self.got.append(note + " truncated %d" % len(body))
                        return self
                    body += d
            elif "chunked" in hs.get("transfer-encoding", ""):
                while not body.endswith(b"0\r\n\r\n"):
                    d = s.recv(16384)
                    if not d:
                        self.got.append(note + " chunked-truncated")
                        return self
                    body += d
                note += " chunked"
            else:
                while True:
                    d = s.recv(16384)
                    if not d:
                        break
                    body += d
                note += " until-close"
            self.got.append(note + (" len=%d" % len(body) if st == 200 else ""))
        except ssl.SSLEOFError:
            self.got.append("eof-without-close_notify")
        except ConnectionResetError:
            self.got.append("reset")
        except (ssl.SSLError, OSError) as e:
            self.got.append(type(e).__name__)
        return self

    def drain(self, secs=8):
        """Reads to the end; says how the end came."""
        self.s.settimeout(secs)
        n = 0
        try:
            while True:
                d = self.s.recv(16384)
                if not d:
                    self.got.append("end:close_notify +%d" % n)
                    return self
                n += len(d)
        except ssl.SSLEOFError:
            self.got.append("end:eof-without-close_notify +%d" % n)
        except ConnectionResetError:
            self.got.append("end:reset +%d" % n)
        except TimeoutError:
            self.got.append("still-open +%d" % n)
        except (ssl.SSLError, OSError) as e:
            self.got.append("end:%s +%d" % (type(e).__name__, n))
        return self

    def idle(self, secs):
        time.sleep(secs)
        return self

    def close(self):
        try:
            (self.s or self.raw).close()
        except OSError:
            pass

    def rst(self):
        s = self.s or self.raw
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        s.close()

    def raw_drain(self, secs=8):
        self.raw.settimeout(secs)
        n = 0
        try:
            while True:
                d = self.raw.recv(16384)
                if not d:
                    self.got.append("raw-end:fin +%d" % n)
                    return self
                n += len(d)
        except ConnectionResetError:
            self.got.append("raw-end:reset +%d" % n)
        except TimeoutError:
            self.got.append("raw-still-open +%d" % n)
        return self


def scenario(name, server="", location="", upstream="", target="", versions=("1.2", "1.3"), public=True,
             alpn=None, listen="ssl", rcvbuf=None, sni="lab.test"):
    def wrap(fn):
        for v in versions:
            ALL.append(dict(name=name + "/tls" + v, server=server, location=location, upstream=upstream,
                            target=target, ver=v, public=public, alpn=alpn, listen=listen, rcvbuf=rcvbuf,
                            sni=sni, play=fn))
        return fn
    return wrap


KA = "keepalive_timeout 2s;"

# ---- idle connections -------------------------------------------------------------------------------------

@scenario("idle-expiry-unread", server=KA)
def _(c):
    """The customer's capture: the client never reads the alert and closes 1.5 s later, which makes its kernel reset."""
    c.tls().req("/ok?n=300").response().idle(3.5).close()

@scenario("idle-expiry-reading-client", server=KA)
def _(c):
    c.tls().req("/ok?n=300").response().drain().close()

@scenario("idle-reuse-after-close", server="keepalive_timeout 1s;")
def _(c):
    """The keep-alive race, lost: a request goes out on a connection that the server has closed."""
    c.tls().req("/ok").response().idle(1.6)
    try:
        c.req("/ok").response()
    except OSError as e:
        c.got.append(type(e).__name__)
    c.close()

@scenario("idle-two-requests-timer-restarts", server=KA)
def _(c):
    c.tls().req("/ok").response().idle(1.2).req("/ok").response().drain().close()

@scenario("keepalive-zero", server="keepalive_timeout 0;")
def _(c):
    c.tls().req("/ok").response().drain().close()

@scenario("keepalive-requests-2", server=KA + "keepalive_requests 2;")
def _(c):
    c.tls().req("/ok").response().req("/ok").response().drain().close()

@scenario("client-says-close", server=KA)
def _(c):
    c.tls().req("/ok", headers="Connection: close\r\n").response().drain().close()

@scenario("http10-no-keepalive", server=KA)
def _(c):
    c.tls().req("/ok", version="1.0").response().drain().close()

@scenario("client-closes-idle", server=KA)
def _(c):
    c.tls().req("/ok").response().idle(0.3).close()

# ---- the client is slow -----------------------------------------------------------------------------------

@scenario("no-clienthello", server="client_header_timeout 1s;", versions=("1.2",))
def _(c):
    c.tcp().raw_drain().close()

@scenario("handshake-then-silence", server="client_header_timeout 1s;")
def _(c):
    c.tls().drain().close()

@scenario("half-request-head", server="client_header_timeout 1s;")
def _(c):
    c.tls().send(b"GET /ok HTTP/1.1\r\nHost: lab").drain().close()

@scenario("half-request-body", server="client_body_timeout 1s;")
def _(c):
    c.tls().req("/ok", "POST", "Content-Length: 100\r\n", b"b" * 40).drain().close()

@scenario("client-stops-reading", server="send_timeout 1s;", rcvbuf=4096)
def _(c):
    c.tls().req("/ok?n=20000000").idle(2.5).drain(4).close()

@scenario("half-request-head-reset", server="client_header_timeout 1s; reset_timedout_connection on;")
def _(c):
    c.tls().send(b"GET /ok HTTP/1.1\r\nHost: lab").drain().close()

# ---- the upstream is slow (proxy_*_timeout) ---------------------------------------------------------------

PR = "proxy_read_timeout 1s;"

@scenario("read-timeout-before-head", server=KA, location=PR)
def _(c):
    c.tls().req("/silent").response().drain().close()

@scenario("read-timeout-mid-body", server=KA, location=PR)
def _(c):
    c.tls().req("/stall?n=200").response().close()

@scenario("read-timeout-mid-chunked", server=KA, location=PR + "proxy_http_version 1.1;")
def _(c):
    c.tls().req("/stallchunked?n=200").response().close()

@scenario("read-timeout-sse", server=KA, location=PR + "proxy_http_version 1.1; proxy_buffering off;")
def _(c):
    c.tls().req("/sse?k=3&gap=0.5").response().close()

@scenario("read-timeout-not-total", server=KA, location=PR)
def _(c):
    """Four gaps of 0.6 s under a 1 s timeout: the timer is between two reads, so nothing expires."""
    c.tls().req("/drip?k=4&gap=0.6").response().drain().close()

@scenario("connect-timeout", server=KA, location="proxy_connect_timeout 1s;", target="blackhole")
def _(c):
    c.tls().req("/ok").response().drain().close()

@scenario("connect-refused", server=KA, target="refused")
def _(c):
    c.tls().req("/ok").response().drain().close()

@scenario("upstream-closes-before-head", server=KA)
def _(c):
    c.tls().req("/early").response().drain().close()

@scenario("upstream-fin-mid-body", server=KA)
def _(c):
    c.tls().req("/short?n=200").response().close()

@scenario("upstream-body-until-close", server=KA)
def _(c):
    c.tls().req("/noclen?n=300").response().drain().close()

# ---- upgraded connections ---------------------------------------------------------------------------------

WS = 'proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";'
UP = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"

@scenario("websocket-idle", server=KA, location=PR + WS)
def _(c):
    c.tls().req("/ws", headers=UP).response().drain().close()

@scenario("websocket-ping-keeps-open", server=KA, location=PR + WS)
def _(c):
    c.tls().req("/ws", headers=UP).response()
    for _ in range(3):
        c.idle(0.7).send(b"\x89\x80\0\0\0\0")
        c.s.recv(100)
    c.drain().close()

@scenario("websocket-upstream-closes", server=KA, location=PR + WS)
def _(c):
    c.tls().req("/ws?close=1", headers=UP).response().drain().close()

# ---- refusals ---------------------------------------------------------------------------------------------

@scenario("plain-http-to-tls-port", server=KA, versions=("1.2",))
def _(c):
    c.tcp().raw.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    c.raw_drain().close()

@scenario("bad-request-line", server=KA)
def _(c):
    c.tls().send(b"GARBAGE\r\n\r\n").drain().close()

@scenario("return-444", server=KA, location="return 444;")
def _(c):
    c.tls().req("/ok").drain().close()

@scenario("body-too-large-lingers", server=KA + "client_max_body_size 10; lingering_timeout 1s;")
def _(c):
    c.tls().req("/ok", "POST", "Content-Length: 100000\r\n", b"b" * 1000).response().drain().close()

@scenario("reject-handshake", server=KA + "ssl_reject_handshake on;")
def _(c):
    try:
        c.tls()
    except OSError:
        pass
    c.close()

@scenario("no-shared-protocol", server=KA + "ssl_protocols TLSv1.3;", versions=("1.2",))
def _(c):
    try:
        c.tls()
    except OSError:
        pass
    c.close()

# ---- HTTP/2 -----------------------------------------------------------------------------------------------

H2 = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

def frame(t, flags, sid, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([t, flags]) + struct.pack(">I", sid) + payload

def h2req(sid, path, method=b"\x82"):
    p = path.encode()
    block = method + b"\x87" + b"\x04" + bytes([len(p)]) + p + b"\x41\x08lab.test"
    return frame(1, 5, sid, block)

NAMES = {0: "DATA", 1: "HEADERS", 3: "RST_STREAM", 4: "SETTINGS", 6: "PING", 7: "GOAWAY", 8: "WINDOW_UPDATE"}

def h2drain(c, secs=8):
    c.s.settimeout(secs)
    b, end = b"", "?"
    try:
        while True:
            d = c.s.recv(16384)
            if not d:
                end = "close_notify"
                break
            b += d
    except ssl.SSLEOFError:
        end = "eof-without-close_notify"
    except ConnectionResetError:
        end = "reset"
    except TimeoutError:
        end = "still-open"
    except OSError as e:
        end = type(e).__name__
    out = []
    while len(b) >= 9:
        n = int.from_bytes(b[:3], "big")
        t, sid = b[3], int.from_bytes(b[5:9], "big") & 0x7FFFFFFF
        pl = b[9:9 + n]
        if t in (3,):
            out.append("RST_STREAM(%d,err=%d)" % (sid, int.from_bytes(pl, "big")))
        elif t == 7:
            out.append("GOAWAY(last=%d,err=%d)" % (int.from_bytes(pl[:4], "big"), int.from_bytes(pl[4:8], "big")))
        elif t in (0, 1):
            out.append("%s(%d%s)" % (NAMES[t], sid, ",END" if b[4] & 1 else ""))
        b = b[9 + n:]
    c.got.append(" ".join(out) + " end:" + end)
    return c

def h2start(c, *frames):
    c.tls()
    c.got.append("alpn=" + str(c.s.selected_alpn_protocol()))
    c.send(H2 + frame(4, 0, 0) + b"".join(frames))
    time.sleep(0.05)
    c.send(frame(4, 1, 0))
    return c

h2 = dict(alpn=["h2", "http/1.1"], listen="ssl http2")

@scenario("h2-idle-expiry", server=KA, **h2)
def _(c):
    h2drain(h2start(c, h2req(1, "/ok"))).close()

@scenario("h2-read-timeout-before-head", server=KA, location=PR, **h2)
def _(c):
    h2drain(h2start(c, h2req(1, "/silent"))).close()

@scenario("h2-read-timeout-mid-body", server=KA, location=PR, **h2)
def _(c):
    h2drain(h2start(c, h2req(1, "/stall?n=200"))).close()
