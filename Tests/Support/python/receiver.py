"""HTTP, HTTPS and SMTP servers that write down what reaches them.

Arguments: a folder, a certificate and its key. Writes the ports to ports.json there, and a JSON object a line to
received.jsonl for each request or mail. It ends when its standard input does.

A POST to /fail/<status>/<times>/… is refused so often, with `Retry-After: 1`, one to /hang is never answered. GET answers with the file of that name in
the folder, `/` replaced by `_`. Mails need the user `me` with the password `right`, but on the port `plain`. A receiver
`refused@…` is refused for good, and `busy@…` the first time.
"""

import email
import email.policy
import http.server
import json
import os
import pathlib
import socket
import ssl
import sys
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

folder, certificate, key = sys.argv[1:]
folder = pathlib.Path(folder)
received = open(folder / "received.jsonl", "a", encoding="utf-8")
lock = threading.Lock()
seen = {}


def write(item):
    with lock:
        received.write(json.dumps(item) + "\n")
        received.flush()


def times(name):
    with lock:
        seen[name] = seen.get(name, 0) + 1
        return seen[name]


class Web(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        parts = self.path.split("/")
        status = 200
        if parts[1] == "fail" and times(self.path) <= int(parts[3]):
            status = int(parts[2])
        write({"kind": "http", "path": self.path, "type": self.headers["Content-Type"], "status": status, "body": body})
        if parts[1] == "hang":
            threading.Event().wait()
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "1")
        self.end_headers()

    def do_GET(self):
        file = folder / self.path.strip("/").replace("/", "_")
        self.send_response(200 if file.exists() else 503)
        self.end_headers()
        if file.exists():
            self.wfile.write(file.read_bytes())

    def log_message(self, *_):
        pass


class Mails:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused@"):
            return "550 no such user"
        if address.startswith("busy@") and times(address) == 1:
            return "451 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        write({
            "kind": "mail", "from": envelope.mail_from, "to": envelope.rcpt_tos, "subject": mail["subject"],
            "id": mail["message-id"], "date": mail["date"],
            "text": mail.get_body().get_content(), "is_protected": session.ssl is not None,
        })
        return "250 OK"


def enter(server, session, envelope, mechanism, data):
    # Not handled: aiosmtpd is to answer 535.
    is_right = (data.login, data.password) == (b"me", b"right")
    return AuthResult(success=is_right, handled=is_right)


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
ports = {}
for name in ["http", "https"]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Web)
    if name == "https":
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ports[name] = server.server_address[1]
entering = {"authenticator": enter, "auth_required": True}
for name, options in {
    "plain": {},
    "starttls": {"tls_context": context, "require_starttls": True, **entering},
    "smtps": {"ssl_context": context, "auth_require_tls": False, **entering},
}.items():
    ports[name] = free_port()
    Controller(Mails(), hostname="127.0.0.1", port=ports[name], **options).start()
(folder / "ports.new").write_text(json.dumps(ports))
os.rename(folder / "ports.new", folder / "ports.json")
sys.stdin.read()
os._exit(0)
