// What a person decides about the bullet in front of them; the server writes it down and words that bullet again.
const token = document.body.dataset.token;
const editor = find("editor");
const me = crypto.randomUUID(); // tells this page from others
const undone = []; // for each step that can be taken back: the bullet, and what was decided about it before
let asking = 0; // how many decisions and looks are under way
let looking = Promise.resolve(); // until the candidates of the bullet in front of the person are there
let queue = Promise.resolve(); // decisions are taken one after the other, however fast the keys come
let waiting = 0; // how many of them are not taken yet
let typed = 0; // how often what was typed ahead was dropped
let few = true; // whether only the best candidates are shown
let held = null; // the choice as it was when writing or selecting words began: that is what it is about
let picked = null; // the words that are selected: numbers of the first and the last, and the one that moves

function count(by) {
  asking += by;
  document.body.dataset.asking = asking; // a sign for whoever waits
}

async function ask(path, body) {
  try {
    const options = body ? { method: "POST", headers: { "Content-Type": "application/json", "X-Token": token }, body: JSON.stringify(body) } : { headers: { "X-Token": token } };
    const answer = await fetch(path, options);
    const said = await answer.json();
    if (said.error) throw new Error(said.error);
    return said;
  } catch (error) {
    say(error instanceof TypeError ? "the program does not answer (is flashcards preview --serve still running?)" : error.message, true);
    return null;
  }
}

/** Do *work* when all that was decided before is done; what was typed ahead of a failure is dropped. */
function inTurn(work) {
  const when = typed;
  count(1);
  waiting += 1;
  queue = queue.then(() => looking).then(() => (when === typed ? work() : null)).finally(() => (count(-1), (waiting -= 1)));
  return queue;
}

function say(text, wrong = false) {
  find("said").textContent = text;
  find("said").classList.toggle("code", wrong);
}

const beginning = (text) => (text.length > 50 ? `${text.slice(0, text.lastIndexOf(" ", 48))} …` : text);

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

function lookCloser() {
  stopSelecting();
  closeEditor();
  few = true;
  fillCandidates();
  count(1);
  looking = look(state.at).finally(() => count(-1));
  looking.then(() => look(undecidedAfter(state.at))); // by the time that it is in front, it is there
}

/** Read the candidates of a bullet, once. */
async function look(number) {
  const each = data.bullets[number];
  if (!each || each.candidates) return;
  each.coming ??= ask(`/bullet?id=${each.id}`);
  const fresh = await each.coming;
  delete each.coming;
  if (!fresh || data.bullets[number] !== each || each.candidates) return;
  Object.assign(each, { candidates: fresh.candidates, few: fresh.few, why: fresh.why });
  Object.assign(data.formulas, fresh.formulas);
  if (number === state.at) (show(), fillCandidates());
}

const STANDS = { card: "in the deck", chosen: "your choice", dropped: "never" };

/** What a candidate would ask, of one that begins like the bullet only where it is another: the bullet is above. */
function near(each) {
  const text = bullet().text;
  let at = 0;
  while (at < each.front.length && each.front[at] === text[at]) at += 1;
  if (each.kind === "gap") at = Math.max(at, each.front.indexOf("[", Math.max(0, each.start - 5)));
  const from = at > 40 ? each.front.indexOf(" ", at - 40) : -1;
  return from > 0 && from < at ? `…${each.front.slice(from)}` : each.front;
}

/** The candidates that are shown: the best, or all of them. */
const offered = () => bullet()?.candidates?.slice(0, few ? bullet().few : undefined) ?? [];

function fillCandidates() {
  const list = find("candidates").querySelector("ol");
  list.replaceChildren();
  const all = offered(), more = (bullet()?.candidates?.length ?? 0) - all.length;
  find("candidates").hidden = !all.length;
  all.forEach((each, number) => {
    const stands = each.answer === bullet().proposed ? "proposal" : STANDS[each.state] ?? "";
    const key = number < 9 ? { shown: [element("kbd", {}, `${number + 1}`)], named: { "aria-keyshortcuts": `${number + 1}` } } : { shown: [element("span")] };
    const told = each.told.map(({ code, says }) => element("span", { class: "told", title: code }, says));
    const button = element("button", { type: "button", ...key.named, title: each.front }, ...key.shown, written("span", { class: "answer" }, each.answer), written("span", { class: "asks" }, near(each)), element("small", {}, stands), ...told);
    button.addEventListener("click", (event) => inTurn(() => take(number, event.shiftKey)));
    list.append(element("li", { class: each.state }, button));
  });
  find("more").hidden = few ? !more : bullet().few >= all.length;
  find("more").setAttribute("aria-expanded", !few);
  find("more").firstChild.textContent = few ? `${more} more` : "Fewer";
  for (const id of ["keep", "none-of-it", "select", "edit"]) find(id).disabled = !bullet();
  find("keep").firstChild.textContent = !bullet() || bullet().cards.length ? "Keep" : "Keep without a card";
  for (const id of ["drop", "swap"]) find(id).disabled = !card();
  find("undo").disabled = !undone.length;
}

