// What a person decides about the bullet in front of them; the server writes it down and words that bullet again.
const token = document.body.dataset.token;
const editor = find("editor");
const undone = []; // for each step that can be taken back: the bullet, and what was decided about it before
let asking = 0; // how many requests are under way
let picked = null; // the words that are selected: numbers of the first and the last, and the one that moves

function count(by) {
  asking += by;
  document.body.dataset.asking = asking; // a sign for whoever waits
}

async function ask(path, body) {
  count(1);
  try {
    const options = body ? { method: "POST", headers: { "Content-Type": "application/json", "X-Token": token }, body: JSON.stringify(body) } : { headers: { "X-Token": token } };
    const answer = await fetch(path, options);
    const said = await answer.json();
    if (said.error) throw new Error(said.error);
    return said;
  } catch (error) {
    say(error instanceof TypeError ? "the program does not answer (is flashcards preview --serve still running?)" : error.message, true);
    return null;
  } finally {
    count(-1);
  }
}

function say(text, wrong = false) {
  find("said").textContent = text;
  find("said").classList.toggle("code", wrong);
}

// Where the bullet is ------------------------------------------------------------------------------------------------

function fillProgress() {
  const decided = data.bullets.filter((each) => each.decided).length;
  find("bar").max = data.bullets.length || 1;
  find("bar").value = decided;
  find("count").textContent = `${decided} of ${data.bullets.length} decided`;
}

function update(number, fresh) {
  data.bullets[number] = fresh;
  Object.assign(data.formulas, fresh.formulas);
  fillRow(number);
  if (number === state.at) state.card = Math.min(state.card, Math.max(0, fresh.cards.length - 1));
  fillProgress();
  fillFilters();
}

async function lookCloser() {
  const number = state.at;
  stopSelecting();
  closeEditor();
  fillCandidates();
  const name = named(bullet());
  if (!bullet() || bullet().candidates) return;
  const fresh = await ask(`/bullet?id=${bullet().id}`);
  if (!fresh || named(data.bullets[number]) !== name) return;
  update(number, fresh);
  if (number === state.at) (show(), fillCandidates());
}

function fillCandidates() {
  const list = find("candidates").querySelector("ol");
  list.replaceChildren();
  const all = bullet()?.candidates ?? [];
  find("candidates").hidden = !all.length;
  all.slice(0, 9).forEach((each, number) => {
    const button = element("button", { type: "button", title: `${number + 1}` }, written("span", { class: "answer" }, each.answer), written("span", { class: "asks" }, each.front));
    button.append(element("small", {}, [each.state, ...each.findings.map((finding) => finding.code)].join(" · ")));
    button.addEventListener("click", (event) => take(number, event.shiftKey));
    list.append(element("li", { class: each.state }, button));
  });
  for (const id of ["keep", "swap"]) find(id).disabled = !bullet()?.cards.length;
  for (const id of ["drop", "edit"]) find(id).disabled = !card();
  find("edit").disabled = !bullet();
  find("undo").disabled = !undone.length;
}

// Decisions ----------------------------------------------------------------------------------------------------------

async function decide(decision, { goOn = false, said = "" } = {}) {
  const number = state.at, each = bullet();
  if (!each || asking) return;
  const fresh = await ask("/decide", { id: each.id, seen: each.choice, ...decision });
  if (!fresh) return reread();
  undone.push({ name: named(each), choice: each.choice });
  update(number, fresh);
  say(said);
  if (goOn) nextUndecided();
  else (filterSoftly(), fillCandidates());
}

/** Show the bullet as it is now, in its place, though it may no longer be one that the filters ask for. */
function filterSoftly() {
  const number = state.at;
  if (!shown.includes(number)) return filter();
  show();
}

const kept = (one) => ({ answer: one.answer, start: one.start, end: one.end, ...(one.chosen ? { question: one.question, gap: one.gap } : {}) });
const others = () => bullet().cards.filter((_, number) => number !== state.card).map(kept);

function keep() {
  if (bullet()?.cards.length) decide({ cards: bullet().cards.map(kept) }, { goOn: true, said: "kept" });
}

function drop() {
  const one = card();
  if (!one) return;
  const chosen = bullet().choice?.cards;
  const never = [...(bullet().choice?.not ?? []).filter((answer) => answer !== one.answer), one.answer];
  decide({ cards: chosen ? others() : null, not: one.start === null ? bullet().choice?.not ?? [] : never }, { said: `dropped “${one.answer}”` });
}

function noneOfIt() {
  decide({ cards: [] }, { goOn: true, said: "no card for this bullet" });
}

