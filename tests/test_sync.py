"""Both ways with a running Anki, over AnkiConnect's protocol and a real collection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from anki_server import Actions, served
from commandline import TEA, Commands
from owner import NOW, about, of
from running import Running

pytest.importorskip("anki")
PICKED, HARVEST, GREEN = "Tea leaves are picked", "The first harvest", "Green tea"
WITHER = "- • Black tea is left to wither for 18 hours before it is rolled\n"


@pytest.fixture
def anki(
    flashcards: Commands, open_collection: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Running]:
    """Notes about tea, and a running Anki that knows nothing of them."""
    flashcards.notes("seeds/tea.txt")
    actions = Actions(open_collection())
    with served(actions) as address:
        yield Running(flashcards, actions, address, monkeypatch)


def test_the_first_sync_imports_and_the_second_changes_nothing(anki: Running) -> None:
    first = anki.sync()
    assert len(first["imported"]) == 1
    assert first["held"] == len(anki.notes()) > 3
    state, files = anki.state(), anki.files()
    anki.actions.asked.clear()
    second = anki.sync()
    assert second["imported"] == []
    assert second["held"] == first["held"]
    assert anki.state() == state
    assert anki.files() == files
    assert not {"importPackage", "changeDeck", "deleteNotes", "addTags", "sync"} & set(
        anki.actions.asked
    )
    assert "has all of it already" in anki.run("sync", "--address", anki.address).stdout


def test_an_edit_of_the_notes_gets_there_and_tags_stay(anki: Running) -> None:
    anki.sync()
    guid = of(anki, PICKED)
    note = anki.notes()[guid]
    note.tags = ["exam", "marked"]
    anki.collection.update_note(note)
    anki.run.notes("seeds/tea.txt", TEA.replace("picked by hand in", "plucked by hand in"))
    assert anki.sync()["tagged"] == 1
    assert "plucked" in anki.notes()[guid]["Context"]
    assert set(anki.notes()[guid].tags) >= {"exam", "marked"}


def test_what_was_done_in_anki_is_pulled_first(anki: Running) -> None:
    anki.sync()
    gone, edited = of(anki, PICKED), of(anki, GREEN)
    anki.delete(gone)
    anki.write(edited, Question="When must green tea be dry?")
    report = anki.sync()
    kinds = {finding["what"] for deck in report["pulled"]["decks"] for finding in deck["found"]}
    assert kinds == {"deleted", "reworded"}
    assert "When must green tea be dry?" in anki.choices()
    assert gone not in anki.notes()
    assert anki.notes()[edited]["Question"] == "When must green tea be dry?"
    state = anki.state()
    anki.sync()
    assert anki.state() == state


def test_a_lone_new_card_that_is_deleted_stays_away(anki: Running) -> None:
    """Nothing else came with its build: that sync saw it is what proves that it was imported."""
    anki.sync()
    anki.run.notes("seeds/tea.txt", TEA + WITHER)
    anki.sync()
    new = of(anki, "Black tea")
    anki.delete(new)
    anki.sync()
    assert new not in anki.notes()
    assert "not: [" in anki.choices()


def test_cards_follow_their_chapter_only_if_asked(anki: Running) -> None:
    anki.sync()
    guids = about(anki, PICKED)
    moved = TEA.replace("- • Tea leaves are picked by hand in the hills of Assam\n", "")
    anki.run.notes(
        "seeds/tea.txt", moved + "- • Tea leaves are picked by hand in the hills of Assam\n"
    )

    def decks() -> set[str]:
        cards = [card for guid in guids for card in anki.notes()[guid].cards()]
        return {anki.collection.decks.name(card.did).rpartition("::")[2] for card in cards}

    assert anki.sync()["waiting"] == len(guids) > 0
    assert decks() == {"01 Picking the leaves"}
    assert anki.sync("--move")["moved"] == len(guids)
    assert decks() == {"02 Drying"}
    state = anki.state()
    assert anki.sync("--move")["moved"] == 0
    assert anki.state() == state


def test_retired_notes_are_deleted_only_if_asked(anki: Running) -> None:
    anki.sync()
    guid = of(anki, GREEN)
    retired = len(about(anki, GREEN))
    anki.run.notes(
        "seeds/tea.txt",
        TEA.replace("- • Green tea is dried within 12 hours so that it keeps its colour", WITHER),
    )
    assert anki.sync("--retire")["retired"] == retired
    assert "flashcards::retired" in anki.notes()[guid].tags
    done = anki.sync("--delete-retired")
    assert (done["deleted"], done["retired"]) == (retired, 0)
    assert guid not in anki.notes()
    state = anki.state()
    assert anki.sync("--delete-retired")["deleted"] == 0
    assert anki.state() == state


@pytest.mark.parametrize("action", ["importPackage", "notesInfo", "changeDeck"])
def test_it_can_be_run_again_after_anki_broke_off(anki: Running, action: str) -> None:
    """Wherever it stops, the next run brings about the same as one that was not stopped."""
    anki.sync()
    guid = of(anki, PICKED)
    moved = TEA.replace("- • Tea leaves are picked by hand in the hills of Assam\n", "")
    anki.run.notes(
        "seeds/tea.txt",
        moved + "- • Tea leaves are plucked by hand in the hills of Assam\n" + WITHER,
    )

    def stop() -> None:
        raise KeyError("stopped here")

    anki.actions.before[action] = stop
    anki.sync("--move", code=1)
    done = anki.sync("--move")
    assert done["problems"] == []
    note = anki.notes()[guid]
    assert "plucked" in note["Context"]
    assert anki.collection.decks.name(note.cards()[0].did).endswith("02 Drying")
    assert of(anki, "Black tea")


def open_in_the_editor(anki: Running, guid: str) -> None:
    """Let Anki's editor, where a note is open during the next import, save it as it was before."""
    note = anki.notes()[guid]
    anki.actions.after["importPackage"] = lambda: anki.collection.update_note(note)


