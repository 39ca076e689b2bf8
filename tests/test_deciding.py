"""Deciding in the preview: a real Chromium, a real server, and the choices file that comes of
it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from test_browser import chromium, complaints_of_axe, front, opened, serving  # noqa: F401  # chromium is a fixture

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
NOTES = """\
# Mills

## Water

- The mill at Riga grinds 12 tons of wheat a day because the river never freezes
- Tide mills store the sea behind a gate and let it out through a wheel at low water
- And so it goes
- The mill race is a channel that leads water to the wheel

## Wind

- Post mills turn as a whole into the wind
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "mine").mkdir()
    (tmp_path / "seeds" / "mills.md").write_text(NOTES, "utf-8")
    return tmp_path


@contextmanager
def deciding(chromium: Any, project: Path) -> Iterator[Any]:  # noqa: F811
    with serving(project) as address, opened(chromium, address) as page:
        page.locator("#candidates li").first.wait_for()
        yield page


def choices(project: Path) -> list[dict[str, Any]]:
    path = project / "seeds" / "mills.choices.yaml"
    return yaml.safe_load(path.read_text("utf-8")) or [] if path.exists() else []


def settle(page: Any) -> None:
    """Wait until every request is answered."""
    page.locator("body[data-asking='0']").wait_for(state="attached")


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        settle(page)


def bullets(page: Any) -> list[dict[str, Any]]:
    return page.evaluate("data.bullets")  # type: ignore[no-any-return]


def test_keeps_chooses_and_refuses_by_one_key_each(chromium: Any, project: Path) -> None:  # noqa: F811
    """Each key writes one choice and goes on to the next undecided bullet, until all are
    decided."""
    with deciding(chromium, project) as page:
        kept = [card["answer"] for card in bullets(page)[0]["cards"]]
        press(page, "Enter")
        second = page.evaluate("bullet().candidates[1].answer")
        press(page, "2", "0")
        assert page.inner_text("#count") == "3 of 5 decided"
        assert page.inner_text("#place").startswith("Bullet 4 of 5")
        press(page, "1", "1")
        assert page.inner_text("#said") == "every bullet is decided"
        found = choices(project)
        assert [card["answer"] for card in found[0]["cards"]] == kept
        assert found[1]["cards"] == [{"answer": second}]
        assert found[2] == {"bullet": "And so it goes", "cards": []}
        assert [len(each["cards"]) for each in bullets(page)] == [len(kept), 1, 0, 1, 1]
        assert [choice["bullet"] for choice in found] == [each["text"] for each in bullets(page)]


def test_no_key_is_lost_however_fast_they_come(chromium: Any, project: Path) -> None:  # noqa: F811
    """Each is about the bullet that is in front once those before it are done; a bullet can stay
    without a card."""
    with deciding(chromium, project) as page:
        for key in ("1", "2", "Enter", "0", "k", "1"):
            page.keyboard.press(key)
        settle(page)
        assert [len(each["cards"]) for each in choices(project)] == [1, 1, 0, 1]
        assert page.inner_text("#count") == "4 of 5 decided"
        assert [each["bullet"] for each in choices(project)] == [
            each["text"] for each in bullets(page)[:4]
        ]


def test_drops_and_swaps_and_undoes(chromium: Any, project: Path) -> None:  # noqa: F811
    """A dropped answer is never asked for again; what undo takes back is as if it had not been."""
    with deciding(chromium, project) as page:
        first = bullets(page)[0]["cards"][0]["answer"]
        press(page, "x")
        assert choices(project)[0]["not"] == [first]
        assert first not in [card["answer"] for card in bullets(page)[0]["cards"]]
        press(page, "u")
        assert choices(project) == []
        assert bullets(page)[0]["cards"][0]["answer"] == first
        press(page, "c")
        swapped = choices(project)[0]["cards"][-1]["answer"]
        assert swapped != first
        assert page.inner_text("#said") == f"now “{swapped}”"
        press(page, "u")
        assert choices(project) == []
        assert not page.locator("#undo").is_enabled()


def test_asks_for_words_selected_by_keyboard_and_by_mouse(chromium: Any, project: Path) -> None:  # noqa: F811
    with deciding(chromium, project) as page:
        press(page, "j", "j", "s", "ArrowRight", "Shift+ArrowRight")
        assert page.locator("#bullet .picked").all_inner_texts() == ["so", "it"]
        press(page, "Enter")
        assert choices(project) == [{"bullet": "And so it goes", "cards": [{"answer": "so it"}]}]
        page.evaluate("choose(1)")
        settle(page)
        page.evaluate(
            """() => {
                const text = find("bullet").firstChild, range = document.createRange();
                range.setStart(text, 12);
                range.setEnd(text, 22);
                getSelection().addRange(range);
                find("bullet").dispatchEvent(new MouseEvent("mouseup", {bubbles: true}));
            }"""
        )
        page.locator("#bullet .picked").first.wait_for()
        assert page.locator("#bullet .picked").all_inner_texts() == ["store", "the", "sea"]
        page.click("#ask-too")
        settle(page)
        assert "store the sea" in [card["answer"] for card in choices(project)[0]["cards"]]


