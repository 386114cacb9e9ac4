"""What the local server answers: the page, the training as it goes on, commands to it, downloads.

GET  /          the page
GET  /events    the training as server-sent events: what `Board.changes` says, as JSON
GET  /weights   the network as it is: float32, w[0], b[0], w[1], …; X-Network says what it is
GET  /model     the network as groundup's own file
GET  /export    the page with the network in it
POST /control   a command (`groundup.page.control`)
POST /save      keeps the network in the folder that the server was started in
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import AsyncGenerator
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from groundup.network import Network
from groundup.page import building, recogniser
from groundup.page.control import obey
from groundup.page.security import MOST_BODY
from groundup.page.trainer import Trainer

EVERY = 0.05  # seconds: how often a reader of events is told what is new, at most
HEARTBEAT = 10.0  # seconds


class Site:
    """network: what the page answers with until the training begins.
    folder: where models are saved.
    """

    def __init__(self, network: Network, trainer: Trainer, folder: Path) -> None:
        self._network, self._trainer, self._folder = network, trainer, folder
        self._page = building.build(network, served=True)
        self._policy = f"{building.served_policy()}; frame-ancestors 'none'"
        self._closing = False
        self.app = Starlette(
            routes=[
                Route("/", self.page),
                Route("/events", self.events),
                Route("/weights", self.weights),
                Route("/model", self.model),
                Route("/export", self.export),
                Route("/control", self.control, methods=["POST"]),
                Route("/save", self.save, methods=["POST"]),
            ],
            exception_handlers=dict.fromkeys(
                (ValueError, OSError, HTTPException, ClientDisconnect), refusal
            ),
        )

    def close(self) -> None:
        """Ends the streams of events, so that the server can stop."""
        self._closing = True

    async def page(self, request: Request) -> Response:
        return HTMLResponse(self._page, headers={"Content-Security-Policy": self._policy})

    async def events(self, request: Request) -> Response:
        return StreamingResponse(self.changes(), media_type="text/event-stream")

    async def changes(self) -> AsyncGenerator[str, None]:
        """What is new, as soon as the reader has taken what was new before."""
        known, said_at = 0, 0.0
        yield "retry: 1000\n\n"
        while not self._closing:
            changes = self._trainer.board.changes(known)
            now = time.monotonic()
            if changes["version"] > known:
                known, said_at = changes["version"], now
                yield f"data: {json.dumps(changes, allow_nan=False, separators=(',', ':'))}\n\n"
            elif now - said_at > HEARTBEAT:
                said_at = now
                yield ": still here\n\n"
            await asyncio.sleep(EVERY)

    async def weights(self, request: Request) -> Response:
        network, number = self._trainer.board.network()
        parts = [array for pair in zip(network.w, network.b, strict=True) for array in pair]
        about = {
            "number": number,
            "sizes": network.sizes,
            "activations": network.activations,
            "recogniser": recogniser.write(network.activations),
        }
        return Response(
            b"".join(array.astype("<f4").tobytes() for array in parts),
            media_type="application/octet-stream",
            headers={"X-Network": json.dumps(about)},
        )

    async def control(self, request: Request) -> Response:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BODY:
                raise HTTPException(413, f"a command has at most {MOST_BODY:,} bytes")
        obey(self._trainer.steering, bytes(body))
        return JSONResponse({})

    async def save(self, request: Request) -> Response:
        path = await run_in_threadpool(self._save)
        return JSONResponse({"saved": path.name})

    async def model(self, request: Request) -> Response:
        content = await run_in_threadpool(packed, self._current())
        return download(content, "groundup.safetensors", "application/octet-stream")

    async def export(self, request: Request) -> Response:
        page = await run_in_threadpool(building.build, self._current())
        return download(page.encode(), "groundup.html", "text/html; charset=utf-8")

    def _current(self) -> Network:
        """The network that the page answers with."""
        return self._trainer.board.network()[0] if self._trainer.steering.live else self._network

    def _save(self) -> Path:
        """To a new file; no part of its name comes from a request."""
        stem = f"groundup-{time.strftime('%Y%m%d-%H%M%S')}"
        path, again = self._folder / f"{stem}.safetensors", 1
        while path.exists():
            again += 1
            path = self._folder / f"{stem}-{again}.safetensors"
        self._current().save(path)
        return path


def packed(network: Network) -> bytes:
    """The network's file."""
    with tempfile.TemporaryDirectory(prefix="groundup-") as folder:
        path = Path(folder) / "model.safetensors"
        network.save(path)
        return path.read_bytes()


def download(content: bytes, name: str, kind: str) -> Response:
    return Response(
        content,
        media_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def refusal(request: Request, error: Exception) -> Response:
    """An error in words, for the page to show."""
    status = error.status_code if isinstance(error, HTTPException) else 400
    words = error.detail if isinstance(error, HTTPException) else str(error)
    return JSONResponse({"error": words}, status)
