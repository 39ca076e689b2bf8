"use strict";
// The preview's page: pick cards from the list, show them as Anki would, count them. No library, nothing fetched.
const data = JSON.parse(document.getElementById("data").textContent);
const find = (id) => document.getElementById(id);
const live = "live" in document.body.dataset;
const frame = document.querySelector("iframe");
const filters = find("filters");
const PLAY = '<span class="replay-button" role="img" aria-label="Anki reads this aloud"><svg viewBox="0 0 64 64" width="40" height="40" fill="none" stroke="currentColor" stroke-width="2"><circle cx="32" cy="32" r="29"/><path d="M25 20v24l20-12z" fill="currentColor"/></svg></span>';

const state = { card: 0, side: "front", dark: matchMedia("(prefers-color-scheme: dark)").matches, phone: false, overview: false };
let shown = []; // the cards that the filters let through
let rows = []; // the button in the list of each card

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// The list -----------------------------------------------------------------------------------------------------------

function fillList() {
  const list = find("list");
  let group = null, last = "", deck = -1;
  data.cards.forEach((card, number) => {
    card.words = [card.asks, card.answer, card.item, card.rule].join("\n").toLowerCase();
    const key = `${card.deck}/${card.chapter}`;
    if (key !== last) {
      last = key;
      group = element("ol");
      const section = element("section", {}, element("h3", { dir: "auto" }, data.decks[card.deck].chapters[card.chapter]?.title || "Cards"), group);
      if (card.deck !== deck) section.prepend(element("h2", { dir: "auto" }, data.decks[card.deck].title));
      deck = card.deck;
      list.append(section);
    }
    const small = element("small", {}, `${card.kind} · ${card.rule}`);
    if (card.codes.length) small.append(" · ", element("span", { class: "code" }, card.codes.join(", ")));
    const row = element("button", { type: "button", tabindex: "-1", dir: "auto" }, card.asks, small);
    row.dataset.card = number;
    rows.push(row);
    group.append(element("li", {}, row));
  });
  list.append(element("p", { id: "none", hidden: "" }, "No card is like that."));
}

function fillFilters() {
  const option = (value, text) => element("option", { value }, text);
  const count = (values) => {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  };
  filters.elements.chapter.append(option("", "all"));
  data.decks.forEach((deck, d) => {
    const options = deck.chapters.map((chapter, c) => option(`${d}/${c}`, chapter.title));
    const group = data.decks.length > 1 ? [element("optgroup", { label: deck.title }, ...options)] : options;
    filters.elements.chapter.append(...group);
  });
  for (const [name, values] of [["kind", data.cards.map((c) => c.kind)], ["rule", data.cards.map((c) => c.rule)], ["code", data.cards.flatMap((c) => c.codes)]]) {
    const options = count(values).map(([value, n]) => option(value, `${value} (${n})`));
    filters.elements[name].append(option("", "all"), ...options);
    if (!options.length) filters.elements[name].parentElement.hidden = true;
  }
}

function filter() {
  const { text, chapter, kind, rule, code } = Object.fromEntries(new FormData(filters));
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  shown = [];
  data.cards.forEach((card, number) => {
    const fits = (!chapter || chapter === `${card.deck}/${card.chapter}`) && (!kind || kind === card.kind) &&
      (!rule || rule === card.rule) && (!code || card.codes.includes(code)) && words.every((word) => card.words.includes(word));
    rows[number].parentElement.hidden = !fits;
    if (fits) shown.push(number);
  });
  for (const section of find("list").querySelectorAll("section")) section.hidden = !section.querySelector("li:not([hidden])");
  find("none").hidden = shown.length > 0;
  if (shown.length && !shown.includes(state.card)) choose(shown[0]);
  else show();
}

// The card -----------------------------------------------------------------------------------------------------------

