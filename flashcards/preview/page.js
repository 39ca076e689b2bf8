"use strict";
// The preview's page: every bullet with its cards, one of them shown as Anki would. No library, nothing fetched.
// With a server behind it, decide.js adds what lets a person decide.
const data = JSON.parse(document.getElementById("data").textContent);
const find = (id) => document.getElementById(id);
const frame = document.querySelector("iframe");
const filters = find("filters");
const narrow = matchMedia("(max-width: 48rem)");
const PLAY = '<span class="replay-button" role="img" aria-label="Anki reads this aloud"><svg viewBox="0 0 64 64" width="40" height="40" fill="none" stroke="currentColor" stroke-width="2"><circle cx="32" cy="32" r="29"/><path d="M25 20v24l20-12z" fill="currentColor"/></svg></span>';
const STATES = {
  undecided: ["undecided", (b) => !b.decided], decided: ["decided by you", (b) => b.decided], cards: ["with cards", (b) => b.cards.length],
  proposed: ["proposed only", (b) => !b.cards.length && b.proposed], none: ["without a card", (b) => !b.cards.length],
  warned: ["with warnings", (b) => b.codes.length],
};

const state = { at: 0, card: 0, side: "front", dark: matchMedia("(prefers-color-scheme: dark)").matches, phone: false, overview: false };
let shown = []; // the numbers of the bullets that the filters let through
let rows = []; // the button in the list of each bullet

const bullet = () => data.bullets[state.at];
const card = () => bullet()?.cards[state.card];

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// What a formula shows: Anki sets TeX with MathJax, this page with the MathML that was made for it.
function typeset(html) {
  return html.replace(/\\\(.*?\\\)|\\\[.*?\\\]/gs, (tex) => data.formulas[tex] ?? tex);
}

const escaped = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);

function written(name, attributes, text) {
  const made = element(name, { dir: "auto", ...attributes });
  made.innerHTML = typeset(escaped(text)); // MathML of our own making, and text
  return made;
}

// The list -----------------------------------------------------------------------------------------------------------

function fillList() {
  const list = find("list");
  list.replaceChildren();
  rows = [];
  let group = null, last = "", deck = -1;
  data.bullets.forEach((each, number) => {
    const key = `${each.deck}/${each.chapter}`;
    if (key !== last) {
      last = key;
      group = element("ol");
      const section = element("section", {}, element("h3", { dir: "auto" }, data.decks[each.deck].chapters[each.chapter]?.title || "Cards"), group);
      if (each.deck !== deck) section.prepend(element("h2", { dir: "auto" }, data.decks[each.deck].title));
      deck = each.deck;
      list.append(section);
    }
    const row = element("button", { type: "button", tabindex: "-1" });
    row.dataset.bullet = number;
    rows.push(row);
    group.append(element("li", { style: `--depth: ${each.depth}` }, row));
    fillRow(number);
  });
  list.append(element("p", { id: "none", hidden: "" }, "No bullet is like that."));
}

function fillRow(number) {
  const each = data.bullets[number];
  each.words = [each.text, ...each.cards.flatMap((one) => [one.asks, one.answer, one.rule])].join("\n").toLowerCase();
  const parts = [written("span", { class: "text" }, each.text)];
  for (const one of each.cards) {
    const line = element("span", { class: "asked" }, written("span", { class: "asks" }, one.asks), element("b", { "aria-label": "answer" }, " → "), written("span", { class: "answer" }, one.answer));
    parts.push(line);
  }
  const signs = [each.decided ? "decided" : "", each.cards.length ? "" : each.proposed ? `proposed: “${each.proposed}”` : "no card"].filter(Boolean);
  const small = element("small", {}, signs.join(" · "));
  if (each.codes.length) small.append(signs.length ? " · " : "", element("span", { class: "code", title: each.told.join("\n") }, each.codes.map(plain).join(", ")));
  if (small.textContent) parts.push(small);
  rows[number].replaceChildren(...parts);
  rows[number].classList.toggle("decided", each.decided);
}

/** A code of a problem, as words. */
const plain = (code) => code.replaceAll("-", " ");