def test_a_note_that_the_import_did_not_change_is_updated(anki: Running) -> None:
    """It was open in Anki's editor, or tagged after the build; so it is newer than what is
    imported."""
    anki.now -= 5 * anki.day  # Anki stamps with the time of its own clock
    anki.sync()
    opened, tagged = about(anki, PICKED)[0], about(anki, GREEN)[0]
    anki.run.notes(
        "seeds/tea.txt", TEA.replace("picked by", "plucked by").replace("is dried", "is roasted")
    )
    anki.build()
    note = anki.notes()[tagged]
    note.tags = ["exam"]
    anki.collection.update_note(note)
    open_in_the_editor(anki, opened)
    report = anki.sync()
    assert report["updated"] == 2
    assert report["problems"] == []
    assert "plucked" in anki.notes()[opened]["Context"]
    assert "roasted" in anki.notes()[tagged]["Context"]
    assert anki.notes()[tagged].tags == ["exam"]
    state = anki.state()
    assert anki.sync()["updated"] == 0
    assert anki.state() == state


@pytest.mark.parametrize(
    ("ignored", "code", "what"),
    [
        ("importPackage", "not-imported", "take"),
        ("updateNoteFields", "not-imported", "take"),
        ("changeDeck", "not-moved", "move"),
        ("deleteNotes", "not-deleted", "delete"),
    ],
)
def test_what_anki_ignores_in_silence_is_reported(
    anki: Running, ignored: str, code: str, what: str
) -> None:
    """An answer that something was done is not believed: a note that is open in Anki's browser
    stays as it was."""
    anki.now -= 5 * anki.day
    anki.sync()
    picked = about(anki, PICKED)
    for guid in picked:
        note = anki.notes()[guid]
        note.tags = ["exam"]
        anki.collection.update_note(note)
    anki.collection.db.execute("update notes set mod = mod - ? where mod >= ?", 4 * anki.day, NOW)
    assam, green = "- • Tea leaves are picked by hand in the hills of Assam\n", TEA.splitlines()[-1]
    text = TEA.replace(assam, "").replace(green, WITHER) + assam.replace("picked", "plucked")
    anki.run.notes("seeds/tea.txt", text)
    if ignored == "updateNoteFields":
        open_in_the_editor(anki, picked[0])
    anki.actions.ignored.add(ignored)
    problems = [
        each
        for each in anki.sync("--move", "--delete-retired", "--retire")["problems"]
        if each["path"]
    ]
    assert code in [problem["code"] for problem in problems]
    assert f"Anki did not {what} " in problems[0]["message"]
    assert "sync again" in problems[0]["message"]
    anki.actions.ignored.clear()
    assert anki.again("--move", "--delete-retired", "--retire")["problems"] == []
    there = anki.notes()
    assert not about(anki, GREEN)
    assert all(
        "plucked" in there[guid]["Context"] and there[guid].tags == ["exam"] for guid in picked
    )
    assert all(
        anki.collection.decks.name(there[guid].cards()[0].did).endswith("02 Drying")
        for guid in picked
    )


