"""The preview and the cards as a person meets them, in a real Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import browser
import pytest
from commandline import ROOT, SEEDS, TEA
from forked import run, running

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
QUOTED = """\
---
url: https://youtu.be/abc123
---
Rain

Rain

Notable Quotes

- Rain has 12 names here. Each of them means that you get wet.Ana Ruiz, on the weather of the north.

Clouds

- The energy of rain is \\(E = mc^{2}\\), and its weight is 12 grams per \\(\\frac{a}{b_{1}}\\) of cloud.

- The clouds of the north hold 3 million tonnes of water, which is a good deal more than those of the south.
"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = browser.find()
    assert path, browser.MISSING
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=browser.FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The preview of the seeds and of a document with quotes and moments."""
    folder = tmp_path_factory.mktemp("preview")
    (folder / "rain.txt").write_text(QUOTED, "utf-8")
    run("preview", SEEDS, "rain.txt", "--out", "page.html", cwd=folder)
    return folder / "page.html"


@pytest.fixture(scope="module")
def small(file: Path) -> Path:
    """The preview of that document alone."""
    run("preview", "rain.txt", "--out", "small.html", cwd=file.parent)
    return file.with_name("small.html")


@pytest.fixture
def page(chromium: Any, file: Path) -> Iterator[Any]:
    """The open page; whatever it complains of or fetches fails the test."""
    with opened(chromium, file.as_uri()) as tab:
        yield tab


@contextmanager
def opened(chromium: Any, address: str, **options: Any) -> Iterator[Any]:
    tab = chromium.new_page(viewport={"width": 1280, "height": 900}, **options)
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on(
        "request", lambda request: request.url.startswith(address) or complaints.append(request.url)
    )
    tab.goto(address)
    tab.frame_locator("iframe").locator("#qa > *").first.wait_for(state="attached")
    tab.set_default_timeout(20_000)
    try:
        yield tab
    finally:
        tab.close()
    assert not complaints


def front(page: Any) -> str:
    return str(page.frame_locator("iframe").locator("body").inner_text())


def shown(page: Any) -> list[str]:
    return page.locator("#list li:visible button").all_inner_texts()  # type: ignore[no-any-return]


def test_flips_by_space_click_and_button(page: Any) -> None:
    """Space, a click on the card and the button all show the answer, and the question again."""
    question = front(page)
    card = page.frame_locator("iframe").locator("html")
    for flip in (
        lambda: page.keyboard.press(" "),
        lambda: card.click(position={"x": 200, "y": 300}),
        lambda: page.click("#flip"),
    ):
        flip()
        assert front(page) != question
        assert "back" in page.inner_text("#place")
        flip()
        assert front(page) == question


def test_keys_go_all_the_way(page: Any) -> None:
    """Next, previous, first and last bullet; the list follows, and the keys work with the card in
    focus too."""
    total = page.locator("#list li").count()
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    assert page.inner_text("#place").startswith(f"Bullet 3 of {total}")
    page.keyboard.press("k")
    assert page.inner_text("#place").startswith("Bullet 2 ")
    page.keyboard.press("End")
    assert page.inner_text("#place").startswith(f"Bullet {total} ")
    assert page.locator("#list [aria-current]").count() == 1
    assert page.locator("#list [aria-current]").is_visible()
    page.frame_locator("iframe").locator("html").click(position={"x": 200, "y": 300})
    page.keyboard.press("Home")
    assert page.inner_text("#place").startswith("Bullet 1 ")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()


def test_search_finds_words_of_question_answer_and_item(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("tonnes NORTH")
    assert len(shown(page)) >= 1
    assert "tonnes" in page.inner_text("#bullet")
    page.fill("input[type=search]", "nothing is like this")
    assert shown(page) == []
    assert page.locator("#none").is_visible()
    page.fill("input[type=search]", "")
    assert len(shown(page)) == page.locator("#list li").count()


def test_filters_show_what_they_say(page: Any) -> None:
    """The chapters together show each bullet once; so do bullets with and without cards; a rule
    shows its own."""
    total = page.locator("#list li").count()
    for name, values in (("chapter", None), ("state", ["cards", "none"])):
        found = 0
        for value in values or options_of(page, name):
            page.select_option(f"[name={name}]", value)
            found += len(shown(page))
        assert found == total
        page.select_option(f"[name={name}]", "")
    for value in options_of(page, "rule")[:5]:
        page.select_option("[name=rule]", value)
        assert shown(page)
        assert page.evaluate("rule => bullet().cards.some(card => card.rule === rule)", value)


def options_of(page: Any, name: str) -> list[str]:
    values = page.eval_on_selector_all(
        f"[name={name}] option", "all => all.map(one => one.value).filter(Boolean)"
    )
    return list(values)


def test_the_cards_of_a_bullet_come_together(page: Any) -> None:
    """The list shows front and answer of each; the arrows go from one to the other."""
    page.evaluate("choose(data.bullets.findIndex(each => each.cards.length > 1))")
    rows = page.locator("#list [aria-current] .asked")
    assert rows.count() > 1
    assert page.inner_text("#place").endswith(f"card 1 of {rows.count()}, front")
    first = front(page)
    page.keyboard.press("ArrowRight")
    assert page.inner_text("#place").endswith(f"card 2 of {rows.count()}, front")
    assert front(page) != first
    page.click("#other")
    page.keyboard.press("ArrowLeft")
    assert page.inner_text("#place").endswith("front")


def test_dark_and_phone_reach_the_card(page: Any) -> None:
    """The card changes its colours as it does in Anki, and gets the width of a phone."""
    inside = page.frame_locator("iframe").locator("body")
    light = inside.evaluate("body => getComputedStyle(body).backgroundColor")
    page.click("#theme")
    assert "nightMode" in inside.get_attribute("class")
    assert inside.evaluate("body => getComputedStyle(body).backgroundColor") != light
    page.keyboard.press("p")
    assert page.locator("iframe").bounding_box()["width"] < 400
    page.keyboard.press("p")
    assert page.locator("iframe").bounding_box()["width"] > 600


def test_the_overview_counts_every_card(page: Any) -> None:
    """Cards per chapter and per rule add up, and every bullet without a card is there with its
    reason."""
    page.keyboard.press("o")
    tables = page.locator("#charts table")
    total = page.evaluate("data.bullets.reduce((sum, each) => sum + each.cards.length, 0)")
    first = (
        "rows => rows.map(row => Number(row.querySelectorAll('td')[0].textContent)).reduce((a, b) "
        "=> a + b, 0)"
    )
    names = tables.locator("caption").all_inner_texts()
    sums = [tables.nth(n).locator("tbody tr").evaluate_all(first) for n in range(len(names) - 1)]
    assert (
        sum(s for s, name in zip(sums, names, strict=False) if name.startswith("Cards per chapter"))
        == total
    )
    assert sum(s for s, name in zip(sums, names, strict=False) if name == "Cards per rule") == total
    assert page.locator("#uncarded tr").count() == int(names[-1].rpartition(" ")[2])


@pytest.mark.parametrize("keys", ["", "d ", "p", "o", "do", "?"])
def test_axe_finds_nothing_on_the_page(chromium: Any, small: Path, keys: str) -> None:
    with opened(chromium, small.as_uri()) as page:
        for key in keys:
            page.keyboard.press(key)
        assert complaints_of_axe(page) == []


def complaints_of_axe(page: Any) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = page.evaluate("options => axe.run(document, options)", rules | {"iframes": False})
    return [f"{v['id']}: {v['nodes'][0]['html'][:100]}" for v in found["violations"]]


def each_card(page: Any) -> list[tuple[str, str]]:
    cards = "data.bullets.flatMap(each => each.cards.map(card => [card.front, card.back]))"
    return [(front, back) for front, back in page.evaluate(cards)]


def style(page: Any) -> str:
    return str(page.evaluate("data.style"))


@contextmanager
def bare(chromium: Any, css: str, width: int, theme: str = "") -> Iterator[Any]:
    """A tab that shows nothing but the side of a card, as Anki's own window does."""
    tab = chromium.new_page(viewport={"width": width, "height": 700})
    tab.set_content(
        f"<!doctype html><html lang=en><title>Card</title><style>{css}</style><body class='card "
        f"card1 {theme}'>"
    )
    yield tab
    tab.close()