def test_asks_for_words_that_are_tapped(chromium: Any, project: Path) -> None:  # noqa: F811
    """The first tap begins, the second extends, the third begins again: a finger has no Shift."""
    with deciding(chromium, project) as page:
        press(page, "j")
        page.set_viewport_size({"width": 390, "height": 800})
        page.click("#select")
        for words in ("store", "sea", "gate"):
            page.locator("#bullet .word", has_text=words).click()
        page.locator("#bullet .word", has_text="let").click()
        assert page.locator("#bullet .picked").all_inner_texts() == ["gate", "and", "let"]
        page.click("#ask-for")
        settle(page)
        assert choices(project)[0]["cards"] == [{"answer": "gate and let"}]


def test_edits_question_answer_and_remark_in_place(chromium: Any, project: Path) -> None:  # noqa: F811
    """What is written is shown at once; what lint finds is a warning beside it, and Escape changes
    nothing."""
    with deciding(chromium, project) as page:
        press(page, "e")
        page.fill("[name=question]", "Why does the mill at Riga never stop?")
        page.fill("[name=answer]", "the river never freezes")
        page.fill("[name=remark]", "think of the gulf")
        press(page, "Control+Enter")
        assert choices(project)[0]["remark"] == "think of the gulf"
        assert choices(project)[0]["cards"][-1] == {
            "answer": "the river never freezes",
            "question": "Why does the mill at Riga never stop?",
        }  # fmt: skip
        page.evaluate("turn(-1)")
        assert "Why does the mill at Riga never stop?" in front(page)
        page.click("#flip")
        assert "think of the gulf" in front(page)
        before = choices(project)
        press(page, "e")
        page.fill("[name=answer]", "something else")
        press(page, "Escape")
        assert choices(project) == before
        press(page, "e")
        page.fill("[name=answer]", "words that are not there")
        page.fill("[name=question]", "")
        press(page, "Control+Enter")
        assert "is not in the bullet" in page.inner_text("#said")
        assert choices(project) == before


def test_follows_the_notes_and_stays_in_place(chromium: Any, project: Path) -> None:  # noqa: F811
    """An editor that saves the notes, or the choices, is seen; the page stays at its bullet."""
    with deciding(chromium, project) as page:
        press(page, "j", "1")
        press(page, "k")
        notes = project / "seeds" / "mills.md"
        notes.write_text(
            NOTES.replace("# Mills", "# Mills\n\n- Querns are mills for hands"), "utf-8"
        )
        page.get_by_text("Querns are mills").first.wait_for()
        assert "Tide mills" in page.inner_text("#bullet") or "And so" in page.inner_text("#bullet")
        file = project / "seeds" / "mills.choices.yaml"
        file.write_text(
            file.read_text("utf-8") + "- bullet: And so it goes\n  cards: []\n", "utf-8"
        )
        page.get_by_text("2 of 6 decided").wait_for()


@contextmanager
def two_pages(chromium: Any, project: Path) -> Iterator[tuple[Any, Any]]:  # noqa: F811
    with (
        serving(project) as address,
        opened(chromium, address) as one,
        opened(chromium, address) as two,
    ):
        for page in (one, two):
            page.locator("#candidates li").first.wait_for()
        yield one, two


def test_a_second_page_shows_what_the_first_decides(chromium: Any, project: Path) -> None:  # noqa: F811
    """At once, in the list and for the bullet in front; what it then decides is about that."""
    with two_pages(chromium, project) as (one, two):
        press(one, "1")
        two.get_by_text("1 of 5 decided").wait_for()
        assert two.inner_text("#place").startswith("Bullet 1 of 5")
        two.get_by_text("your choice").wait_for()
        press(two, "0")
        assert two.inner_text("#said").endswith(": no card")
        assert choices(project)[0]["cards"] == []
        one.locator("#list li button").first.get_by_text("no card").wait_for()
        assert one.locator("#undo").is_disabled()
        press(one, "u")
        assert choices(project)[0]["cards"] == []


