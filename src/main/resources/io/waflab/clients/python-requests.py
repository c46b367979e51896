# python-requests with one Session. Reads "GET https://..." lines; see Application.java for what it prints.
import re
import socket
import sys

try:
    import requests
    import urllib3
    from requests.adapters import HTTPAdapter
    from urllib3.util.retry import Retry
except ImportError as missing:
    print("missing", missing.name, sep="\t", flush=True)
    sys.exit(0)

MOST_CAUSES = 8
settings = dict(arg.split("=", 1) for arg in sys.argv[1:])


def tell(*fields):
    print(*(re.sub(r"[\x00-\x1f\x7f]+", " ", str(field)) for field in fields), sep="\t", flush=True)


def chain(failure):
    fields = []
    while failure is not None and len(fields) < 2 * MOST_CAUSES:
        fields += [type(failure).__module__ + "." + type(failure).__qualname__, failure]
        failure = failure.__cause__ or failure.__context__
    return fields


if "local" in settings:
    getaddrinfo = socket.getaddrinfo
    socket.getaddrinfo = lambda host, *rest, **more: getaddrinfo(
        "127.0.0.1" if host == settings["local"] else host, *rest, **more
    )

session = requests.Session()
if settings.get("retry") == "on":
    session.mount("http://", HTTPAdapter(max_retries=Retry(total=1, allowed_methods=None)))
    session.mount("https://", HTTPAdapter(max_retries=Retry(total=1, allowed_methods=None)))
if settings.get("keep-alive") == "off":
    session.headers["Connection"] = "close"
said = settings.get("response-timeout", "off")
timeout = None if said == "off" else int(said) / 1000

python = sys.version.split()[0]
tell("ready", f"requests {requests.__version__}, urllib3 {urllib3.__version__}", f"Python {python}")
for line in sys.stdin:
    method, url = line.split()
    try:
        got = session.request(method, url, data="hello" if method == "POST" else None, timeout=timeout)
        tell("answer", got.status_code, f"HTTP/{got.raw.version / 10}", len(got.content))
    except Exception as failure:
        tell("failed", *chain(failure))
