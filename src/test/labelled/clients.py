"""The clients: hand-written ones that say exactly what to send and when, and the commands of real programs."""

import dataclasses
import os
import signal
import socket
import ssl
import struct
import subprocess
import threading
import time

from lab import HOST
from servers import PLAIN, SMALL_JAVA, TLS12, TLS13

HERE = os.path.dirname(os.path.abspath(__file__))
PATIENCE_S = 100
OVER = threading.Event()
VERSIONS = {TLS12: ssl.TLSVersion.TLSv1_2, TLS13: ssl.TLSVersion.TLSv1_3}
GET = f"GET /small HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
HALF_HEAD = f"GET /small HTTP/1.1\r\nHost: {HOST}\r\nX-Half: ".encode()
HALF_BODY = f"POST /small HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: text/plain\r\nContent-Length: 500\r\n\r\nhalf".encode()
UPGRADE = (
    f"GET /upgrade HTTP/1.1\r\nHost: {HOST}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
).encode()
WEBSOCKET_FRAME = b"\x81\x85\x00\x00\x00\x00hello"
H2_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes.fromhex("000000040000000000")
H2_SETTINGS_ACK = bytes.fromhex("000000040100000000")


def request(path, *fields, version="1.1", method="GET"):
    return "".join(line + "\r\n" for line in (f"{method} {path} HTTP/{version}", f"Host: {HOST}", *fields, "")).encode()


def h2_get(stream):
    """HEADERS of a GET: static table entries for method, scheme and path, and a literal :authority without indexing."""
    block = b"\x82\x87\x84\x01" + bytes([len(HOST)]) + HOST.encode()
    return struct.pack(">I", len(block))[1:] + b"\x01\x05" + struct.pack(">I", stream) + block


