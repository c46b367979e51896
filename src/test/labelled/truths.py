"""What a label says: the words and their meaning are those of the table of causes."""

import dataclasses

TOLERANCE_S, TOLERANCE = 0.3, 0.01
PLAINTEXT = "plaintext-on-tls-port"
NOTIFIED, FIN, RST, ALERT = "close_notify+fin", "fin", "rst", "alert"


@dataclasses.dataclass(frozen=True)
class Truth:
    """One label. gap_s: seconds, None where the cause has no silence, or (least, most) where the program's sweep decides."""

    cause: str
    closed_by: str
    how: str
    phase: str
    gap_s: object = None
    also: tuple = ()
    note: str = ""

    def fits(self, ending):
        """Whether the same side ended it in the same way, with the alert that the cause names."""
        same = (self.closed_by, self.how) == (ending.closed_by, ending.how)
        return same and (self.how != ALERT or self.cause in (PLAINTEXT, self.cause.partition(":")[0] + ":" + ending.alert))

    def allows(self, silence):
        """Whether a silence on the wire fits the label."""
        if self.gap_s is None:
            return True
        if isinstance(self.gap_s, tuple):
            return self.gap_s[0] <= silence <= self.gap_s[1]
        return abs(silence - self.gap_s) <= max(TOLERANCE_S, TOLERANCE * self.gap_s)


def idle(gap_s, how=NOTIFIED, **more):
    return Truth("server-idle-timeout", "server", how, "idle", gap_s, **more)


def unused(gap_s, how=NOTIFIED, **more):
    return Truth("unused-connection-timeout", "server", how, "idle", gap_s, **more)


def half_head(gap_s, how=FIN, tls=True, answered=False, **more):
    """Encrypted, half a head and half a body look the same, and where a 408 is sent, a whole request with a late answer does too."""
    return Truth("header-timeout", "server", how, "request", gap_s, likenesses("body-timeout", tls, answered), **more)


def half_body(gap_s, how=FIN, tls=True, answered=False, **more):
    return Truth("body-timeout", "server", how, "request", gap_s, likenesses("header-timeout", tls, answered), **more)


def likenesses(other, tls, answered):
    if not tls:
        return ()
    return (other, "response-timeout") if answered else (other,)


def handshake(gap_s, how=FIN, **more):
    return Truth("handshake-timeout", "server", how, "handshake", gap_s, **more)


def refused(alert, **more):
    return Truth("handshake-refused:" + alert, "server", ALERT, "handshake", None, **more)


def rejected(alert, how=ALERT, **more):
    return Truth("certificate-rejected:" + alert, "client", how, "handshake", None, **more)


def left_silently(reason):
    """The client had a reason that it told nobody."""
    return Truth("handshake-aborted-by-client", "client", FIN, "handshake", None, (reason,), "the client distrusts the certificate")


def plaintext(how=FIN, **more):
    return Truth(PLAINTEXT, "server", how, "handshake", None, **more)


def served(how=NOTIFIED, tls=True, **more):
    """The server closed right after an answer because of its limit; encrypted, `Connection: close` looks the same."""
    return Truth("server-max-requests", "server", how, "response", 0.0, ("normal-close",) if tls else (), **more)


def evicted(gap_s, how=NOTIFIED, **more):
    return Truth("client-idle-timeout", "client", how, "idle", gap_s, **more)


def gave_up(gap_s, how=NOTIFIED, phase="awaiting-response", **more):
    return Truth("client-gave-up", "client", how, phase, gap_s, **more)


def race(gap_s, how=NOTIFIED, **more):
    return Truth("keepalive-race", "server", how, "idle", gap_s, **more)


def late(gap_s, closed_by="client", how=NOTIFIED, phase="idle", **more):
    """The gateway's answer after its read timeout; who closes after it is another matter."""
    return Truth("response-timeout", closed_by, how, phase, gap_s, **more)


def cut_off(gap_s, how=NOTIFIED, tls=True, **more):
    """Encrypted, nobody sees whether the answer was complete."""
    return Truth("response-cut", "server", how, "response", gap_s, ("server-idle-timeout", "tunnel-idle-timeout") if tls else (), **more)


def tunnel(gap_s, how=NOTIFIED, tls=True, **more):
    return Truth("tunnel-idle-timeout", "server", how, "tunnel", gap_s, ("response-cut", "server-idle-timeout") if tls else (), **more)


def bad_gateway(closed_by="client", how=NOTIFIED, phase="idle", tls=True, **more):
    """502 or 503 at once; encrypted, any small answer looks the same."""
    return Truth("upstream-failed-at-once", closed_by, how, phase, 0.0, ("normal-close", "server-max-requests") if tls else (), **more)


def done(closed_by="client", how=NOTIFIED, phase="idle", tls=True, **more):
    also = ("server-max-requests",) if tls and closed_by == "server" else ()
    return Truth("normal-close", closed_by, how, phase, 0.0, also, **more)


def no_answer(cause, phase, **more):
    return Truth(cause, "neither", "silence", phase, None, **more)


def broken(cause, gap_s, how, phase="awaiting-response", **more):
    return Truth(cause, "server", how, phase, gap_s, **more)
