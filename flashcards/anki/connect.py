"""Talk to a running Anki through its add-on AnkiConnect."""

from __future__ import annotations

import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

from ..errors import FlashcardsError

ADDRESS = "http://127.0.0.1:8765"
VERSION = 6
BY_HAND = "or do it by hand: docs/anki.md says how"
_GET_IT = (
    f"start Anki; if it runs, get AnkiConnect with Tools, Add-ons, Get Add-ons, code 2055492159; "
    f"{BY_HAND}"
)
_MANY = 500  # notes or cards in one request


class AnkiError(FlashcardsError):
    """An Anki that does not answer, or refuses."""

    code = "anki"


class AnkiConnect:
    """The Anki that answers at *address*."""

    def __init__(self, address: str = "", patience: float = 60) -> None:
        """Remember where Anki is; it is asked for the first time when something is."""
        self.address = address or ADDRESS
        self._patience = patience
        self._open = build_opener(
            ProxyHandler({})
        ).open  # a proxy does not know this computer's Anki

    def __call__(self, action: str, **params: Any) -> Any:
        """Return what Anki answers to *action*; raise `AnkiError` where it does not, or refuses."""
        asked = json.dumps({"action": action, "version": VERSION, "params": params}).encode()
        try:
            request = Request(self.address, asked, {"Content-Type": "application/json"})  # noqa: S310
            with self._open(request, timeout=self._patience) as answer:
                found = json.load(answer)
            result, error = found["result"], found["error"]
        except HTTPError as refused:
            if refused.code == 403:
                raise self._wrong("AnkiConnect refuses this program", BY_HAND) from None
            raise self._wrong(
                f"what answers is not AnkiConnect ({refused.code})", _GET_IT
            ) from None
        except TimeoutError:
            raise self._silent() from None
        except URLError as silent:
            if isinstance(silent.reason, TimeoutError):
                raise self._silent() from None
            raise self._wrong("no Anki answers", _GET_IT) from None
        except (OSError, HTTPException):
            raise self._wrong(
                "Anki broke off", f"is it being closed? Start it again; {BY_HAND}"
            ) from None
        except (ValueError, KeyError, TypeError):
            raise self._wrong("what answers is not AnkiConnect, or an old one", _GET_IT) from None
        if error:
            raise self._wrong(f"Anki cannot do {action}: {' '.join(str(error).split())}", BY_HAND)
        return result

    def many(self, action: str, name: str, ids: list[int]) -> list[Any]:
        """Return what Anki answers to *action* about all *ids*, which are its parameter *name*, a
        number at a time."""
        found: list[Any] = []
        for start in range(0, len(ids), _MANY):
            found += self(action, **{name: ids[start : start + _MANY]})
        return found

    def check(self) -> None:
        """Raise `AnkiError` unless an AnkiConnect answers that is new enough."""
        version = self("version")
        if not isinstance(version, int) or version < VERSION:
            raise self._wrong(
                f"AnkiConnect is too old (version {version})", "update it with Tools, Add-ons"
            )

    def _silent(self) -> AnkiError:
        return self._wrong(
            "Anki does not answer",
            f"close the dialog that is open in it, then try again; {BY_HAND}",
        )

    def _wrong(self, what: str, todo: str) -> AnkiError:
        return AnkiError(f"{what} ({todo})", self.address)
