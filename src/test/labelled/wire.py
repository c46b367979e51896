"""Reads a pcap of one server's port: per connection who ended it, how, and after what silence. It knows nothing of causes."""

import dataclasses
import struct

CLIENT, SERVER = "client", "server"
FIN, SYN, RST, ACK = 1, 2, 4, 16
ALERT, HANDSHAKE, APPLICATION = 21, 22, 23
RECORD_TYPES = range(20, 24)
TLS13_CHOSEN = bytes.fromhex("002b00020304")  # the extension supported_versions of a ServerHello
PLAIN_ALERT = 2  # bytes in a record: level and description
TLS13_ALERTS = (19, 35)  # the same, the inner type and an AEAD tag; Java adds 16 zeros
ALERTS = {
    40: "handshake_failure",
    42: "bad_certificate",
    45: "certificate_expired",
    46: "certificate_unknown",
    48: "unknown_ca",
    70: "protocol_version",
    80: "internal_error",
    112: "unrecognized_name",
    120: "no_application_protocol",
}
FATAL = 2
IP_HEADER_AT = {1: 14, 113: 16, 276: 20}  # link type: Ethernet, Linux cooked v1 and v2


@dataclasses.dataclass(frozen=True)
class Packet:
    """One TCP segment. Seconds since the epoch."""

    time: float
    source: tuple
    target: tuple
    flags: int
    seq: int
    body: bytes


@dataclasses.dataclass
class Ending:
    """How one connection ended: closed_by and how are the labels' words. In seconds: gap_s the silence before the burst in which it
    ended, at_once_s since the last bytes, longest_s the longest silence of all. Segments without bytes do not break a silence."""

    closed_by: str = "neither"
    how: str = "silence"
    gap_s: float = 0.0
    at_once_s: float = 0.0
    longest_s: float = 0.0
    alert: str = ""


def frames(path):
    """The (header, bytes) of each frame of a classic little-endian pcap, after its 24-byte file header."""
    with open(path, "rb") as file:
        head = file.read(24)
        yield head, b""
        while len(header := file.read(16)) == 16:
            yield header, file.read(struct.unpack("<8xI4x", header)[0])


def segment(link, seconds, frame):
    """The TCP segment in a frame, or None."""
    ip = frame[IP_HEADER_AT[link] :]
    if ip[0] >> 4 == 4 and ip[9] == 6:
        source, target, tcp = ip[12:16], ip[16:20], ip[(ip[0] & 15) * 4 : struct.unpack_from(">H", ip, 2)[0]]
    elif ip[0] >> 4 == 6 and ip[6] == 6:
        source, target, tcp = ip[8:24], ip[24:40], ip[40 : 40 + struct.unpack_from(">H", ip, 4)[0]]
    else:
        return None
    sport, dport, seq, _, offset, flags = struct.unpack_from(">HHIIBB", tcp)
    return Packet(seconds, (source, sport), (target, dport), flags, seq, tcp[(offset >> 4) * 4 :])


def packets(path):
    """The TCP segments of a pcap, in the order of recording."""
    reader = frames(path)
    head, _ = next(reader)
    nano = head[:4] == b"\x4d\x3c\xb2\xa1"
    link = struct.unpack_from("<I", head, 20)[0]
    for header, frame in reader:
        seconds, fraction = struct.unpack_from("<II", header)
        if found := segment(link, seconds + fraction * (1e-9 if nano else 1e-6), frame):
            yield found


class Stream:
    """One direction's bytes in order, cut into TLS records; plain text yields none."""

    def __init__(self):
        self.expected, self.buffer, self.plain = None, b"", False

    def feed(self, packet):
        """The (type, bytes) of each record that this segment completes."""
        if self.expected is None:
            self.expected = packet.seq + (packet.flags & SYN) // SYN
        repeated = (self.expected - packet.seq) & 0xFFFFFFFF
        fresh = packet.body[repeated:] if repeated < 1 << 31 else packet.body
        self.expected = (self.expected + len(fresh)) & 0xFFFFFFFF
        self.buffer += fresh
        while len(self.buffer) >= 5 and not self.plain:
            kind, version, length = struct.unpack_from(">BHH", self.buffer)
            self.plain = kind not in RECORD_TYPES or version >> 8 != 3
            if self.plain or len(self.buffer) < 5 + length:
                return
            yield kind, self.buffer[5 : 5 + length]
            self.buffer = self.buffer[5 + length :]


class Connection:
    """Follows one connection up to its end: a fatal alert in the plain, or FIN or RST. Who said close_notify before has ended it."""

    def __init__(self):
        self.streams = {CLIENT: Stream(), SERVER: Stream()}
        self.tls13 = False
        self.notified, self.notified_at = None, None
        self.latest, self.before_burst, self.longest = None, None, 0.0
        self.ending = None

    def take(self, packet, side):
        if self.ending:
            return
        for record in self.streams[side].feed(packet):
            if is_fatal(record):
                self.end(side, "alert", packet.time)
                self.ending.alert = ALERTS.get(record[1][1], str(record[1][1]))
                return
            self.note_close(side, record, packet.time)
        if packet.flags & (FIN | RST):
            self.see_end(packet, side)
        elif packet.flags & SYN or packet.body and packet.time != self.notified_at:
            self.note_time(packet.time)

    def note_close(self, side, record, time):
        """A record of a close_notify's size is none when the same side says more."""
        self.tls13 |= side == SERVER and record[0] == HANDSHAKE and TLS13_CHOSEN in record[1]
        notify = is_close_notify(record, self.tls13)
        if notify and self.notified is None:
            self.notified, self.notified_at = side, time
        elif not notify and self.notified == side:
            self.notified, self.notified_at = None, None

    def see_end(self, packet, side):
        if self.notified:
            self.end(self.notified, "close_notify+fin", self.notified_at)
        else:
            self.end(side, "rst" if packet.flags & RST else "fin", packet.time)

    def note_time(self, time):
        """Bytes that come less than 0.2 s after others are of the same burst: an error page, a GOAWAY and a close often are."""
        if self.latest is None or time - self.latest > 0.2:
            self.before_burst = self.latest
            self.longest = max(self.longest, time - (self.latest or time))
        self.latest = time

    def end(self, side, how, time):
        at_once = time - (self.latest or time)
        gap = at_once if at_once > 0.2 else time - (self.before_burst or time)
        self.ending = Ending(side, how, round(gap, 3), round(at_once, 3), round(max(self.longest, at_once), 3))


def is_fatal(record):
    return record[0] == ALERT and len(record[1]) == PLAIN_ALERT and record[1][0] == FATAL


def is_close_notify(record, tls13):
    """By its type in TLS 1.2, by its size in TLS 1.3."""
    kind, body = record
    return kind == ALERT or tls13 and kind == APPLICATION and len(body) in TLS13_ALERTS


def endings(path, port):
    """The ending of each connection with this server port, in the order in which they began."""
    connections = {}
    for packet in packets(path):
        side = SERVER if packet.source[1] == port else CLIENT
        pair = packet.target if side == SERVER else packet.source
        if packet.flags & SYN and not packet.flags & ACK and pair in connections and connections[pair].ending:
            connections[(pair, packet.time)] = connections.pop(pair)
        connections.setdefault(pair, Connection()).take(packet, side)
    return [connection.ending or Ending() for connection in connections.values()]