function fillFilters() {
  const option = (value, text) => element("option", { value }, text);
  const count = (values) => {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  };
  const kept = Object.fromEntries(new FormData(filters));
  for (const select of filters.querySelectorAll("select")) select.replaceChildren(option("", "all"));
  for (const [value, [name, fits]] of Object.entries(STATES)) {
    const n = data.bullets.filter(fits).length;
    if (n || value === kept.state) filters.elements.state.append(option(value, `${name} (${n})`));
  }
  data.decks.forEach((deck, d) => {
    const options = deck.chapters.map((chapter, c) => option(`${d}/${c}`, chapter.title));
    filters.elements.chapter.append(...(data.decks.length > 1 ? [element("optgroup", { label: deck.title }, ...options)] : options));
  });
  for (const [name, values] of [["rule", data.bullets.flatMap((b) => b.cards.map((c) => c.rule))], ["code", data.bullets.flatMap((b) => b.codes)]]) {
    const options = count(values).map(([value, n]) => option(value, `${name === "code" ? plain(value) : value} (${n})`));
    filters.elements[name].append(...options);
    filters.elements[name].parentElement.hidden = !options.length;
  }
  for (const select of filters.querySelectorAll("select")) {
    select.value = kept[select.name] ?? "";
    if (select.selectedIndex < 0) select.value = "";
  }
}

/** What tells whether the filters, as they are set, let a bullet through. */
function sieve() {
  const { text, state: wanted, chapter, rule, code } = Object.fromEntries(new FormData(filters));
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (each) => (!chapter || chapter === `${each.deck}/${each.chapter}`) && (!wanted || STATES[wanted][1](each)) &&
    (!rule || each.cards.some((one) => one.rule === rule)) && (!code || each.codes.includes(code)) && words.every((word) => each.words.includes(word));
}

function filter() {
  const fits = sieve();
  shown = [];
  data.bullets.forEach((each, number) => {
    const fit = fits(each);
    rows[number].parentElement.hidden = !fit;
    if (fit) shown.push(number);
  });
  for (const section of find("list").querySelectorAll("section")) section.hidden = !section.querySelector("li:not([hidden])");
  find("none").hidden = shown.length > 0;
  if (shown.length && !shown.includes(state.at)) choose(shown[0]);
  else show();
}

// The bullet and its card --------------------------------------------------------------------------------------------

function choose(number, one = 0) {
  const focused = document.activeElement === rows[state.at];
  rows[state.at]?.removeAttribute("aria-current");
  rows[state.at]?.setAttribute("tabindex", "-1");
  Object.assign(state, { at: number, card: one, side: "front" });
  rows[number]?.setAttribute("aria-current", "true");
  rows[number]?.setAttribute("tabindex", "0");
  rows[number]?.scrollIntoView({ block: "nearest" });
  find("stage").scrollTop = 0;
  if (focused) rows[number].focus();
  show();
  document.dispatchEvent(new Event("chosen"));
}

function step(by) {
  if (!shown.length) return;
  const at = shown.indexOf(state.at);
  choose(shown[Math.min(Math.max(at + by, 0), shown.length - 1)]);
}

function turn(by) {
  const count = bullet()?.cards.length ?? 0;
  if (count < 2) return;
  Object.assign(state, { card: (state.card + by + count) % count, side: "front" });
  show();
}

function flip() {
  state.side = state.side === "front" ? "back" : "front";
  show();
}

function show() {
  const none = !shown.length;
  const each = none ? undefined : bullet();
  const one = none ? undefined : card();
  for (const id of ["previous", "next"]) find(id).disabled = none;
  find("flip").disabled = !one;
  find("other").hidden = (each?.cards.length ?? 0) < 2;
  const which = one ? `, card ${state.card + 1} of ${each.cards.length}, ${state.side}` : "";
  find("place").textContent = none ? "No bullet" : `Bullet ${shown.indexOf(state.at) + 1} of ${shown.length}${which}`;
  find("flip").firstElementChild.textContent = state.side === "front" ? "Show answer" : "Show question";
  find("bullet").replaceChildren(...(each ? written("span", {}, each.text).childNodes : []));
  find("frame").hidden = !one;
  find("nothing").hidden = Boolean(one) || !each;
  find("nothing").textContent = each ? `No card${each.reason ? `: ${each.reason}` : ""}.` : "";
  about(each, one);
  save();
  render(one ? one[state.side] : "");
}

function render(html) {
  const page = frame.contentDocument;
  const qa = page?.getElementById("qa"); // not there before the frame is loaded
  if (!qa) return;
  page.documentElement.className = state.dark ? "night-mode" : "";
  page.body.className = "card card1" + (state.dark ? " nightMode night_mode" : "");
  qa.innerHTML = typeset(html)
    .replace(/<img src="([^"]+)"/g, (tag, name) => (data.pictures[name] ? `<img src="${data.pictures[name]}"` : tag))
    .replace(/\[anki:play:[qa]:\d+\]/g, PLAY)
    .replace(/\[\[type:.*?\]\]/g, '<input id="typeans" aria-label="Your answer">');
  for (const link of page.querySelectorAll("a[href^=http]")) Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
}