@pytest.mark.parametrize(("begin", "end"), [("e", "Control+Enter"), ("s", "Enter")])
def test_two_pages_and_an_editor_lose_nothing(
    chromium: Any,  # noqa: F811
    project: Path,
    begin: str,
    end: str,
) -> None:
    """Whoever is about to decide what another has decided meanwhile is told, and nothing is
    overwritten; who gives up sees it."""
    with two_pages(chromium, project) as (one, two):
        for way in (end, "Escape"):
            press(two, "Home", begin)
            if begin == "e":
                two.fill("[name=answer]", "12 tons")
            press(one, "Home", "1" if way == end else "0")
            two.get_by_text("1 of 5 decided").wait_for()
            if begin == "e":
                assert two.input_value("[name=answer]") == "12 tons"
            first = choices(project)
            press(two, way)
            assert choices(project) == first
            assert way != end or "somebody else has decided" in two.inner_text("#said")
        two.get_by_text("you want no card of it").first.wait_for()
        two.locator("#candidates li").first.wait_for()


def test_more_candidates_are_a_key_away(chromium: Any, project: Path) -> None:  # noqa: F811
    """A number means what is shown; the next bullet begins with the best again."""
    with deciding(chromium, project) as page:
        rows = page.locator("#candidates li")
        few, every = page.evaluate("[bullet().few, bullet().candidates.length]")
        assert rows.count() == few < every
        press(page, str(few + 1))
        assert choices(project) == []
        press(page, "m")
        assert rows.count() == every
        wanted = page.evaluate(f"bullet().candidates[{few}].answer")
        press(page, str(few + 1))
        assert choices(project)[0]["cards"] == [{"answer": wanted}]
        assert rows.count() == page.evaluate("bullet().few")


def test_what_lint_finds_is_said_in_words(chromium: Any, project: Path) -> None:  # noqa: F811
    """Its code is there for whoever points at it."""
    hives = "- Beekeepers move their hives in spring because the nights are cold"
    (project / "seeds" / "mills.md").write_text(hives, "utf-8")
    with deciding(chromium, project) as page:
        press(page, "m")
        told = page.locator("#candidates .told")
        assert told.count()
        for each in told.all():
            assert each.inner_text().startswith("an answer that begins with “their”")
            assert each.get_attribute("title") == "answer-pronoun"
        assert "answer-pronoun" not in page.inner_text("#candidates")


def test_why_this_card_is_seen_when_it_is_opened(chromium: Any, project: Path) -> None:  # noqa: F811
    """However low the window; the next bullet is seen from its top."""
    with deciding(chromium, project) as page:
        page.set_viewport_size({"width": 1280, "height": 700})
        press(page, "w")
        page.wait_for_function("find('why').lastElementChild.getBoundingClientRect().top < 600")
        assert "likely to be kept" in page.inner_text("#why")
        press(page, "j")
        page.wait_for_function("find('bullet').getBoundingClientRect().top > 0")


@pytest.mark.parametrize("keys", ["", "d", "s", "e", "o", "?"])
def test_axe_finds_nothing(chromium: Any, project: Path, keys: str) -> None:  # noqa: F811
    """On a phone and on a desk."""
    with deciding(chromium, project) as page:
        page.set_viewport_size({"width": 390, "height": 800})
        press(page, *keys)
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert complaints_of_axe(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_only_the_page_itself_may_ask(project: Path) -> None:
    """A foreign Host, Origin or site, no token, a path outside: refused, and nothing is written."""
    with serving(project) as address:
        at = urlsplit(address)
        _, page = fetch(at.netloc, "GET", "/", {})
        token = page.partition('data-token="')[2].partition('"')[0]
        good = {
            "X-Token": token,
            "Origin": f"http://{at.netloc}",
            "Content-Type": "application/json",
        }
        body = json.dumps({"id": 0, "cards": []})
        refused = {
            403: [
                good | {"Origin": "http://evil.example"}, good | {"Origin": "null"},
                good | {"X-Token": "guess"},
                good | {"Sec-Fetch-Site": "cross-site"}, {k: v for k,
                v in good.items() if k != "X-Token"},
            ],
            400: [good | {"Host": "evil.example"}],
            415: [good | {"Content-Type": "text/plain"}],
        }  # fmt: skip
        for status, requests in refused.items():
            for headers in requests:
                assert fetch(at.netloc, "POST", "/decide", headers, body)[0] == status, headers
        for wrong in (
            "[]",
            "{",
            '{"id": 99, "cards": []}',
            '{"id": "../../etc/passwd"}',
            '{"id": 0, "cards": [7]}',
        ):
            assert "error" in json.loads(fetch(at.netloc, "POST", "/decide", good, wrong)[1]), wrong
        assert fetch(at.netloc, "GET", "/bullet?id=../mills", good)[0] == 400
        assert fetch(at.netloc, "GET", "/seeds/mills.md", good)[0] == 404
        assert choices(project) == []
        assert fetch(at.netloc, "POST", "/decide", good, body)[0] == 200
        assert len(choices(project)) == 1


def fetch(
    netloc: str, method: str, path: str, headers: dict[str, str], body: str | None = None
) -> tuple[int, str]:
    host, _, port = netloc.partition(":")
    with closing(HTTPConnection(host, int(port), timeout=20)) as connection:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