function take(number, too) {
  const one = bullet()?.candidates?.[number];
  if (!one) return;
  const wanted = { answer: one.answer, start: one.start, end: one.end };
  askFor(wanted, too);
}

function askFor(wanted, too) {
  const before = too ? bullet().cards.map(kept).filter((one) => one.answer !== wanted.answer) : [];
  decide({ cards: [...before, wanted] }, { goOn: !too, said: `asks for “${wanted.answer}”` });
}

function swap() {
  const all = bullet()?.candidates ?? [];
  if (!all.length) return;
  const here = all.findIndex((each) => each.answer === card()?.answer);
  const used = new Set(bullet().cards.map((one) => one.answer));
  const next = [...all.slice(here + 1), ...all.slice(0, here + 1)].find((each) => !used.has(each.answer));
  if (next) decide({ cards: [...others(), { answer: next.answer, start: next.start, end: next.end }] }, { said: `now “${next.answer}”` });
}

async function undo() {
  const last = undone.at(-1);
  if (!last || asking) return;
  const number = placeOf(last.name, state.at, 0).at;
  const each = data.bullets[number];
  const fresh = await ask("/decide", { id: each.id, seen: each.choice, cards: null, not: [], remark: "", ...last.choice });
  if (!fresh) return;
  undone.pop();
  update(number, fresh);
  if (number !== state.at) choose(number);
  (filterSoftly(), fillCandidates());
  say("undone");
}

function nextUndecided() {
  const count = data.bullets.length;
  for (let by = 1; by <= count; by += 1) {
    const number = (state.at + by) % count;
    if (!data.bullets[number].decided && (shown.includes(number) || fits(data.bullets[number]))) return (filter(), choose(number));
  }
  say("every bullet is decided");
  (filterSoftly(), fillCandidates());
}

// Editing ------------------------------------------------------------------------------------------------------------

function openEditor() {
  const one = card();
  const { question, gap, answer, remark } = editor.elements;
  question.value = one?.kind === "question" || one?.question ? one.asks : "";
  gap.value = one?.kind === "gap" ? one.hint : "";
  answer.value = one?.answer ?? "";
  remark.value = bullet()?.choice?.remark ?? "";
  editor.hidden = false;
  find("edit").setAttribute("aria-expanded", "true");
  question.focus();
}

function closeEditor() {
  if (editor.hidden) return;
  editor.hidden = true;
  find("edit").setAttribute("aria-expanded", "false");
  rows[state.at]?.focus();
}

function saveEdit() {
  const one = card();
  const [question, gap, answer, remark] = ["question", "gap", "answer", "remark"].map((name) => editor.elements[name].value.trim());
  const decision = { remark };
  if (answer && (!one || answer !== one.answer || (question && question !== one.asks) || (gap && gap !== one.hint) || one.chosen)) {
    const same = one && answer === one.answer;
    decision.cards = [...others(), { answer, ...(same ? { start: one.start, end: one.end } : {}), ...(question ? { question } : gap ? { gap } : {}) }];
  }
  closeEditor();
  decide(decision, { said: "saved" });
}

// Selecting words ----------------------------------------------------------------------------------------------------

