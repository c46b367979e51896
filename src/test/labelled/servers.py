"""The servers: each function makes one process' configuration and command. Words in @...@ are filled in when a case starts."""

import dataclasses
import os

HERE = os.path.dirname(os.path.abspath(__file__))
WAFLAB = os.path.normpath(os.path.join(HERE, "../../../scripts/waflab"))
TLS12, TLS13, PLAIN = "1.2", "1.3", None


@dataclasses.dataclass(frozen=True)
class Server:
    """A process that listens on @PORT@. files: name to text, in @DIR@. ready_s: how long a start may take."""

    command: tuple
    files: dict = dataclasses.field(default_factory=dict)
    environment: dict = dataclasses.field(default_factory=dict)
    ready_s: float = 60


@dataclasses.dataclass(frozen=True)
class Nothing:
    """No server: nobody listens on the port."""


def nginx_conf(directives, tls, cert, location):
    listen = "ssl" if tls else ""
    protocols = "" if "ssl_protocols" in directives else "ssl_protocols TLSv1.2 TLSv1.3;"
    if "http2" in directives:
        listen, directives = listen + " http2", directives.replace("http2;", "")
    return f"""daemon off; master_process off; pid @DIR@/pid; error_log @DIR@/error.log info;
events {{ worker_connections 256; }}
http {{
  access_log off; default_type text/plain; client_body_temp_path @DIR@/b; proxy_temp_path @DIR@/p;
  server {{
    listen 127.0.0.1:@PORT@ {listen}; listen [::1]:@PORT@ {listen}; server_name lab.example;
    ssl_certificate @PKI@/{cert}.pem; ssl_certificate_key @PKI@/{cert}.key; {protocols}
    {directives}
    location / {{ {location} }}
  }}
}}
"""


def nginx(directives="", tls=TLS13, cert="good", location="proxy_pass http://127.0.0.1:7000;"):
    return Server(("nginx", "-p", "@DIR@", "-c", "@DIR@/nginx.conf"), {"nginx.conf": nginx_conf(directives, tls, cert, location)})


def waflab(directives="", tls=TLS13, cert="good", location="proxy_pass http://127.0.0.1:7000;"):
    text = nginx_conf(directives, tls, cert, location).replace("ssl http2", "ssl").replace("master_process off; ", "")
    if "http2;" in directives:
        text = text.replace("server_name", "http2 on; server_name")
    return Server((WAFLAB, "nginx", "-p", "@DIR@", "-c", "@DIR@/nginx.conf"), {"nginx.conf": text}, ready_s=90)


def apache(directives="", tls=TLS13, cert="good"):
    modules = ("mpm_event", "authz_core", "reqtimeout", "ssl", "socache_shmcb", "http2", "proxy", "proxy_http", "proxy_wstunnel", "mime")
    load = "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in modules)
    ssl = f"SSLEngine on\nSSLCertificateFile @PKI@/{cert}.pem\nSSLCertificateKeyFile @PKI@/{cert}.key" if tls else ""
    return Server(
        ("apache2", "-X", "-f", "@DIR@/apache.conf"),
        {"apache.conf": f"""{load}
ServerRoot @DIR@
DefaultRuntimeDir @DIR@
PidFile @DIR@/pid
ErrorLog @DIR@/error.log
ServerName lab.example
Listen 127.0.0.1:@PORT@
StartServers 1
ThreadsPerChild 8
MaxRequestWorkers 8
TypesConfig /etc/mime.types
DocumentRoot @WWW@
<VirtualHost *:@PORT@>
{ssl}
{directives}
</VirtualHost>
"""},
    )


def haproxy(timeouts="", tls=TLS13, cert="good", bind="", backend="server s 127.0.0.1:7000"):
    """The timeouts not given are of 50 s."""
    ssl = f"ssl crt @PKI@/{cert}.both" if tls else ""
    return Server(
        ("haproxy", "-db", "-f", "@DIR@/haproxy.cfg"),
        {"haproxy.cfg": f"""global
  maxconn 256
defaults
  mode http
  timeout connect 3s
  timeout client 50s
  timeout server 50s
{timeouts}
frontend f
  bind 127.0.0.1:@PORT@ {ssl} {bind}
  default_backend b
backend b
  {backend}
"""},
    )


def lighttpd(settings="", tls=TLS13, cert="good"):
    ssl = f'ssl.engine = "enable"\nssl.pemfile = "@PKI@/{cert}.pem"\nssl.privkey = "@PKI@/{cert}.key"' if tls else ""
    return Server(
        ("lighttpd", "-D", "-f", "@DIR@/lighttpd.conf"),
        {"lighttpd.conf": f"""server.modules = ("mod_openssl", "mod_proxy")
server.document-root = "@WWW@"
server.bind = "127.0.0.1"
server.port = @PORT@
server.errorlog = "@DIR@/error.log"
server.upload-dirs = ("@DIR@")
index-file.names = ("index.txt")
mimetype.assign = ("" => "text/plain")
{ssl}
{settings}
"""},
    )