function choose(number, side = "front") {
  rows[state.card]?.removeAttribute("aria-current");
  rows[state.card]?.setAttribute("tabindex", "-1");
  const focused = document.activeElement === rows[state.card];
  state.card = number;
  state.side = side;
  rows[number]?.setAttribute("aria-current", "true");
  rows[number]?.setAttribute("tabindex", "0");
  rows[number]?.scrollIntoView({ block: "nearest" });
  if (focused) rows[number].focus();
  show();
}

function step(by) {
  if (!shown.length) return;
  const at = shown.indexOf(state.card);
  choose(shown[Math.min(Math.max(at + by, 0), shown.length - 1)]);
}

function flip() {
  state.side = state.side === "front" ? "back" : "front";
  show();
}

function show() {
  const card = data.cards[state.card];
  const page = frame.contentDocument;
  const qa = page?.getElementById("qa"); // not there before the frame is loaded
  const none = !card || !shown.length;
  for (const id of ["previous", "flip", "next"]) find(id).disabled = none;
  find("place").textContent = none ? "No card" : `Card ${shown.indexOf(state.card) + 1} of ${shown.length}, ${state.side}`;
  find("flip").textContent = state.side === "front" ? "Show answer" : "Show question";
  about(none ? null : card);
  save();
  if (!qa) return;
  page.documentElement.className = state.dark ? "night-mode" : "";
  page.body.className = "card card1" + (state.dark ? " nightMode night_mode" : "");
  qa.innerHTML = none ? "" : card[state.side]
    .replace(/\\\(.*?\\\)|\\\[.*?\\\]/gs, (tex) => data.formulas[tex] ?? tex)
    .replace(/<img src="([^"]+)"/g, (tag, name) => (data.pictures[name] ? `<img src="${data.pictures[name]}"` : tag))
    .replace(/\[anki:play:[qa]:\d+\]/g, PLAY)
    .replace(/\[\[type:.*?\]\]/g, '<input id="typeans" aria-label="Your answer">');
  for (const link of page.querySelectorAll("a[href^=http]")) Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
}

function about(card) {
  const list = find("about");
  list.replaceChildren();
  if (!card) return;
  const tell = (name, text, kind) => list.append(element("dt", {}, name), element("dd", { dir: "auto", ...(kind && { class: kind }) }, text));
  tell("Source", `${card.path}:${card.line}`);
  tell("Item", card.item);
  tell("Rule", card.rule);
  if (card.tags.length) tell("Tags", card.tags.join(" "));
  card.told.forEach((message) => tell("Lint", message, "code"));
  if (find("why")) find("why").lastElementChild.textContent = card.why;
}

function startCard() {
  const page = frame.contentDocument;
  const style = page.createElement("style");
  style.textContent = data.style;
  const qa = page.createElement("div");
  qa.id = "qa";
  page.head.append(style);
  page.body.append(qa);
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
  const tally = (key) => data.cards.reduce((counts, card) => counts.set(key(card), (counts.get(key(card)) ?? 0) + 1), new Map());
  const perChapter = tally((card) => `${card.deck}/${card.chapter}`);
  data.decks.forEach((deck, d) => {
    const lines = deck.chapters.map((chapter, c) => [chapter.title, perChapter.get(`${d}/${c}`) ?? 0, deck.uncarded.filter((u) => u.chapter === c).length]);
    const most = Math.max(1, ...lines.map(([, cards, rest]) => cards + rest));
    charts.append(table(`Cards per chapter: ${deck.title}`, ["Chapter", "Cards", "Items without"], lines, most));
  });
  const rules = [...tally((card) => card.rule)].sort((a, b) => b[1] - a[1]);
  charts.append(table("Cards per rule", ["Rule", "Cards"], rules, Math.max(1, ...rules.map(([, n]) => n))));
  const left = data.decks.flatMap((deck) => deck.uncarded);
  const rest = left.map((u) => element("tr", {}, element("th", { scope: "row" }, `${u.path}:${u.line}`), element("td", { dir: "auto" }, u.text), element("td", {}, u.reason)));
  charts.append(element("table", { id: "uncarded" }, element("caption", {}, `Items without a card: ${left.length}`), element("tbody", {}, ...rest)));
}

