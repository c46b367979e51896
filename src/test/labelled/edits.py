"""Difficult recordings, made from good ones by what goes wrong when people record: late starts, losses, cut packets, other formats."""

import copy
import gzip
import os
import random
import shutil
import struct
import subprocess

import wire

PCAPNG_SECTION, PCAPNG_INTERFACE, PCAPNG_PACKET = 0x0A0D0D0A, 1, 6
NANOSECONDS_HEAD = b"\x4d\x3c\xb2\xa1"


def read(path):
    """The file's header, and its frames as [seconds, microseconds, length, bytes]."""
    reader = wire.frames(path)
    head, _ = next(reader)
    rows = []
    for header, frame in reader:
        seconds, micros, _, length = struct.unpack("<IIII", header)
        rows.append([seconds, micros, length, frame])
    return head, rows


def write(path, head, rows):
    with open(path, "wb") as file:
        file.write(head)
        for seconds, fraction, length, frame in rows:
            file.write(struct.pack("<IIII", seconds, fraction, len(frame), length) + frame)


def edited(change):
    """An edit that changes the frames and writes a classic pcap."""

    def edit(source, target):
        head, rows = read(source)
        write(target, head, change(rows))

    return edit


def late(rows):
    """Begins four frames before the longest silence, as when the recorder was started on a connection at work."""
    silences = [at(later) - at(row) for row, later in zip(rows, rows[1:])]
    return rows[max(0, silences.index(max(silences)) - 3) :]


def from_the_middle(rows):
    """Begins within the TLS handshake: after the first eight frames."""
    return rows[8:]


def at(row):
    return row[0] + row[1] / 1e6


def with_losses(rows):
    """The recorder missed a tenth of the frames, but neither the first three nor the last six."""
    chance = random.Random(4)
    return [row for number, row in enumerate(rows) if number < 3 or number >= len(rows) - 6 or chance.random() > 0.1]


def doubled(rows):
    """Each frame twice, 4 µs apart, as from a mirror port that copies both ways."""
    return [again for row in rows for again in (row, [row[0], row[1] + 4, *row[2:]])]


def swapped(rows):
    """Neighbours of one burst change places, with their times: frames on two queues of a network card."""
    rows = copy.copy(rows)
    for number in range(4, len(rows) - 1, 3):
        if at(rows[number + 1]) - at(rows[number]) < 0.001:
            rows[number], rows[number + 1] = rows[number + 1], rows[number]
    return rows


def short(rows):
    """tcpdump -s 96."""
    return [[*row[:3], row[3][:96]] for row in rows]


def big_endian(source, target):
    """A pcap as a machine of the other byte order writes it."""
    head, rows = read(source)
    with open(target, "wb") as file:
        file.write(struct.pack(">IHHiIII", *struct.unpack("<IHHiIII", head)))
        for seconds, micros, length, frame in rows:
            file.write(struct.pack(">IIII", seconds, micros, len(frame), length) + frame)


def nanoseconds(source, target):
    head, rows = read(source)
    write(target, NANOSECONDS_HEAD + head[4:], [[row[0], row[1] * 1000 + 7, *row[2:]] for row in rows])


def block(kind, body):
    body += bytes(-len(body) % 4)
    length = len(body) + 12
    return struct.pack("<II", kind, length) + body + struct.pack("<I", length)


def pcapng(source, target):
    """pcapng with nanoseconds (if_tsresol 9)."""
    head, rows = read(source)
    link = struct.unpack_from("<I", head, 20)[0]
    with open(target, "wb") as file:
        file.write(block(PCAPNG_SECTION, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)))
        file.write(block(PCAPNG_INTERFACE, struct.pack("<HHIHHBxxxHH", link, 0, 262144, 9, 1, 9, 0, 0)))
        for seconds, micros, length, frame in rows:
            stamp = seconds * 10**9 + micros * 1000
            file.write(block(PCAPNG_PACKET, struct.pack("<IIIII", 0, stamp >> 32, stamp & 0xFFFFFFFF, len(frame), length) + frame))


def vlan(source, target):
    """An 802.1Q tag (7) in each Ethernet frame."""
    head, rows = read(source)
    write(target, head, [[s, m, length + 4, f[:12] + b"\x81\x00\x00\x07" + f[12:]] for s, m, length, f in rows])


def raw_ip(source, target):
    """Link type 101: no Ethernet header."""
    head, rows = read(source)
    write(target, head[:20] + struct.pack("<I", 101), [[s, m, length - 14, f[14:]] for s, m, length, f in rows])


def zipped(source, target):
    with open(source, "rb") as file, gzip.open(target, "wb") as out:
        shutil.copyfileobj(file, out)


def zstandard(source, target):
    subprocess.run(["zstd", "-q", "-f", source, "-o", target], check=True)


EDITS = {
    "late": (edited(late), ".pcap"),
    "middle": (edited(from_the_middle), ".pcap"),
    "losses": (edited(with_losses), ".pcap"),
    "doubled": (edited(doubled), ".pcap"),
    "swapped": (edited(swapped), ".pcap"),
    "snap96": (edited(short), ".pcap"),
    "big-endian": (big_endian, ".pcap"),
    "nanoseconds": (nanoseconds, ".pcap"),
    "pcapng": (pcapng, ".pcapng"),
    "vlan": (vlan, ".pcap"),
    "raw-ip": (raw_ip, ".pcap"),
    "gzip": (zipped, ".pcap.gz"),
    "zstd": (zstandard, ".pcap.zst"),
}

MADE = {
    "late": ("nginx-idle-75s-default-tls13", "haproxy-idle-9s-tls12", "nginx-idle-6s-plain", "client-hand-9s-tls12-bare-fin"),
    "middle": ("nginx-idle-5s-tls12", "nginx-websocket-5s-tls13", "nginx-504-4s-tls13"),
    "losses": ("apache-idle-5s-default-tls13", "nginx-cut-5s-tls12", "client-curl-m3-tls13", "path-silent-idle-5s-tls12"),
    "doubled": ("nginx-idle-7s-tls13", "path-silent-idle-3s-tls13", "nginx-half-head-5s-tls13", "nginx-sni-refused"),
    "swapped": ("caddy-idle-12s-tls12", "nginx-race-5s-tls12", "haproxy-cut-7s-tls13"),
    "snap96": ("nginx-idle-5s-tls12", "apache-idle-8s-tls12", "nginx-unused-5s-tls13", "haproxy-protocol-version", "client-curl-m4-plain"),
    "big-endian": ("nginx-unused-6s-plain", "nginx-self-signed-curl-tls12"),
    "nanoseconds": ("haproxy-idle-6s-tls13", "node-idle-5s-default-tls13"),
    "pcapng": ("apache-websocket-60s-tls12", "connect-timeout-curl-8s", "homemade-reset-awaiting-tls13"),
    "vlan": ("nginx-requests-2-tls12", "path-reset-idle-8s-tls12"),
    "raw-ip": ("nginx-504-6s-plain", "nginx-asked-to-close-tls13"),
    "gzip": ("caddy-idle-5s-tls13", "client-hand-7s-tls13-notified"),
    "zstd": ("node-idle-8s-tls12", "nginx-plaintext"),
}


def make(folder, labels):
    """Writes the edited captures of the labels that there are. Returns their labels."""
    known = {one["file"]: one for one in labels}
    made = []
    for edit, names in MADE.items():
        change, suffix = EDITS[edit]
        for name in names:
            if source := known.get(name + ".pcap"):
                file = f"{name}.{edit}{suffix}"
                change(os.path.join(folder, name + ".pcap"), os.path.join(folder, file))
                made.append({**source, "file": file})
    return made