def caddy(timeouts="", handler='respond "caddy"', tls=TLS13, connection="", protocols="tls1.2 tls1.3"):
    """A Caddyfile: timeouts are lines of `servers { timeouts { } }`, connection is one of `tls { }`."""
    secure = f"tls @PKI@/good.pem @PKI@/good.key {{\nprotocols {protocols}\n{connection}\n}}" if tls else ""
    address = "https://lab.example:@PORT@" if tls else "http://:@PORT@"
    return Server(
        ("caddy", "run", "--adapter", "caddyfile", "--config", "@DIR@/Caddyfile"),
        {"Caddyfile": f"""{{
  admin off
  auto_https off
  servers {{
    timeouts {{
{timeouts}
    }}
  }}
}}
{address} {{
  bind 127.0.0.1
  {secure}
  {handler}
}}
"""},
        {"HOME": "@DIR@", "XDG_DATA_HOME": "@DIR@", "XDG_CONFIG_HOME": "@DIR@"},
    )


def node(settings="", tls=TLS13, cert="good", options=""):
    """settings: JavaScript that sees `server`; options: further members of the constructor's argument."""
    secure = f"key: fs.readFileSync('@PKI@/{cert}.key'), cert: fs.readFileSync('@PKI@/{cert}.pem')," if tls else ""
    module = "https" if tls else "http"
    return Server(
        ("node", "@DIR@/server.js"),
        {"server.js": f"""const fs = require('fs');
const server = require('{module}').createServer({{{secure} {options}}}, (request, response) => {{
  if (request.url === '/small') response.end('node'.repeat(100));
  else if (request.url === '/crash') setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1370);
  else if (request.url === '/half') {{ response.writeHead(200, {{'Content-Length': 5000}}); response.write('half'); }}
  else request.resume().on('end', () => response.end('done'));
}});
{settings}
server.listen(@PORT@, '127.0.0.1');
"""},
    )


def jdk(properties=(), tls=TLS13, cert="good"):
    """The JDK's own com.sun.net.httpserver; its timers are system properties of sun.net.httpserver."""
    flags = tuple("-Dsun.net.httpserver." + one for one in properties)
    store = f"@PKI@/{cert}.p12" if tls else "-"
    return Server(("java", *SMALL_JAVA, *flags, "-cp", "@CLASSES@", "JdkServer", "@PORT@", store))


SMALL_JAVA = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m")


def gunicorn(options=(), tls=TLS13):
    secure = ("--certfile", "@PKI@/good.pem", "--keyfile", "@PKI@/good.key") if tls else ()
    return Server(
        ("gunicorn", "-b", "127.0.0.1:@PORT@", "-k", "gthread", "--threads", "4", *secure, *options, "--chdir", "@DIR@", "app:app"),
        {"app.py": """def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "8")])
    return [b"gunicorn"]
"""},
    )


def h2o(settings="", tls=TLS13):
    secure = "\n    ssl:\n      certificate-file: @PKI@/good.pem\n      key-file: @PKI@/good.key" if tls else ""
    return Server(
        ("h2o", "-c", "@DIR@/h2o.conf"),
        {"h2o.conf": f"""{settings}
num-threads: 1
user: root
listen:
    host: 127.0.0.1
    port: @PORT@{secure}
hosts:
  default:
    paths:
      /:
        file.dir: @WWW@
"""},
    )


def s_server(*options, cert="good"):
    return Server(
        (
            "openssl",
            "s_server",
            "-accept",
            "127.0.0.1:@PORT@",
            "-cert",
            f"@PKI@/{cert}.pem",
            "-key",
            f"@PKI@/{cert}.key",
            "-cert_chain",
            "@PKI@/intermediate.crt",
            "-www",
            *options,
        )
    )


def stunnel(settings=""):
    return Server(
        ("stunnel4", "@DIR@/stunnel.conf"),
        {"stunnel.conf": f"""foreground = yes
pid =
[lab]
accept = 127.0.0.1:@PORT@
connect = 127.0.0.1:7000
cert = @PKI@/good.both
{settings}
"""},
    )


def hitch(settings=""):
    return Server(
        ("hitch", "--config", "@DIR@/hitch.conf"),
        {"hitch.conf": f"""frontend = "[127.0.0.1]:@PORT@"
backend = "[127.0.0.1]:7000"
pem-file = "@PKI@/good.both"
workers = 1
daemon = off
user = "nobody"
{settings}
"""},
    )


def python(behaviour, tls=TLS13):
    """pyserver.py: a server written by hand, with one behaviour of its own."""
    return Server(("python3", os.path.join(HERE, "pyserver.py"), "@PORT@", behaviour, "@PKI@/good" if tls else "-"))


def java_host(main, *words, tls=TLS13):
    """Jetty, Tomcat or Undertow, inside a program of some lines: its port, its certificates, and its own words."""
    store = "@PKI@/good.p12" if tls else "-"
    return Server(("java", *SMALL_JAVA, "-cp", "@CLASSES@:@JARS@", main, "@PORT@", store, *words), ready_s=180)


def jetty(idle_ms=30000, tls=TLS13):
    return java_host("JettyHost", str(idle_ms), tls=tls)


def tomcat(*attributes, tls=TLS13):
    return java_host("TomcatHost", "@DIR@", *attributes, tls=tls)


