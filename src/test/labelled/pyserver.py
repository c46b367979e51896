"""A server written by hand, as homemade services are: pyserver.py PORT BEHAVIOUR PKI_PREFIX|-"""

import os
import signal
import socket
import ssl
import struct
import sys
import threading
import time

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 300\r\n\r\n" + b"py" * 150
HALF = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 9000\r\n\r\n" + b"py" * 800


def read_head(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        data = connection.recv(65536)
        if not data:
            raise EOFError
        head += data


def bare(connection):
    """FIN, or RST when something is unread, and no close_notify: closes the socket under the TLS."""
    socket.socket(fileno=connection.detach()).close()


def reset(connection):
    raw = socket.socket(fileno=connection.detach())
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raw.close()


def idle(connection, seconds, leave):
    """Answers until the client is silent for so many seconds."""
    connection.settimeout(seconds)
    try:
        while True:
            read_head(connection)
            connection.sendall(ANSWER)
    except socket.timeout:
        leave(connection)


def after(connection, seconds, text, leave):
    """Reads one request, sends this text at once, and leaves so many seconds later."""
    read_head(connection)
    connection.sendall(text)
    time.sleep(seconds)
    leave(connection)


def killed(_):
    os.kill(os.getpid(), signal.SIGKILL)


def ignore(connection):
    connection.recv(1)
    time.sleep(600)


BEHAVIOURS = {
    "idle-fin-6": lambda c: idle(c, 6, bare),
    "idle-rst-7": lambda c: idle(c, 7, reset),
    "killed-awaiting": lambda c: after(c, 1.37, b"", killed),
    "killed-in-body": lambda c: after(c, 1.72, HALF, killed),
    "reset-awaiting": lambda c: after(c, 0.83, b"", reset),
    "reset-in-body": lambda c: after(c, 1.13, HALF, reset),
    "reset-at-once": lambda c: after(c, 0, b"", reset),
    "fin-awaiting": lambda c: after(c, 2.29, b"", bare),
    "never-answers": ignore,
    "answers": lambda c: idle(c, 300, bare),
}


def serve(connection, behaviour, context):
    try:
        BEHAVIOURS[behaviour](context.wrap_socket(connection, server_side=True) if context else connection)
    except (OSError, EOFError):
        connection.close()


def fill_backlog(listener):
    """One connection that is never accepted: the kernel drops the next SYN."""
    listener.listen(0)
    with socket.create_connection(listener.getsockname()):
        time.sleep(600)


def main():
    port, behaviour, pki = sys.argv[1:]
    context = None
    if pki != "-":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pki + ".pem", pki + ".key")
    listener = socket.create_server(("127.0.0.1", int(port)))
    if behaviour == "full-backlog":
        fill_backlog(listener)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection, behaviour, context), daemon=True).start()


main()
