"""Serve the preview on this machine alone, and have the page reload when notes, rules or styles are saved."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import OutputError

if TYPE_CHECKING:
    from starlette.applications import Starlette

HOST = "127.0.0.1"


def serve(make_page: Callable[[], str], watched: Iterable[Path], port: int, started: Callable[[str], None]) -> None:
    """Serve what *make_page* returns until interrupted, and make it anew when a file in *watched* changes.

    *started* is told the address. Raise `OutputError` where *port* is taken or the extra `preview` is not installed.
    """
    try:
        import uvicorn
        import watchfiles  # noqa: F401
    except ImportError as error:
        raise OutputError("--serve needs more (pip install 'notes-to-flashcards[preview]')") from error
    app = _application(make_page, list(watched))
    config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1, lifespan="on")
    with closing(_listen(port)) as listening, suppress(KeyboardInterrupt):
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


def _application(make_page: Callable[[], str], watched: list[Path]) -> Starlette:
    """One page, and a stream of events that says when there is a new one."""
    import anyio
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, Response, StreamingResponse
    from starlette.routing import Route
    from watchfiles import awatch

    page = ""
    changed = anyio.Event()

    async def show(_: Request) -> Response:
        return HTMLResponse(page, headers={"Cache-Control": "no-store"})

    async def events(_: Request) -> Response:
        async def stream() -> AsyncIterator[str]:
            yield ": here\n\n"
            while True:
                await changed.wait()
                yield "event: reload\ndata: \n\n"

        return StreamingResponse(stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    # Editors save a file by putting a new one in its place, so it is the folder that is watched.
    files = {path.parent.resolve() / path.name for path in watched if not path.is_dir()}
    folders = [path for path in watched if path.is_dir()]
    parents = {path.parent for path in files if path.parent.is_dir()}

    async def watch_folders() -> None:
        async for _ in awatch(*folders, debounce=200, step=50):
            await remake()

    async def watch_files() -> None:
        async for _ in awatch(*parents, watch_filter=lambda _, path: Path(path) in files, recursive=False, step=50):
            await remake()

    async def remake() -> None:
        nonlocal page, changed
        page = await anyio.to_thread.run_sync(make_page)
        changed.set()
        changed = anyio.Event()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        nonlocal page
        page = await anyio.to_thread.run_sync(make_page)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(watch_folders)
            tasks.start_soon(watch_files)
            yield
            tasks.cancel_scope.cancel()

    # A web page elsewhere must not read the notes by a name that it points at this machine.
    guard = Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])
    return Starlette(routes=[Route("/", show), Route("/events", events)], middleware=[guard], lifespan=lifespan)