def test_a_tag_of_the_notes_is_no_tag_of_their_owner(anki: Running) -> None:
    """Where the notes no longer give it, it goes with the next import."""
    text = (
        "---\ntitle: Tea\ntags: [{}]\n---\n- Green tea is dried within 12 hours so that it keeps "
        "its colour\n"
    )
    anki.run.notes("seeds/tea.txt", text.format("old"))
    anki.sync()
    for note in anki.notes().values():
        note.tags = ["old", "exam"]
        anki.collection.update_note(note)
    anki.run.notes("seeds/tea.txt", text.format("new"))
    anki.sync()
    assert {tuple(sorted(note.tags)) for note in anki.notes().values()} == {("exam", "new")}


def test_notes_are_found_although_their_ids_were_taken(anki: Running) -> None:
    """Anki gives a note another id where its own is in use; nothing is then deleted, doubled or
    taken for another."""
    anki.build()
    (path,) = anki.run.cwd.glob("decks/*.ledger.json")
    ids = [note["id"] for note in anki.run.loaded(path)["notes"]]
    other = anki.collection.new_note(anki.collection.models.by_name("Basic"))
    other["Front"] = "mine"
    anki.collection.add_note(other, 1)
    anki.collection.db.execute("update notes set id = ? where id = ?", ids[0], other.id)
    anki.collection.db.execute("update cards set nid = ? where nid = ?", ids[0], other.id)
    first = anki.sync()
    assert first["held"] == len(ids)
    found = [note["id"] for note in anki.run.loaded(path)["notes"]]
    assert found[0] != ids[0]
    assert found[1:] == ids[1:]
    assert anki.sync()["imported"] == []
    assert anki.choices() == ""


def test_without_anki_one_line_says_how_to_get_it(flashcards: Commands) -> None:
    flashcards.notes("seeds/tea.txt")
    flashcards("build")
    for command in (("sync",), ("pull", "--anki")):
        done = flashcards(*command, "--address", "http://127.0.0.1:9", code=1)
        (line,) = done.stderr.strip().splitlines()
        assert "2055492159" in line
        assert "docs/anki.md" in line


ANSWERS = {
    403: (b"", "refuses"),
    404: (b"no", "not AnkiConnect"),
    200: (b"<html>a router</html>", "not AnkiConnect"),
    201: (b'{"result": 4, "error": null}', "too old"),
    202: (
        b'{"result": null, "error": "collection is not available"}',
        "collection is not available",
    ),
    203: (b'["a list"]', "not AnkiConnect"),
}


@pytest.mark.parametrize("status", ANSWERS)
def test_whatever_answers_is_told_in_one_line(flashcards: Commands, status: int) -> None:
    body, what = ANSWERS[status]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.handle_request, daemon=True)
    thread.start()
    done = flashcards("sync", "--address", f"http://127.0.0.1:{server.server_port}", code=1)
    thread.join()
    server.server_close()
    (line,) = done.stderr.strip().splitlines()
    assert what in line
