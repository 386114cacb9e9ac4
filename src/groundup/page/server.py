"""The local server: the page, with a training behind it that one can watch and steer."""

from __future__ import annotations

import errno
import os
import socket
import sys
import threading
import webbrowser
from pathlib import Path

import uvicorn

from groundup.data import load_data
from groundup.errors import UserError
from groundup.network import Network
from groundup.page.encoding import default_network
from groundup.page.security import Guard, loopback, new_token
from groundup.page.site import Site
from groundup.page.trainer import Trainer

PORTS = 20  # that are tried, from the one asked for on
READERS = 100  # requests at a time


def serve(
    network: Network | None,
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    train: bool = False,
    open_browser: bool = True,
) -> None:
    """Serves the page until Ctrl-C.

    network: what the page answers with, and what a training there goes on with; by default,
        groundup's own for the first and a new one for the second.
    port: the next free one is taken where it is busy; any, where it is 0.
    train: begin the training at once, and show it.

    Raises ValueError where it cannot listen there.
    """
    trainer, token = None, new_token()
    try:
        listener = listen(host, port)
        tell(listener, host, port, token, train, open_browser)  # who comes early waits a moment
        trainer = Trainer(load_data("mnist"), network)
        site = Site(network or default_network(), trainer, Path.cwd())
        if train:
            trainer.steering.start()
        Server(site, Guard(site.app, token, host)).run(sockets=[listener])
    except KeyboardInterrupt:  # which Uvicorn raises again once all is closed
        pass
    finally:
        if trainer:
            trainer.close()
    print("stopped")


class Server(uvicorn.Server):
    """Uvicorn's, which ends the streams of events when it shall stop."""

    def __init__(self, site: Site, app: Guard) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http="h11",
                ws="none",
                lifespan="off",
                log_level="error",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                limit_concurrency=READERS,
                timeout_graceful_shutdown=1,
            )
        )
        self._site = site

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._site.close()
        await super().shutdown(sockets)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there, on the next port that is free. Raises ValueError."""
    if not host:
        raise UserError("the host to listen on is an address such as 127.0.0.1, not nothing")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in range(port, min(port + PORTS, 65536)) if port else [0]:
        listener = socket.socket(family, socket.SOCK_STREAM)
        if os.name == "posix":  # elsewhere it means that another may take the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, number))
            listener.listen(READERS)
            return listener
        except OSError as error:
            listener.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise UserError(
                    f"cannot listen on {host}: {error.strerror}; "
                    "give an address of this computer, such as 127.0.0.1"
                ) from None
    raise UserError(
        f"no port from {port} on, of {PORTS}, is free on {host}; give another, or 0 for any"
    )


def tell(
    listener: socket.socket, host: str, port: int, token: str, train: bool, open_browser: bool
) -> None:
    """Says where the page is, and opens it."""
    chosen = listener.getsockname()[1]
    if port and chosen != port:
        print(f"port {port} is busy; taking {chosen}")
    if not loopback(host):
        print(
            f"groundup: listening on {host}: whoever reaches this computer and knows the address "
            "below can steer the training and save models here",
            file=sys.stderr,
        )
    name = socket.gethostname() if host in ("0.0.0.0", "::") else host
    name = f"[{name}]" if ":" in name else name
    address = f"http://{name}:{chosen}/?token={token}{'#train' if train else ''}"
    print(f"{address}\nCtrl-C stops", flush=True)
    if open_browser:  # some browsers keep who opens them waiting
        threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()