// Decisions ----------------------------------------------------------------------------------------------------------

function showMore() {
  few = !few;
  fillCandidates();
}

async function decide(decision, { goOn = false, said = "" } = {}) {
  const number = state.at, each = bullet();
  if (!each) return;
  const fresh = await ask("/decide", { page: me, id: each.id, seen: each.choice, closer: !goOn, ...decision });
  if (!fresh) {
    typed += 1;
    await reread();
    return;
  }
  undone.push({ name: named(each), choice: each.choice });
  update(number, fresh);
  say(goOn ? `“${beginning(each.text)}”: ${said}` : said);
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
  if (bullet()) return decide({ cards: bullet().cards.map(kept) }, { goOn: true, said: bullet().cards.length ? "kept" : NONE });
}

function drop() {
  const one = card();
  if (!one) return;
  const chosen = bullet().choice?.cards;
  const never = [...(bullet().choice?.not ?? []).filter((answer) => answer !== one.answer), one.answer];
  return decide({ cards: chosen ? others() : null, not: one.start === null ? bullet().choice?.not ?? [] : never }, { said: `dropped “${one.answer}”` });
}

const NONE = "no card";
function noneOfIt() {
  return decide({ cards: [] }, { goOn: true, said: NONE });
}

function take(number, too) {
  const one = offered()[number];
  if (!one) return;
  return askFor({ answer: one.answer, start: one.start, end: one.end }, too);
}

function askFor(wanted, too, about = {}) {
  const before = too ? bullet().cards.map(kept).filter((one) => one.answer !== wanted.answer) : [];
  return decide({ ...about, cards: [...before, wanted] }, { goOn: !too, said: `asks for “${wanted.answer}”` });
}

function swap() {
  const all = bullet()?.candidates ?? [];
  if (!all.length) return;
  const here = all.findIndex((each) => each.answer === card()?.answer);
  const used = new Set(bullet().cards.map((one) => one.answer));
  const next = [...all.slice(here + 1), ...all.slice(0, here + 1)].find((each) => !used.has(each.answer));
  if (next) return decide({ cards: [...others(), { answer: next.answer, start: next.start, end: next.end }] }, { said: `now “${next.answer}”` });
}

async function undo() {
  const last = undone.at(-1);
  if (!last) return;
  const number = placeOf(last.name, state.at, 0).at;
  const each = data.bullets[number];
  const fresh = await ask("/decide", { page: me, id: each.id, seen: each.choice, cards: null, not: [], remark: "", ...last.choice });
  if (!fresh) return;
  undone.pop();
  update(number, fresh);
  if (number !== state.at) choose(number);
  (filterSoftly(), fillCandidates());
  say("undone");
}

/** The number of the next bullet to decide among those that the filters let through, -1 if there is none. */
function undecidedAfter(at) {
  const count = data.bullets.length, fits = sieve();
  for (let by = 1; by <= count; by += 1) {
    const each = data.bullets[(at + by) % count];
    if (!each.decided && fits(each)) return (at + by) % count;
  }
  return -1;
}

function nextUndecided() {
  const next = undecidedAfter(state.at);
  if (next >= 0) return (choose(next), filter());
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
  held = { seen: bullet()?.choice ?? null };
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
  const decision = { ...held, remark };
  if (answer && (!one || answer !== one.answer || (question && question !== one.asks) || (gap && gap !== one.hint) || one.chosen)) {
    const same = one && answer === one.answer;
    decision.cards = [...others(), { answer, ...(same ? { start: one.start, end: one.end } : {}), ...(question ? { question } : gap ? { gap } : {}) }];
  }
  closeEditor();
  inTurn(() => decide(decision, { said: "saved" }));
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
  held = { seen: bullet().choice };
  picked = { words, first: Math.min(first, words.length - 1), last: Math.min(last, words.length - 1), begun: false };
  showToolbar("picking");
  showPicked();
}

