"""Who may talk to the local server.

Whoever knows the token, which is in the address that the command prints and in no other: programs
of other people on this computer do not. A page from elsewhere that has the browser ask here is
refused by three further marks: the Host header (a name that was made to lead here is not ours),
the Origin header, and no header of ours invites it.
"""

from __future__ import annotations

import ipaddress
import secrets
import socket
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "x-groundup-token"
MOST_BODY = 2000  # bytes

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The content security policy of all that is not the page."""


class Guard:
    """Lets a request through to `app`, or answers what is wrong with it; and adds to every answer
    the headers that keep it to this page.

    host: the address that the server listens on.
    """

    def __init__(self, app: ASGIApp, token: str, host: str) -> None:
        self._app, self._token, self._host = app, token, host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(ALWAYS)
                headers.setdefault("Content-Security-Policy", POLICY)
            await send(message)

        await (self._refusal(Request(scope)) or self._app)(scope, receive, send_guarded)

    def _refusal(self, request: Request) -> PlainTextResponse | None:
        hosts, origins = request.headers.getlist("host"), request.headers.getlist("origin")
        if len(hosts) != 1 or not known(hosts[0], self._host):
            return refused(421, "this server answers under its own address only")
        if request.method not in ("GET", "HEAD") and not origins:
            return refused(403, "the request does not say which page it comes from")
        if any(origin != f"http://{hosts[0]}" for origin in origins):
            return refused(403, "the request comes from another page")
        given = request.headers.get(HEADER) or request.query_params.get("token") or ""
        if not secrets.compare_digest(given.encode(), self._token.encode()):
            return refused(
                403, "the token is missing or wrong; open the address that groundup draw printed"
            )
        if int_of(request.headers.get("content-length", "0")) > MOST_BODY:
            return refused(413, f"a request has at most {MOST_BODY:,} bytes")
        return None


def new_token() -> str:
    return secrets.token_urlsafe(24)


def known(given: str, host: str) -> bool:
    """Whether a Host header names this server. Someone who listens for other computers is reached
    by numbers and by the computer's name: no other name can be made to lead here."""
    try:
        name = (urlsplit(f"//{given}").hostname or "").lower()
    except ValueError:
        return False
    if name in ("127.0.0.1", "localhost", "::1", host.lower()):
        return True
    return not loopback(host) and (is_number(name) or name == socket.gethostname().lower())


def loopback(host: str) -> bool:
    """Whether only this computer reaches that address."""
    if host == "localhost":
        return True
    return is_number(host) and ipaddress.ip_address(host).is_loopback


def is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def int_of(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else MOST_BODY + 1


def refused(status: int, why: str) -> PlainTextResponse:
    return PlainTextResponse(f"{why}\n", status)