@pytest.mark.parametrize("theme", ["", "nightMode night_mode"], ids=["light", "dark"])
def test_axe_finds_nothing_on_the_cards(page: Any, chromium: Any, theme: str) -> None:
    """Contrast, language and structure of both sides of a card of each kind."""
    cards = each_card(page)
    with bare(chromium, style(page), 800, theme) as tab:
        for sides in (cards[0], cards[len(cards) // 2], *cards[-3:]):
            for html in sides:
                tab.evaluate("html => document.body.innerHTML = `<main>${html}</main>`", html)
                found = [
                    one
                    for one in complaints_of_axe(tab)
                    if not one.startswith("page-has-heading-one")
                ]
                assert found == []


@pytest.mark.parametrize("width", [320, 390, 1000])
def test_no_card_is_clipped_or_jumps(page: Any, chromium: Any, width: int) -> None:
    """No side is wider than the window, and what is asked stays where it is when the answer
    appears.

    Where the back would not fit below it, it goes up as far as it must.
    """
    measure = """html => {
        document.body.innerHTML = html;
        const asked = [...document.querySelectorAll(".question, .with-gap .context")].find((one) => one.offsetHeight);
        const top = asked.getBoundingClientRect(), page = document.documentElement;
        const room = innerHeight - document.body.firstElementChild.getBoundingClientRect().bottom;
        return [page.scrollWidth - innerWidth, top.left, top.top, room];
    }"""
    still = 0
    with bare(chromium, style(page), width) as tab:
        for front, back in each_card(page):
            over, *place, _ = tab.evaluate(measure, front)
            over_back, *place_back, room = tab.evaluate(measure, back)
            assert max(over, over_back) <= 0, back
            assert place_back[0] == place[0], back
            assert place_back[1] == place[1] or (place_back[1] < place[1] and room < 40), back
            still += place_back == place
    assert still > 0.9 * len(each_card(page))


def test_the_bullets_beside_have_a_caption_in_the_language_of_the_notes(
    page: Any, chromium: Any
) -> None:
    """In each that the program has words for; in any other there is none."""
    caption = """language => {
        document.body.innerHTML = `<div class=note lang=${language}><div class=around><ul><li>It rains</ul></div></div>`;
        return getComputedStyle(document.querySelector("ul"), "::before").content;
    }"""
    known = sorted(
        folder.name
        for folder in (ROOT / "templates/words").iterdir()
        if folder.is_dir() and len(list(folder.iterdir())) > 1  # more than the language's names
    )
    with bare(chromium, style(page), 800) as tab:
        said = {language: tab.evaluate(caption, language) for language in (*known, "en-GB", "sv")}
    assert said.pop("sv") == "none"
    assert said["en"] == said.pop("en-GB") == '"Nearby in the notes"'
    assert len(set(said.values()) - {"none", "normal"}) == len(known)
    backs = [back for _, back in each_card(page) if 'class="around"' in back]
    assert backs and all('lang="en"' in back for back in backs)


def test_a_hint_never_breaks_across_lines(page: Any, chromium: Any) -> None:
    """Nor does what follows it go to another line, whatever the width; a very long hint does
    break."""
    count = "() => [...document.querySelectorAll('.gap')].map((gap) => gap.getClientRects().length)"
    gap = (
        "<div class='note'><p>The mill was built in <span class=gap>[in what "
        "year?]</span>, and burnt</p></div>"
    )
    with bare(chromium, style(page), 200) as tab:
        tab.evaluate("html => document.body.innerHTML = html", gap)
        for width in range(200, 700, 20):
            tab.set_viewport_size({"width": width, "height": 700})
            assert tab.evaluate(count) == [1]
    with bare(chromium, style(page), 320) as tab:
        gap = f"<p><span class='gap long'>[{'how many or ' * 20}]</span></p>"
        tab.evaluate("html => document.body.innerHTML = html", gap)
        assert tab.evaluate(count)[0] > 1
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320


def test_formulas_are_set(page: Any) -> None:
    """A card with TeX shows it as a formula, as Anki does."""
    page.fill("input[type=search]", "energy of rain")
    assert page.frame_locator("iframe").locator("math mfrac, math msup").count() >= 1
    assert "frac" not in front(page)


def test_a_moment_is_a_link(page: Any) -> None:
    """The document says where the recording is; without a moment the source leads there, in a tab
    of its own."""
    page.fill("input[type=search]", "tonnes")
    page.keyboard.press("Escape")
    page.click("#flip")
    link = page.frame_locator("iframe").locator("a[href]")
    assert link.get_attribute("href").startswith("https://youtu.be/abc123")
    assert link.get_attribute("target") == "_blank"


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of `preview --serve` in *folder*."""
    with running(folder, "preview", "--serve", "--port", "0", "--templates", "mine") as printed:
        yield printed.readline().strip()


def test_reloads_on_save_and_shows_what_is_broken(chromium: Any, tmp_path: Path) -> None:
    """Notes, then a style, then a broken template and a mended one: the open page follows, and
    stays at its card."""
    from playwright.sync_api import expect

    notes, mine = tmp_path / "seeds" / "tea.txt", tmp_path / "mine" / "notetypes"
    notes.parent.mkdir()
    notes.write_text(TEA, "utf-8")
    (tmp_path / "flashcards.yaml").write_text("cards: all\n", "utf-8")
    run("templates", "copy", "mine", "notetypes", cwd=tmp_path)
    with serving(tmp_path) as address, opened(chromium, address) as page:
        page.keyboard.press("j")
        page.keyboard.press("d")
        chosen = page.inner_text("#list [aria-current]")
        notes.write_text(TEA.replace("Green tea", "Yellow tea"), "utf-8")
        page.get_by_text("Yellow tea").first.wait_for()
        assert page.inner_text("#list [aria-current]") == chosen
        assert page.get_attribute("html", "data-theme") == "dark"

        css = mine / "style.css"
        css.write_text(
            css.read_text("utf-8").replace("--line-width: 36rem", "--line-width: 12rem"), "utf-8"
        )
        expect(page.frame_locator("iframe").locator(".note").first).to_have_css(
            "max-width", "192px", timeout=20_000
        )

        html = mine / "front.html"
        good = html.read_text("utf-8")
        html.write_text(good.replace("{{Question}}", "{{Qestion}}"), "utf-8")
        problem = page.locator("#problems li")
        problem.wait_for()
        assert re.match(
            r"mine/notetypes/front.html:\d+: no field is called 'Qestion'", problem.inner_text()
        )
        assert "Yellow tea" in page.inner_text("#list")
        html.write_text(good, "utf-8")
        problem.wait_for(state="detached")


def test_only_this_machine_by_its_own_name(tmp_path: Path) -> None:
    """Another site that points its name at this machine gets nothing to read."""
    from http.client import HTTPConnection
    from urllib.parse import urlsplit

    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "tea.txt").write_text(TEA, "utf-8")
    (tmp_path / "mine").mkdir()
    with serving(tmp_path) as address:
        at = urlsplit(address)
        assert at.hostname == "127.0.0.1"
        answers = []
        for host in (at.netloc, f"localhost:{at.port}", "evil.example"):
            connection = HTTPConnection("127.0.0.1", at.port)
            connection.request("GET", "/", headers={"Host": host})
            answers.append(connection.getresponse().status)
            connection.close()
        assert answers == [200, 200, 400]