function about(each, one) {
  const list = find("about");
  list.replaceChildren();
  find("why").hidden = !each;
  if (!each) return;
  const tell = (name, text, more = {}) => list.append(element("dt", {}, name), element("dd", { dir: "auto", ...more }, text));
  tell("Source", `${each.path}:${each.line}`);
  if (one) tell("Rule", one.chosen ? `${one.rule} (chosen by you)` : one.rule);
  if (one?.tags.length) tell("Tags", one.tags.join(" "));
  for (const message of each.told) tell("Warning", message, { class: "code" });
  for (const { code, says } of one?.told ?? []) tell("Warning", says, { class: "code", title: code });
  find("why").lastElementChild.textContent = one?.why ?? each.why ?? "";
}

function startCard() {
  const page = frame.contentDocument;
  const style = element("style");
  style.textContent = data.style;
  page.head.append(style);
  page.body.append(element("div", { id: "qa" }));
  page.addEventListener("keydown", press);
  page.addEventListener("click", (event) => {
    const hint = event.target.closest("a.hint");
    if (hint) {
      event.preventDefault();
      hint.style.display = "none";
      hint.nextElementSibling.style.display = "block";
    } else if (!event.target.closest("a, input")) flip();
  });
  show();
}

// The charts ---------------------------------------------------------------------------------------------------------

function table(caption, heads, lines, most) {
  const head = element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)), element("td", { "aria-hidden": "true" }));
  const body = lines.map(([name, cards, rest]) => {
    const bars = element("td", { class: "bars", "aria-hidden": "true" });
    for (const [n, kind] of [[cards, "bar"], [rest ?? 0, "bar rest"]]) {
      if (n) bars.append(element("span", { class: kind, style: `width: ${(90 * n) / most}%` }));
    }
    const numbers = [cards, ...(rest === undefined ? [] : [rest])].map((n) => element("td", { class: "number" }, String(n)));
    return element("tr", {}, element("th", { scope: "row", dir: "auto" }, name), ...numbers, bars);
  });
  return element("table", {}, element("caption", {}, caption), element("thead", {}, head), element("tbody", {}, ...body));
}

function fillCharts() {
  const charts = find("charts");
  charts.replaceChildren();
  const tally = (values) => values.reduce((counts, value) => counts.set(value, (counts.get(value) ?? 0) + 1), new Map());
  const left = data.bullets.filter((each) => !each.cards.length);
  data.decks.forEach((deck, d) => {
    const here = data.bullets.filter((each) => each.deck === d);
    const lines = deck.chapters.map((chapter, c) => {
      const inside = here.filter((each) => each.chapter === c);
      return [chapter.title, inside.reduce((sum, each) => sum + each.cards.length, 0), inside.filter((each) => !each.cards.length).length];
    });
    const most = Math.max(1, ...lines.map(([, cards, rest]) => cards + rest));
    charts.append(table(`Cards per chapter: ${deck.title}`, ["Chapter", "Cards", "Bullets without"], lines, most));
  });
  const rules = [...tally(data.bullets.flatMap((each) => each.cards.map((one) => one.rule)))].sort((a, b) => b[1] - a[1]);
  charts.append(table("Cards per rule", ["Rule", "Cards"], rules, Math.max(1, ...rules.map(([, n]) => n))));
  const rest = left.map((each) => element("tr", {}, element("th", { scope: "row" }, `${each.path}:${each.line}`), element("td", { dir: "auto" }, each.text), element("td", {}, each.reason)));
  charts.append(element("table", { id: "uncarded" }, element("caption", {}, `Bullets without a card: ${left.length}`), element("tbody", {}, ...rest)));
}

// Problems -----------------------------------------------------------------------------------------------------------

function fillProblems(problems) {
  const section = find("problems");
  section.hidden = !problems.length;
  const count = `${problems.length} ${problems.length === 1 ? "problem" : "problems"} to fix`;
  section.replaceChildren(element("h2", {}, count), element("ul", {}, ...problems.map((problem) => element("li", {}, problem))));
}

// Switches and keys --------------------------------------------------------------------------------------------------

