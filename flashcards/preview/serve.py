"""Serve the preview on this machine alone, and have the page reload when notes, rules or styles are saved."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, closing
from threading import Thread
from typing import TYPE_CHECKING, Any

from ..errors import OutputError

if TYPE_CHECKING:
    from starlette.applications import Starlette

HOST = "127.0.0.1"


def serve(make_page: Callable[[], str], changes: Iterable[Any], port: int, started: Callable[[str], None]) -> None:
    """Serve what *make_page* returns, made anew at each of *changes*, until a Ctrl-C, which is raised.

    *started* is told the address. Raise `OutputError` where *port* is taken or the extra `preview` is not installed.
    """
    try:
        import uvicorn
    except ImportError as error:
        raise OutputError("--serve needs more (add it in a clone with: pip install '.[preview]')") from error
    with closing(_listen(port)) as listening:
        config = uvicorn.Config(
            _application(make_page, changes), log_level="critical", timeout_graceful_shutdown=1, lifespan="on"
        )
        started(f"http://{HOST}:{listening.getsockname()[1]}/")
        uvicorn.Server(config).run(sockets=[listening])


def _listen(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen()  # whoever reads the address may come at once
    except OSError as error:
        listening.close()
        raise OutputError(f"port {port} cannot be used: {error.strerror} (choose another with --port)") from error
    return listening


def _application(make_page: Callable[[], str], changes: Iterable[Any]) -> Starlette:
    """One page, and a stream of events that says when there is a new one."""
    import asyncio

    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, Response, StreamingResponse
    from starlette.routing import Route

    page = ""
    changed = asyncio.Event()

    async def show(_: Request) -> Response:
        return HTMLResponse(page, headers={"Cache-Control": "no-store"})

    async def events(_: Request) -> Response:
        async def stream() -> AsyncIterator[str]:
            yield ": here\n\n"
            while True:
                await changed.wait()
                yield "event: reload\ndata: \n\n"

        return StreamingResponse(stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    def publish(made: str) -> None:
        nonlocal page, changed
        page = made
        changed.set()
        changed = asyncio.Event()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        nonlocal page
        loop = asyncio.get_running_loop()
        page = make_page()

        def follow() -> None:
            for files in changes:
                if files:
                    loop.call_soon_threadsafe(publish, make_page())

        Thread(target=follow, daemon=True).start()
        yield

    # A web page elsewhere must not read the notes by a name that it points at this machine.
    guard = Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])
    return Starlette(routes=[Route("/", show), Route("/events", events)], middleware=[guard], lifespan=lifespan)