function startSelecting(first = 0, last = first) {
  if (!bullet()) return;
  const place = find("bullet");
  const words = [...bullet().text.matchAll(/\\\(.*?\\\)|[\p{L}\p{N}\p{M}$€£%°~<>≤≥±+'’.,:/–-]*[\p{L}\p{N}%°$€£]|\S/gsu)];
  place.replaceChildren();
  let at = 0;
  words.forEach((word, number) => {
    place.append(bullet().text.slice(at, word.index), element("span", { class: "word", "data-word": number }, word[0]));
    at = word.index + word[0].length;
  });
  place.append(bullet().text.slice(at));
  picked = { words, first: Math.min(first, words.length - 1), last: Math.min(last, words.length - 1) };
  find("select").setAttribute("aria-pressed", "true");
  showPicked();
}

function stopSelecting() {
  if (!picked) return;
  picked = null;
  find("select").setAttribute("aria-pressed", "false");
  find("bullet").replaceChildren(...(bullet() ? written("span", {}, bullet().text).childNodes : []));
}

const ends = () => [Math.min(picked.first, picked.last), Math.max(picked.first, picked.last)];

function pickedText() {
  const [first, last] = ends();
  const start = picked.words[first].index, end = picked.words[last].index + picked.words[last][0].length;
  return { answer: bullet().text.slice(start, end), start: [...bullet().text.slice(0, start)].length, end: [...bullet().text.slice(0, end)].length };
}

function showPicked() {
  const [first, last] = ends();
  for (const word of find("bullet").querySelectorAll(".word")) {
    const number = Number(word.dataset.word);
    word.classList.toggle("picked", number >= first && number <= last);
  }
  say(`Enter asks for “${pickedText().answer}”`);
}

function movePicked(by, extend) {
  const limit = picked.words.length - 1;
  picked.last = Math.min(Math.max(picked.last + by, 0), limit);
  if (!extend) picked.first = picked.last;
  showPicked();
}

const PICKING = {
  ArrowRight: (event) => movePicked(1, event.shiftKey), ArrowLeft: (event) => movePicked(-1, event.shiftKey),
  Home: (event) => movePicked(-Infinity, event.shiftKey), End: (event) => movePicked(Infinity, event.shiftKey),
  Enter: (event) => askForPicked(event.shiftKey), Escape: () => (stopSelecting(), say("")), s: () => (stopSelecting(), say("")),
};

function askForPicked(too) {
  const wanted = pickedText();
  stopSelecting();
  askFor(wanted, too);
}

function wordUnder(node) {
  return (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.("[data-word]");
}

/** Take what the mouse selected, widened to whole words. */
function pickSelection() {
  const selection = getSelection();
  if (selection.isCollapsed || !find("bullet").contains(selection.anchorNode) || !find("bullet").contains(selection.focusNode)) return;
  const range = selection.getRangeAt(0);
  const before = element("div");
  const upTo = document.createRange();
  upTo.selectNodeContents(find("bullet"));
  upTo.setEnd(range.startContainer, range.startOffset);
  before.append(upTo.cloneContents());
  const start = before.textContent.length, end = start + range.toString().length;
  selection.removeAllRanges();
  startSelecting();
  const touched = picked.words.flatMap((word, number) => (word.index < end && word.index + word[0].length > start ? [number] : []));
  if (!touched.length) return stopSelecting();
  Object.assign(picked, { first: touched[0], last: touched.at(-1) });
  showPicked();
}

// The notes changed on disk: read all of it again and stay where we are ------------------------------------------------

async function reread() {
  const fresh = await ask("/bullets");
  if (!fresh) return;
  const name = named(bullet()), { at, card: one } = state;
  const open = !editor.hidden;
  Object.assign(data, fresh);
  frame.contentDocument.querySelector("style").textContent = data.style;
  fillList();
  fillFilters();
  fillProgress();
  fillProblems(data.problems);
  const place = placeOf(name, at, one);
  if (open) return; // somebody is writing: the bullet below the form is shown when they are done
  choose(place.at, place.card);
  filter();
}

Object.assign(KEYS, { Enter: keep, x: drop, c: swap, 0: noneOfIt, s: () => startSelecting(), e: openEditor, u: undo, n: nextUndecided });
for (let digit = 1; digit <= 9; digit += 1) KEYS[digit] = () => take(digit - 1, false);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || find("help").open || event.target.closest("input, select, textarea")) return;
  const digit = /^Digit([1-9])$/.exec(event.code);
  if (picked && Object.hasOwn(PICKING, event.key)) PICKING[event.key](event);
  else if (event.shiftKey && digit) take(Number(digit[1]) - 1, true);
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, { capture: true });
editor.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeEditor();
  else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) (event.preventDefault(), saveEdit());
});
editor.addEventListener("submit", (event) => (event.preventDefault(), saveEdit()));
find("cancel").addEventListener("click", closeEditor);
find("keep").addEventListener("click", keep);
find("drop").addEventListener("click", drop);
find("swap").addEventListener("click", swap);
find("none-of-it").addEventListener("click", noneOfIt);
find("select").addEventListener("click", () => (picked ? stopSelecting() : startSelecting()));
find("edit").addEventListener("click", () => (editor.hidden ? openEditor() : closeEditor()));
find("undo").addEventListener("click", undo);
find("undecided").addEventListener("click", nextUndecided);
find("bullet").addEventListener("mouseup", () => setTimeout(pickSelection));
find("bullet").addEventListener("click", (event) => {
  const word = wordUnder(event.target);
  if (!picked || !word || !getSelection().isCollapsed) return;
  picked.last = Number(word.dataset.word);
  if (!event.shiftKey) picked.first = picked.last;
  showPicked();
});
document.addEventListener("chosen", lookCloser);
new EventSource(`/events?token=${token}`).addEventListener("change", reread);
count(0);
fillProgress();
lookCloser();