def undertow(idle_ms=0, parse_ms=0, tls=TLS13):
    return java_host("UndertowHost", str(idle_ms), str(parse_ms), tls=tls)


def http_server(timeout_s="None", tls=TLS13):
    """Python's own http.server, with HTTP/1.1 and its handler's timeout."""
    secure = (
        """context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("@PKI@/good.pem", "@PKI@/good.key")
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
"""
        if tls
        else ""
    )
    return Server(
        ("python3", "@DIR@/server.py"),
        {"server.py": f"""import http.server, os, ssl, time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = {timeout_s}

    def do_GET(self):
        if self.path == "/crash":
            time.sleep(1.37)
            os._exit(1)
        if self.path == "/slow":
            time.sleep(60)
        self.send_response(200)
        self.send_header("Content-Length", "400")
        self.end_headers()
        self.wfile.write(b"pyth" * 100)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()


server = http.server.ThreadingHTTPServer(("127.0.0.1", @PORT@), Handler)
{secure}server.serve_forever()
"""},
    )


def go(*values, tls=TLS13):
    """Go's net/http: NAME=SECONDS, as http.Server has them."""
    files = ("@PKI@/good.pem", "@PKI@/good.key") if tls else ("-", "-")
    return Server(("@CLASSES@/gohost", "@PORT@", *files, *values))


def node_h2(settings=""):
    """Node's http2 over TLS."""
    return Server(
        ("node", "@DIR@/server.js"),
        {"server.js": f"""const fs = require('fs');
const server = require('http2').createSecureServer({{key: fs.readFileSync('@PKI@/good.key'), cert: fs.readFileSync('@PKI@/good.pem')}}, (request, response) => {{
  if (request.url === '/crash') setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1370);
  else response.end('node'.repeat(100));
}});
{settings}
server.listen(@PORT@, '127.0.0.1');
"""},
    )


def nghttpx(*options, tls=TLS13):
    return Server(
        ("nghttpx", "--conf=/dev/null", "--workers=1", f"-f127.0.0.1,@PORT@{'' if tls else ';no-tls'}", "-b127.0.0.1,7000",
         *(f"--{option}" for option in options), "--errorlog-file=@DIR@/error.log", "@PKI@/good.key", "@PKI@/good.pem"),
    )


def varnish(*parameters):
    """Plain text only."""
    words = tuple(word for parameter in parameters for word in ("-p", parameter))
    return Server(("varnishd", "-F", "-a", "127.0.0.1:@PORT@", "-b", "127.0.0.1:7000", "-n", "@DIR@/v", *words))


def debian_python(text, *words):
    return Server(("/usr/bin/python3", "@DIR@/app.py", *words), {"app.py": text})


def aiohttp(keepalive_s, tls=TLS13):
    return debian_python(f"""import ssl
from aiohttp import web

context = {"ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)" if tls else "None"}
if context:
    context.load_cert_chain("@PKI@/good.pem", "@PKI@/good.key")

async def small(request):
    return web.Response(text="aioh" * 100)

app = web.Application()
app.router.add_get("/small", small)
web.run_app(app, host="127.0.0.1", port=@PORT@, ssl_context=context, keepalive_timeout={keepalive_s})
""")


def uvicorn(keepalive_s, tls=TLS13):
    secure = ("--ssl-certfile", "@PKI@/good.pem", "--ssl-keyfile", "@PKI@/good.key") if tls else ()
    return Server(
        ("/usr/bin/python3", "-m", "uvicorn", "--app-dir", "@DIR@", "--host", "127.0.0.1", "--port", "@PORT@",
         "--timeout-keep-alive", str(keepalive_s), *secure, "app:app"),
        {"app.py": """async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"400")]})
        await send({"type": "http.response.body", "body": b"uvic" * 100})
"""},
    )


def tornado(seconds, tls=TLS13):
    """Both of its timers are of so many seconds."""
    return debian_python(f"""import ssl, tornado.ioloop, tornado.web
from tornado.httpserver import HTTPServer

class Small(tornado.web.RequestHandler):
    def get(self):
        self.write("torn" * 100)
    post = get

context = {"ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)" if tls else "None"}
if context:
    context.load_cert_chain("@PKI@/good.pem", "@PKI@/good.key")
HTTPServer(tornado.web.Application([("/small", Small)]), ssl_options=context, idle_connection_timeout={seconds},
           body_timeout={seconds}).listen(@PORT@, "127.0.0.1")
tornado.ioloop.IOLoop.current().start()
""")


def puma(settings="", tls=TLS13):
    bind = "ssl://127.0.0.1:@PORT@?key=@PKI@/good.key&cert=@PKI@/good.pem" if tls else "tcp://127.0.0.1:@PORT@"
    return Server(
        ("puma", "-C", "@DIR@/puma.rb", "@DIR@/config.ru"),
        {"puma.rb": f"bind '{bind}'\nthreads 1, 4\n{settings}\n",
         "config.ru": "run lambda { |env| [200, {'content-type' => 'text/plain', 'content-length' => '400'}, ['puma' * 100]] }\n"},
    )
