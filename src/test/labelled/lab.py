"""The laboratory: certificates, server processes, a misbehaving origin, one recording of all ports, and its cutting apart."""

import os
import signal
import socket
import struct
import subprocess
import threading
import time

import wire

HOST = "lab.example"
FIRST_PORT = 8001  # the ports of the servers, all recorded; the origin's is below, so it is not
ORIGIN_PORT = 7000
LISTEN_STATE = "0A"


def openssl(folder, *words):
    subprocess.run(["openssl", *words], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def sign(folder, name, issuer, extensions, days="30"):
    """A key and a certificate of this name, signed by the issuer, or by itself where that is None."""
    with open(os.path.join(folder, name + ".ext"), "w") as file:
        file.write(extensions)
    openssl(folder, "req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=" + name, "-keyout", name + ".key", "-out", name + ".csr")
    signer = ["-signkey", name + ".key"] if issuer is None else ["-CA", issuer + ".crt", "-CAkey", issuer + ".key", "-CAcreateserial"]
    openssl(folder, "x509", "-req", "-in", name + ".csr", "-extfile", name + ".ext", "-days", days, "-out", name + ".crt", *signer)


def join(folder, target, *names):
    with open(os.path.join(folder, target), "w") as out:
        for name in names:
            with open(os.path.join(folder, name)) as file:
                out.write(file.read())


def make_certificates(folder):
    """A root, an intermediate, and leaves: good, without its chain, expired, of another name, self-signed."""
    authority = "basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign,cRLSign\n"
    leaf = f"subjectAltName=DNS:{HOST},DNS:localhost,IP:127.0.0.1,IP:::1\n"
    sign(folder, "root", None, authority)
    sign(folder, "intermediate", "root", authority)
    sign(folder, "leaf", "intermediate", leaf)
    sign(folder, "self", None, leaf)
    sign(folder, "expired", "intermediate", leaf, days="-1")
    sign(folder, "other", "intermediate", "subjectAltName=DNS:other.example\n")
    join(folder, "good.pem", "leaf.crt", "intermediate.crt")
    join(folder, "good.key", "leaf.key")
    join(folder, "bare.pem", "leaf.crt")
    join(folder, "bare.key", "leaf.key")
    for name in ("expired", "other"):
        join(folder, name + ".pem", name + ".crt", "intermediate.crt")
    join(folder, "self.pem", "self.crt")
    for name in ("good", "bare", "expired", "other", "self"):
        join(folder, name + ".both", name + ".pem", name + ".key")
    subprocess.run(
        ["keytool", "-importcert", "-noprompt", "-alias", "root", "-file", "root.crt", "-keystore", "root.p12", "-storepass", "changeit"],
        cwd=folder,
        check=True,
        stderr=subprocess.DEVNULL,
    )
    for name in ("good", "self", "bare", "expired"):
        openssl(
            folder, "pkcs12", "-export", "-in", name + ".pem", "-inkey", name + ".key", "-passout", "pass:changeit", "-out", name + ".p12"
        )


def listening():
    """The TCP ports that something listens on in this network namespace."""
    ports = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with open(table) as file:
            rows = [line.split() for line in file.readlines()[1:]]
        ports.update(int(row[1].rpartition(":")[2], 16) for row in rows if row[3] == LISTEN_STATE)
    return ports


def await_listening(port, seconds, process):
    """Looks into the kernel's table: a trial connection would be in the recording."""
    limit = time.monotonic() + seconds
    while port not in listening():
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with status {process.returncode} before it listened")
        if time.monotonic() > limit:
            raise RuntimeError(f"the server did not listen on port {port} within {seconds} s")
        time.sleep(0.1)


def stop(process):
    """Ends a process and everything it started: each has a session of its own."""
    for word, seconds in ((signal.SIGTERM, 2), (signal.SIGKILL, 5)):
        try:
            os.killpg(process.pid, word)
            process.wait(seconds)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


class Recorder:
    """tcpdump on one device of this network namespace, for all server ports."""

    def __init__(self, path, device="lo", options=()):
        self.path = path
        command = [
            "tcpdump",
            "-i",
            device,
            "-s",
            "0",
            "-U",
            "-B",
            "65536",
            "-w",
            path,
            *options,
            "tcp",
            "portrange",
            f"{FIRST_PORT}-{FIRST_PORT + 999}",
        ]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)
        while b"listening on" not in self.process.stderr.readline():
            if self.process.poll() is not None:
                raise RuntimeError("tcpdump did not start: is this root, and does the device exist?")
        threading.Thread(target=self.process.stderr.read, daemon=True).start()

    def stop(self):
        time.sleep(1.2)
        self.process.send_signal(signal.SIGINT)
        self.process.wait(10)


def cut(recording, files):
    """Writes each server port's frames of the recording to its own file. files: port to path."""
    reader = wire.frames(recording)
    head, _ = next(reader)
    link = struct.unpack_from("<I", head, 20)[0]
    outputs = {port: open(path, "wb") for port, path in files.items()}
    for out in outputs.values():
        out.write(head)
    for header, frame in reader:
        packet = wire.segment(link, 0, frame)
        out = packet and (outputs.get(packet.target[1]) or outputs.get(packet.source[1]))
        if out:
            out.write(header + frame)
    for out in outputs.values():
        out.close()


class Origin:
    """A plain HTTP/1.1 server behind the gateways. The path says what it does: see the methods; any other is as small."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", ORIGIN_PORT), backlog=256)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            connection, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            while head := read_head(connection):
                name = head.split(b" ")[1].decode().strip("/")
                if not getattr(self, name, self.small)(connection):
                    break
        except OSError:
            return
        finally:
            connection.close()

    def small(self, connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 600\r\n\r\n" + b"waflab" * 100)
        return True

    def silent(self, connection):
        """Never answers."""
        return connection.recv(1) and False

    def half(self, connection):
        """Stops in the middle of the body and stays."""
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 90000\r\n\r\n" + b"waflab" * 5000)
        return connection.recv(1) and False

    def dies(self, connection):
        """Stops in the middle of the body and resets 1.3 s later."""
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 90000\r\n\r\n" + b"waflab" * 5000)
        time.sleep(1.3)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False

    def upgrade(self, connection):
        """Changes to WebSocket, echoes the bytes of each frame, and never says anything by itself."""
        connection.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
        )
        while data := connection.recv(4096):
            connection.sendall(data)
        return False


def read_head(connection):
    """A request's line and fields, or nothing at the end."""
    head = b""
    while b"\r\n\r\n" not in head:
        data = connection.recv(65536)
        if not data:
            return b""
        head += data
    return head
