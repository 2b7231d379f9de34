"""nginx as docs/deployment.md prints it, before the site: only ports and paths are other than printed.

The keys of links in mails are in none of its logs, another name gets no answer, and a visitor's own fields
about who he is do not reach the site.
"""

import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from tests.audit.servers import free_port, until_open
from tests.audit.tree import ROOT
from tests.audit.verdict import Verdict

NAME = "trajecten.voorbeeld.example"
SECRET = "geheim-dat-niemand-leest"
KEYED = (
    f"/account/wachtwoord/nieuw/1-{SECRET}/",
    f"/account/bevestigen/{SECRET}/",
    f"/organisaties/uitnodiging/{SECRET}/",
    f"/klopt-nog/{SECRET}/",
)


class Site(BaseHTTPRequestHandler):
    """Stands for gunicorn: says which fields came through."""

    def do_GET(self):
        told = {name: self.headers.get(name, "") for name in ("Host", "X-Forwarded-For", "X-Forwarded-Proto")}
        body = repr(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def judge() -> Verdict:
    if not shutil.which("nginx"):
        return Verdict(remarks=["no nginx here: apt-get install nginx-light"], judged=False)
    with tempfile.TemporaryDirectory() as made:
        return _judged(Path(made))


def _judged(folder: Path) -> Verdict:
    site = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    http, https = free_port(), free_port()
    _write(folder, http, https, site.server_port)
    nginx = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        until_open(https)
        return Verdict(list(_faults(folder, http, https)))
    finally:
        nginx.terminate()
        nginx.wait()
        site.shutdown()
        site.server_close()


def _faults(folder: Path, http: int, https: int):
    for path in KEYED:
        _ask(https, path, tls=True)
    forged = ("X-Forwarded-For: 203.0.113.5", "X-Forwarded-Proto: http")
    answer = _ask(https, f"/interventies/?q={SECRET}", *forged, tls=True)
    if "'X-Forwarded-For': '127.0.0.1'" not in answer or "'X-Forwarded-Proto': 'https'" not in answer:
        yield "a visitor's own fields reach the site"
    onward = _ask(http, f"/klopt-nog/{SECRET}/")
    if f"Location: https://{NAME}/klopt-nog/" not in onward:
        yield "http does not lead to https"
    if _ask(https, "/", tls=True, host="elders.example") or _ask(http, "/", host="elders.example"):
        yield "another name gets an answer"
    logs = {path.name: path.read_text() for path in folder.glob("*.log")}
    lines = logs["trajecten.log"].splitlines()
    if len(lines) != len(KEYED) + 1:
        yield f"{len(lines)} lines in the log for {len(KEYED) + 1} requests"
    if f"GET {KEYED[3].replace(SECRET + '/', '***')} " not in logs["trajecten.log"]:
        yield "the log does not name the page"
    yield from (
        f"{name} holds {what}"
        for name, text in logs.items()
        for what in (SECRET, "127.0.0.1", "203.0.113.5")
        if what in text
    )


def _write(folder: Path, http: int, https: int, site: int) -> None:
    """The printed block, in a folder of its own, within what Debian's nginx.conf has around it."""
    text = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    [block] = re.findall(r"^```nginx\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    for old, new in (
        (r"\[::\]:443", f"[::1]:{https}"), (r"\[::\]:80", f"[::1]:{http}"),
        (r"listen 443", f"listen 127.0.0.1:{https}"), (r"listen 80\b", f"listen 127.0.0.1:{http}"),
        (r"127\.0\.0\.1:8000", f"127.0.0.1:{site}"),
        (r"/etc/ssl/(private/)?", f"{folder}/"), (r"/var/log/nginx/", f"{folder}/"),
    ):  # fmt: skip
        block = re.sub(old, new, block)
    around = f"pid {folder}/pid;\nerror_log {folder}/main.log;\ndaemon off;\nevents {{}}\nhttp {{\n"
    kept = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(f"{around}{kept}access_log off;\n{block}}}\n")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
         "-keyout", folder / "trajecten.key", "-out", folder / "trajecten.pem"],
        check=True, capture_output=True,
    )  # fmt: skip


def _ask(port: int, path: str, *fields: str, tls: bool = False, host: str = NAME) -> str:
    """The whole answer; empty when the connection ends without one."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "Connection: close", *fields, "", ""]
    with socket.create_connection(("127.0.0.1", port), timeout=20) as plain:
        line = _unverified().wrap_socket(plain, server_hostname=host) if tls else plain
        line.sendall("\r\n".join(lines).encode())
        answer = b""
        try:
            while part := line.recv(65536):
                answer += part
        except (ConnectionError, ssl.SSLError):
            pass
    return answer.decode()


def _unverified() -> ssl.SSLContext:
    """The certificate was made a moment ago, by ourselves."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