function showToolbar(wanted) {
  for (const id of ["actions", "picking"]) find(id).hidden = id !== wanted;
}

function stopSelecting() {
  if (!picked) return;
  picked = null;
  showToolbar("actions");
  find("bullet").replaceChildren(...(bullet() ? written("span", {}, bullet().text).childNodes : []));
}

function dropSelection() {
  stopSelecting();
  catchUp();
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
  find("ask-for").firstChild.textContent = `Ask for “${pickedText().answer}”`;
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
  Enter: (event) => askForPicked(event.shiftKey), Escape: dropSelection, s: dropSelection,
};

function askForPicked(too) {
  const wanted = pickedText(), about = held;
  stopSelecting();
  inTurn(() => askFor(wanted, too, about));
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

// Another page decided: show it here, but leave alone what is being written ------------------------------------------

function heed({ page, bullet: fresh }) {
  const number = fresh.id;
  if (page === me) return;
  if (data.bullets[number]?.text !== fresh.text) return reread();
  const mine = undone.filter(({ name }) => name !== named(fresh)); // what others decided since is theirs to take back
  undone.splice(0, undone.length, ...mine);
  find("undo").disabled = !undone.length;
  update(number, fresh);
  if (number === state.at && editor.hidden && !picked) return catchUp();
}

/** Show the bullet in front as it is by now. */
function catchUp() {
  show();
  fillCandidates();
  return look(state.at);
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
  if (open) return Object.assign(state, place); // somebody is writing: the bullet below the form is shown when they are done
  choose(place.at, place.card);
  filter();
}

const DECISIONS = { Enter: keep, x: drop, c: swap, 0: noneOfIt, u: undo, n: nextUndecided };
for (const [key, work] of Object.entries(DECISIONS)) KEYS[key] = () => inTurn(work);
Object.assign(KEYS, { s: () => startSelecting(), e: openEditor, m: () => find("more").hidden || showMore() });

/** The digit of a key, also on keyboards on which it needs Shift. */
const digitOf = (event) => /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] ?? (/^\d$/.test(event.key) ? event.key : "");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || find("help").open || event.target.closest("input, select, textarea")) return;
  const digit = Number(digitOf(event));
  if (picked && Object.hasOwn(PICKING, event.key)) PICKING[event.key](event);
  else if (digit) inTurn(() => take(digit - 1, event.shiftKey));
  else if (waiting && /^(?:[jkse]|Arrow.*|Home|End)$/.test(event.key)) inTurn(() => KEYS[event.key](event)); // it is meant for what comes
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, { capture: true });
editor.addEventListener("keydown", (event) => {
  if (event.key === "Escape") (closeEditor(), catchUp());
  else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) (event.preventDefault(), saveEdit());
});
editor.addEventListener("submit", (event) => (event.preventDefault(), saveEdit()));
find("cancel").addEventListener("click", () => (closeEditor(), catchUp()));
for (const [id, work] of [["keep", keep], ["drop", drop], ["swap", swap], ["none-of-it", noneOfIt], ["undo", undo], ["undecided", nextUndecided]]) {
  find(id).addEventListener("click", () => inTurn(work));
}
find("more").addEventListener("click", showMore);
find("select").addEventListener("click", () => startSelecting());
find("ask-for").addEventListener("click", () => askForPicked(false));
find("ask-too").addEventListener("click", () => askForPicked(true));
find("stop-picking").addEventListener("click", dropSelection);
find("edit").addEventListener("click", () => (editor.hidden ? openEditor() : (closeEditor(), catchUp())));
// A button that was clicked does not keep the focus: the next Enter is meant for the next bullet.
find("stage").addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault());
find("bullet").addEventListener("mouseup", () => setTimeout(pickSelection));
find("bullet").addEventListener("click", (event) => {
  const word = wordUnder(event.target);
  if (!picked || !word || !getSelection().isCollapsed) return;
  picked.last = Number(word.dataset.word);
  picked.begun = !picked.begun; // the first click begins, the second extends
  if (picked.begun && !event.shiftKey) picked.first = picked.last;
  showPicked();
});
document.addEventListener("chosen", lookCloser);
const news = new EventSource(`/events?token=${token}`);
let connected = false;
news.addEventListener("open", () => (connected ? inTurn(reread) : (connected = true))); // it may have missed something meanwhile
news.addEventListener("change", () => inTurn(reread));
news.addEventListener("decided", (event) => inTurn(() => heed(JSON.parse(event.data))));
count(0);
fillProgress();
lookCloser();
