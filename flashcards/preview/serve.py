"""Serve the preview on this machine alone: the page, and what it asks for while a person decides.

Only the page itself may read or write: it lies at a local address, knows a token that no other page
does, and says where it comes from. Another site can neither call it by a name of its own (a foreign
Host), nor from its own pages (a foreign Origin), nor guess the token.
"""

from __future__ import annotations

import json
import secrets
import socket
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from hmac import compare_digest
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from ..errors import FlashcardsError, OutputError

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
LARGEST = 1_000_000  # bytes that a decision may have


class Served(Protocol):
    """What is served: the page, the data it shows, one bullet of it, and the decisions that it
    takes."""

    def page(self, token: str) -> str:
        """Return the HTML of the page."""

    def data(self) -> dict[str, Any]:
        """Return what the page shows, as it is now."""

    def bullet(self, number: int) -> dict[str, Any]:
        """Return one bullet with its candidates."""

    def decide(self, decision: dict[str, Any]) -> dict[str, Any]:
        """Take a decision and return its bullet; raise `FlashcardsError` for one that does not
        fit."""

    def changed(self, paths: Iterable[Path]) -> bool:
        """Look again at what is made of *paths*; return whether anything that the page shows is
        another."""


def serve(
    served: Served, changes: Iterable[Any], port: int, started: Callable[[str], None]
) -> None:
    """Serve until a Ctrl-C, which is raised; at each of *changes* on disk, have the page look
    again.

    *started* is called with the address. Raise `OutputError` where *port* is taken.
    """
    import uvicorn

    with closing(_listen(port)) as listening:
        application = _application(served, changes, secrets.token_urlsafe(32))
        config = uvicorn.Config(
            application, log_level="critical", timeout_graceful_shutdown=1, lifespan="on"
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
        raise OutputError(
            f"port {port} cannot be used: {error.strerror} (choose another with --port)"
        ) from error
    return listening


class _Refused(Exception):
    """A request that this server does not answer, with the status that says why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


def _application(served: Served, changes: Iterable[Any], token: str) -> Starlette:
    """Return the routes; everything but the page itself asks for the *token*."""
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.responses import HTMLResponse, JSONResponse, StreamingResponse
    from starlette.routing import Route

    at_work = Lock()  # one decision after another; a thread, so that events go on meanwhile
    news = _News()

    def working(function: Callable[..., Any], *args: Any) -> Any:
        with at_work:
            return function(*args)

    async def answer(function: Callable[..., Any], *args: Any) -> Response:
        return JSONResponse(await run_in_threadpool(working, function, *args), headers=_FRESH)

    async def show(request: Request) -> Response:
        _check_origin(request)
        return HTMLResponse(await run_in_threadpool(working, served.page, token), headers=_FRESH)

    async def bullets(request: Request) -> Response:
        _check(request, token)
        return await answer(served.data)

    async def bullet(request: Request) -> Response:
        _check(request, token)
        number = request.query_params.get("id", "")
        if not number.isdecimal() or len(number) > 9:
            raise _Refused(400, "which bullet? (id is its number)")
        return await answer(served.bullet, int(number))

    def taken(decision: dict[str, Any]) -> dict[str, Any]:
        fresh = served.decide(decision)
        news.publish("decided", {"page": decision.get("page"), "bullet": _seen_from_afar(fresh)})
        return fresh

    async def decide(request: Request) -> Response:
        _check(request, token)
        return await answer(taken, await _decision(request))

    async def events(request: Request) -> Response:
        _check(request, token)
        return StreamingResponse(news.stream(), media_type="text/event-stream", headers=_FRESH)

    return Starlette(
        routes=[
            Route("/", show),
            Route("/bullets", bullets),
            Route("/bullet", bullet),
            Route("/decide", decide, methods=["POST"]),
            Route("/events", events),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(NAMES))],
        exception_handlers={_Refused: _refusal, FlashcardsError: _refusal},
        lifespan=_lifespan(served, changes, news, working),
    )


def _refusal(_: Request, error: Exception) -> Response:
    from starlette.responses import JSONResponse

    if isinstance(error, _Refused):
        return JSONResponse({"error": error.why}, error.status)
    return JSONResponse(
        {"error": str(error)}
    )  # the page says so; a browser would log another status


def _lifespan(
    served: Served, changes: Iterable[Any], news: _News, working: Callable[..., Any]
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Return what goes on while the server runs: it follows *changes* of files, and publishes
    them."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        news.begin()

        def follow() -> None:
            for files in changes:
                if files and working(served.changed, files):
                    news.publish("change")

        Thread(target=follow, daemon=True).start()
        yield

    return lifespan


_FRESH = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class _News:
    """Word to all open pages of what is new, in the order in which it happens."""

    def __init__(self) -> None:
        import asyncio

        self._asyncio = asyncio
        self._pages: set[asyncio.Queue[str]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def begin(self) -> None:
        """Reach the pages from now on: the server runs."""
        self._loop = self._asyncio.get_running_loop()

    def publish(self, what: str, data: Any = "") -> None:
        """Tell all pages *what* happened, from any thread."""
        if self._loop:
            self._loop.call_soon_threadsafe(
                self._tell, f"event: {what}\ndata: {json.dumps(data)}\n\n"
            )

    def _tell(self, event: str) -> None:
        for page in self._pages:
            page.put_nowait(event)

    async def stream(self) -> AsyncIterator[str]:
        """Yield an event each time there is news."""
        page: Any = self._asyncio.Queue()
        self._pages.add(page)
        try:
            yield ": here\n\n"
            while True:
                yield await page.get()
        finally:
            self._pages.discard(page)


def _seen_from_afar(bullet: Mapping[str, Any]) -> dict[str, Any]:
    """Return *bullet* without what a page asks for once it looks closer at it."""
    closer = ("candidates", "few", "formulas", "why")
    return {key: value for key, value in bullet.items() if key not in closer}


def _check(request: Request, token: str) -> None:
    """Raise `_Refused` for a request that does not come from the page."""
    _check_origin(request)
    given = request.headers.get("x-token") or request.query_params.get("token", "")
    if not compare_digest(given.encode(), token.encode()):
        raise _Refused(403, "this page is not the one that is served now (load it again)")


def _check_origin(request: Request) -> None:
    origin = request.headers.get("origin")
    own = {f"http://{name}:{request.url.port}" for name in NAMES}
    foreign = request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none")
    if (origin is not None and origin not in own) or (
        foreign and urlsplit(str(request.url)).path != "/"
    ):
        raise _Refused(403, "another site may not ask")


async def _decision(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise _Refused(415, "a decision is JSON")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise _Refused(413, "a decision is not as long as that")
    try:
        decision = json.loads(body)
    except (ValueError, RecursionError):
        raise _Refused(400, "this is not JSON") from None
    if not isinstance(decision, dict):
        raise _Refused(400, "a decision is an object")
    return decision