@dataclasses.dataclass(frozen=True)
class Program:
    """A real client: its command, and the signal that ends it after so many seconds, if any."""

    command: tuple
    signal_after_s: float = 0
    signal: int = signal.SIGINT
    stdin_open: bool = False

    def run(self, fill, log):
        """Plays it to its end."""
        command = [fill(word) for word in self.command]
        stdin = subprocess.PIPE if self.stdin_open else subprocess.DEVNULL
        process = subprocess.Popen(command, stdin=stdin, stdout=log, stderr=log, start_new_session=True)
        try:
            process.wait(self.signal_after_s or PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.send_signal(self.signal)
            process.wait(10)


@dataclasses.dataclass(frozen=True)
class Hand:
    """A client of steps: each is called with the connection. tls: None, or a version."""

    steps: tuple
    tls: str = TLS13
    alpn: tuple = ()
    sni: str = HOST
    trust: str = "root.crt"
    cipher: str = ""
    address: str = "127.0.0.1"

    def run(self, fill, log):
        """Plays the steps; what fails is written to the log, as servers are expected to end connections."""
        talk = Talk(self, fill)
        try:
            talk.open()
            for step in self.steps:
                step(talk)
        except (OSError, EOFError) as error:
            log.write(f"{error}\n")
        finally:
            talk.close()

    def context(self, pki):
        """TLS of exactly one version."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = context.maximum_version = VERSIONS[self.tls]
        context.check_hostname = bool(self.sni)
        context.load_verify_locations(os.path.join(pki, self.trust))
        if keys := os.environ.get("SSLKEYLOGFILE"):
            context.keylog_filename = keys
        if self.alpn:
            context.set_alpn_protocols(list(self.alpn))
        if self.cipher:
            context.set_ciphers(self.cipher)
        return context


class Talk:
    """One connection of a Hand."""

    def __init__(self, hand, fill):
        self.hand, self.port, self.pki = hand, int(fill("@PORT@")), fill("@PKI@")
        self.socket = None

    def open(self):
        self.socket = socket.create_connection((self.hand.address, self.port), timeout=PATIENCE_S)
        if self.hand.tls:
            self.socket = self.hand.context(self.pki).wrap_socket(self.socket, server_hostname=self.hand.sni or None)

    def read(self):
        data = self.socket.recv(65536)
        if not data:
            raise EOFError("the server ended the connection")
        return data

    def answer(self):
        """Reads a whole answer that has a Content-Length or chunks."""
        text = b""
        while b"\r\n\r\n" not in text:
            text += self.read()
        head, _, body = text.partition(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
        while (
            len(body) < int(fields.get(b"content-length", b"0"))
            or b"chunked" in fields.get(b"transfer-encoding", b"")
            and not body.endswith(b"0\r\n\r\n")
        ):
            body += self.read()

    def close(self):
        if self.socket:
            self.socket.close()


def send(data):
    return lambda talk: talk.socket.sendall(data)


def answer(talk):
    talk.answer()


def wait(seconds):
    return lambda _: time.sleep(seconds)


def until_end(talk):
    """Stays until the server ends the connection; then closes, as a pool does that watches its connections."""
    while talk.socket.recv(65536):
        pass


def read_some(talk):
    talk.read()


def say_goodbye(talk):
    """close_notify before the FIN."""
    talk.socket.settimeout(1)
    talk.socket.unwrap()


def reset(talk):
    """RST at close."""
    talk.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def stay(_):
    """Keeps the connection until the recording is over."""
    OVER.wait()


def path(verdict):
    """From now on the packets of both directions meet this: DROP, or REJECT, which answers the client's next packet with RST."""

    def step(talk):
        if verdict == "DROP":
            firewall("OUTPUT", "--sport", talk.port, "DROP")
            firewall("INPUT", "--dport", talk.port, "DROP")
        else:
            firewall("INPUT", "--dport", talk.port, "REJECT", "--reject-with", "tcp-reset")

    return step


def firewall(chain, side, port, *verdict):
    subprocess.run(["iptables", "-w", "-I", chain, "-p", "tcp", side, str(port), "-j", *verdict], check=True)


def h2_open(talk):
    """Preface and the acknowledgement of the server's settings; asks for nothing."""
    talk.socket.sendall(H2_PREFACE)
    talk.read()
    talk.socket.sendall(H2_SETTINGS_ACK)


def h2_settle(talk):
    """Preface, one GET, the acknowledgement of the server's settings; reads what comes in the next half second."""
    talk.socket.sendall(H2_PREFACE + h2_get(1))
    talk.read()
    talk.socket.sendall(H2_SETTINGS_ACK)
    talk.socket.settimeout(0.5)
    try:
        while True:
            talk.read()
    except TimeoutError:
        talk.socket.settimeout(PATIENCE_S)


ASK = (send(GET), answer)


def keeps(tls=TLS13, requests=1, **more):
    """Asks so many times and keeps the connection until the server ends it."""
    return Hand(ASK * requests + (until_end,), tls, **more)


def keeps_h2(tls=TLS13):
    return Hand((h2_settle, until_end), tls, ("h2",))


def sends(data, tls=TLS13, **more):
    """Sends only this and waits for the end."""
    return Hand((send(data), until_end), tls, **more)


def silent(tls=TLS13, **more):
    return Hand((until_end,), tls, **more)


def half_hello():
    """The first half of a ClientHello, in the plain."""
    return Hand((send(bytes.fromhex("16030100c8010000c40303") + bytes(40)), until_end), PLAIN)


def curl(path="/small", *options, tls=TLS13, http="--http1.1", signal_after_s=0, word=signal.SIGINT):
    """curl to @URL@; tls holds it to one version."""
    secure = (f"--tlsv{tls}", "--tls-max", tls, "--cacert", "@PKI@/root.crt") if tls else ()
    scheme = "https" if tls else "http"
    return Program(
        (
            "curl",
            "-sS",
            "-o",
            "@DIR@/out",
            "--resolve",
            f"{HOST}:@PORT@:127.0.0.1",
            *secure,
            http,
            *options,
            f"{scheme}://{HOST}:@PORT@{path}",
        ),
        signal_after_s,
        word,
    )


def s_client(*options, trust="@PKI@/root.crt", seconds=PATIENCE_S, sni=HOST):
    return Program(
        ("openssl", "s_client", "-connect", "127.0.0.1:@PORT@", "-servername", sni, "-CAfile", trust, *options),
        seconds,
        signal.SIGKILL,
        stdin_open=True,
    )


def node(text):
    """A script that sees https, http, host, port and ca."""
    prelude = (
        "const https = require('https'), http = require('http'), http2 = require('http2'); "
        "const ca = require('fs').readFileSync('@PKI@/root.crt'), port = @PORT@, host = '127.0.0.1', servername = 'lab.example'; "
    )
    return Program(("node", "-e", prelude + text))


def java(main, *words, tls=TLS13, options=()):
    trust = (
        "-Djavax.net.ssl.trustStore=@PKI@/root.p12",
        "-Djavax.net.ssl.trustStoreType=PKCS12",
        "-Djavax.net.ssl.trustStorePassword=changeit",
    )
    version = (f"-Djdk.tls.client.protocols=TLSv{tls}", f"-Dhttps.protocols=TLSv{tls}") if tls else ()
    return Program(("java", *SMALL_JAVA, *trust, *version, *options, "-cp", "@CLASSES@:@JARS@", main, *words))