function set(name, value) {
  state[name] = value;
  document.documentElement.dataset.theme = state.dark ? "dark" : "light";
  find("theme").setAttribute("aria-pressed", state.dark);
  find("phone").setAttribute("aria-pressed", state.phone);
  find("overview").setAttribute("aria-pressed", state.overview);
  find("frame").classList.toggle("phone", state.phone);
  if (name === "overview" && value) fillCharts();
  find("list").hidden = find("stage").hidden = state.overview;
  find("charts").hidden = !state.overview;
  show();
}

const toggle = (name) => set(name, !state[name]);
function search() {
  find("finding").open = true;
  filters.elements.text.focus();
}

const KEYS = {
  " ": flip, j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1), ArrowRight: () => turn(1), ArrowLeft: () => turn(-1),
  Home: () => step(-Infinity), End: () => step(Infinity), d: () => toggle("dark"), p: () => toggle("phone"), o: () => toggle("overview"),
  "/": search, "?": () => find("help").showModal(), w: () => find("why").toggleAttribute("open"),
};

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || find("help").open) return;
  const at = event.target;
  if (at.closest("input, select, textarea")) {
    if (event.key === "Escape" && !at.closest("#editor")) (at.blur(), rows[state.at]?.focus());
    return;
  }
  if ((event.key === " " || event.key === "Enter") && at.closest("button, summary, a") && !at.closest("#list")) return; // it presses what has the focus
  if (/^(Arrow(Up|Down)|Home|End)$/.test(event.key) && at.closest("pre, #charts")) return;
  if (!Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  KEYS[event.key](event);
}

// The page comes back after a reload as it was -----------------------------------------------------------------------

const named = (each) => each && `${each.path}\n${each.line}\n${each.text}`;

function save() {
  if (!document.body.dataset.token) return;
  const kept = { ...state, named: named(bullet()), filters: Object.fromEntries(new FormData(filters)) };
  try { sessionStorage.setItem("preview", JSON.stringify(kept)); } catch { /* no storage, nothing to come back to */ }
}

function restore() {
  let kept = null;
  try { kept = document.body.dataset.token && JSON.parse(sessionStorage.getItem("preview")); } catch { /* as above */ }
  if (!kept) return;
  for (const [name, value] of Object.entries(kept.filters)) if (filters.elements[name]) filters.elements[name].value = value;
  for (const select of filters.querySelectorAll("select")) if (select.selectedIndex < 0) select.value = "";
  Object.assign(state, { dark: kept.dark, phone: kept.phone, overview: kept.overview });
  Object.assign(state, placeOf(kept.named, kept.at, kept.card), { side: kept.side });
}

/** Where a bullet is now that was called *name*: the same line and text, else the same text, else the same place. */
function placeOf(name, at, one) {
  const text = name?.split("\n").slice(2).join("\n");
  let same = data.bullets.findIndex((each) => named(each) === name);
  if (same < 0) same = data.bullets.findIndex((each) => each.text === text);
  if (same < 0) same = Math.min(at, Math.max(0, data.bullets.length - 1));
  return { at: same, card: Math.min(one, Math.max(0, (data.bullets[same]?.cards.length ?? 0) - 1)) };
}

fillList();
fillFilters();
restore();
fillProblems(data.problems);
if (narrow.matches) find("finding").open = false;
if (data.bullets.length) {
  const { card: one, side } = state;
  choose(state.at, one);
  state.side = side;
}
filter();
set("dark", state.dark);
set("overview", state.overview);
if (frame.contentDocument?.readyState === "complete" && frame.contentDocument.title) startCard();
else frame.addEventListener("load", startCard, { once: true });

find("list").addEventListener("click", (event) => {
  const row = event.target.closest("button");
  if (!row) return;
  choose(Number(row.dataset.bullet));
  row.focus();
});
filters.addEventListener("input", filter);
filters.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("keydown", press);
find("previous").addEventListener("click", () => step(-1));
find("next").addEventListener("click", () => step(1));
find("other").addEventListener("click", () => turn(1));
find("flip").addEventListener("click", flip);
find("theme").addEventListener("click", () => toggle("dark"));
find("phone").addEventListener("click", () => toggle("phone"));
find("overview").addEventListener("click", () => toggle("overview"));
// What is opened is seen: it lies below the card, and what is above it again once it is closed.
find("why").addEventListener("toggle", () => (find("why").open ? find("why").scrollIntoView({ block: "nearest" }) : (find("stage").scrollTop = 0)));
find("keys").addEventListener("click", () => find("help").showModal());