// Switches and keys --------------------------------------------------------------------------------------------------

function set(name, value) {
  state[name] = value;
  document.documentElement.dataset.theme = state.dark ? "dark" : "light";
  find("theme").setAttribute("aria-pressed", state.dark);
  find("phone").setAttribute("aria-pressed", state.phone);
  find("overview").setAttribute("aria-pressed", state.overview);
  find("frame").classList.toggle("phone", state.phone);
  find("list").hidden = find("stage").hidden = state.overview;
  find("charts").hidden = !state.overview;
  show();
}

const toggle = (name) => set(name, !state[name]);
const KEYS = {
  " ": flip, j: () => step(1), ArrowRight: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowLeft: () => step(-1),
  ArrowUp: () => step(-1), Home: () => step(-Infinity), End: () => step(Infinity), d: () => toggle("dark"), p: () => toggle("phone"),
  o: () => toggle("overview"), "/": () => filters.elements.text.focus(), "?": () => find("help").showModal(),
  e: () => find("why")?.toggleAttribute("open"),
};

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || find("help").open) return;
  const at = event.target;
  if (at.closest("input, select, textarea")) {
    if (event.key === "Escape") (at.blur(), rows[state.card]?.focus());
    return;
  }
  if (event.key === " " && at.closest("button, summary, a") && !at.closest("#list")) return; // it presses what has the focus
  if (/^(Arrow(Up|Down)|Home|End)$/.test(event.key) && at.closest("pre, #charts")) return;
  if (!Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  KEYS[event.key]();
}

// A live page comes back after a reload as it was --------------------------------------------------------------------

function save() {
  if (!live) return;
  const card = data.cards[state.card];
  const kept = { ...state, at: card && `${card.path}\n${card.item}\n${card.rule}`, filters: Object.fromEntries(new FormData(filters)) };
  try { sessionStorage.setItem("preview", JSON.stringify(kept)); } catch { /* no storage, nothing to come back to */ }
}

function restore() {
  let kept = null;
  try { kept = live && JSON.parse(sessionStorage.getItem("preview")); } catch { /* as above */ }
  if (!kept) return;
  for (const [name, value] of Object.entries(kept.filters)) filters.elements[name].value = value;
  for (const select of filters.querySelectorAll("select")) if (select.selectedIndex < 0) select.value = "";
  const same = data.cards.findIndex((card) => `${card.path}\n${card.item}\n${card.rule}` === kept.at);
  Object.assign(state, { side: kept.side, dark: kept.dark, phone: kept.phone, overview: kept.overview });
  state.card = same >= 0 ? same : Math.min(kept.card, Math.max(0, data.cards.length - 1));
}

fillList();
fillFilters();
fillCharts();
restore();
if (data.cards.length) choose(state.card, state.side);
filter();
set("dark", state.dark);
if (frame.contentDocument?.readyState === "complete" && frame.contentDocument.title) startCard();
else frame.addEventListener("load", startCard, { once: true });

find("list").addEventListener("click", (event) => {
  const row = event.target.closest("button");
  if (row) choose(Number(row.dataset.card));
});
filters.addEventListener("input", filter);
filters.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("keydown", press);
find("previous").addEventListener("click", () => step(-1));
find("next").addEventListener("click", () => step(1));
find("flip").addEventListener("click", flip);
find("theme").addEventListener("click", () => toggle("dark"));
find("phone").addEventListener("click", () => toggle("phone"));
find("overview").addEventListener("click", () => toggle("overview"));
find("keys").addEventListener("click", () => find("help").showModal());
if (live) new EventSource("/events").addEventListener("reload", () => location.reload());
