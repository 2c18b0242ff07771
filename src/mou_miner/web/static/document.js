// The page with a document and its record: what the keys and buttons do.

import { csrf, isTyping, keyMap, newId, notice, preferences, quiet, showHelp } from "./shared.js";
import { Outbox } from "./outbox.js";
import { PageView } from "./pageview.js";
import { Picking } from "./picking.js";
import { TextView } from "./textview.js";
import { firstAfter } from "./words.js";

const bench = document.getElementById("bench");
const paper = document.getElementById("paper");
const record = document.getElementById("record");
const editor = document.getElementById("editor");
const picked = document.getElementById("picked");
const docId = bench.dataset.doc;
const { texts } = await preferences();
const keys = await keyMap();
const doing = Object.fromEntries(Object.entries(keys).map(([name, key]) => [key, name]));

const LONGEST_MARK = 300;
const WHOLE = new Set(["article", "termination"]);

let view, pageView, textView, active = null, polling = null;
const picking = new Picking(paper, showPicked);
const outbox = new Outbox(docId, bench.dataset.user, answered, (count) => notice(texts.not_saved.replace("{count}", count), "stays bad"));

// ------------------------------------------------------------------------------------------ the document

async function open() {
  const data = await (await fetch(`/documents/${docId}/data`, { headers: { Accept: "application/json" } })).json();
  const points = Array.from(data.text);
  textView = new TextView(paper, data, points);
  if (bench.dataset.file === "yes") pageView = new PageView(paper, data, points, `/documents/${docId}/file`);
  await use(pageView ?? textView);
  setActive(firstOpen() ?? values()[0] ?? null);
  bench.dataset.ready = "yes";
  if (outbox.waiting.length) outbox.send();
  poll();
}

async function use(next) {
  view?.hide();
  view = next;
  try {
    await view.show();
  } catch (error) {
    console.warn("the pages cannot be drawn", error);
    notice(texts.no_pages, "bad");
    pageView = null;
    return use(textView);
  }
  picking.use(view);
  mark();
  for (const [id, of] of [["as-page", pageView], ["as-text", textView]]) document.getElementById(id)?.setAttribute("aria-pressed", view === of);
}

function spansOf(item) {
  return item.dataset.spans ? item.dataset.spans.split(" ").map((span) => span.split("-").map(Number)) : [];
}

function mark() {
  const marks = [];
  for (const item of values()) {
    const kind = item.dataset.state === "rejected" ? "rejected" : item.dataset.state === "open" ? "open" : "decided";
    // Articles and the like cover the page: they are shown when it is their turn.
    for (const [start, end] of spansOf(item)) if (end - start <= LONGEST_MARK && !WHOLE.has(item.dataset.field)) marks.push({ start, end, kind });
  }
  // The active value last: it lies on top.
  if (active) for (const [start, end] of spansOf(active)) marks.push({ start, end, kind: "active" });
  view.mark(marks);
}

function toWords(item) {
  const [span] = item ? spansOf(item) : [];
  if (span) view.scrollTo(...span);
}

/** Make the value active on whose words somebody clicked; of several, the one with the shortest words. */
function fromWord(offset) {
  const on = values()
    .flatMap((item) => spansOf(item).map(([start, end]) => ({ item, start, end })))
    .filter(({ start, end }) => start <= offset && offset < end)
    .sort((one, other) => one.end - one.start - (other.end - other.start));
  if (on.length) setActive(on[0].item, { scroll: false });
}

// ------------------------------------------------------------------------------------------ the record

function values() {
  return [...record.querySelectorAll(".value")];
}

function firstOpen(after = null) {
  const all = values();
  const place = after ? all.indexOf(after) : -1;
  return [...all.slice(place + 1), ...all.slice(0, place + 1)].find((item) => item.dataset.state === "open") ?? null;
}

function setActive(item, { scroll = true } = {}) {
  active?.removeAttribute("aria-current");
  active = item;
  if (item) {
    item.setAttribute("aria-current", "true");
    item.scrollIntoView({ block: "nearest", behavior: "instant" });
    if (!editor.contains(document.activeElement) && !isTyping(document.activeElement ?? document.body) && document.activeElement !== paper) item.querySelector(".pick").focus({ preventScroll: true });
  }
  if (view) {
    mark();
    if (scroll) toWords(item);
  }
}

function step(by) {
  const all = values();
  if (all.length) setActive(all[Math.max(0, Math.min(all.length - 1, all.indexOf(active) + by))]);
}

function showRecord(html, { toNew = false } = {}) {
  const before = new Set(values().map((item) => item.dataset.id));
  const id = active?.dataset.id, place = values().indexOf(active);
  record.innerHTML = html;
  htmx.process(record);
  const all = values();
  active = null;
  const made = toNew ? all.find((item) => !before.has(item.dataset.id)) : null;
  setActive(made ?? all.find((item) => item.dataset.id === id) ?? all[Math.min(place, all.length - 1)] ?? null, { scroll: false });
}

async function poll() {
  clearTimeout(polling);
  polling = setTimeout(async () => {
    const state = record.querySelector(".record-body")?.dataset.state ?? "";
    if (!document.hidden && !outbox.waiting.length && !editor.firstElementChild) {
      try {
        const answer = await fetch(`/documents/${docId}/record?state=${encodeURIComponent(state)}`);
        if (answer.status === 200 && !outbox.waiting.length && !editor.firstElementChild) showRecord(await answer.text());
      } catch { /* The server is away for a moment; the next turn asks again. */ }
    }
    poll();
  }, 4000);
}

async function answered(move, answer) {
  if (answer.ok) {
    showRecord(await answer.text(), { toNew: ["add", "change", "reanchor"].includes(move.kind) });
    quiet();
    // Sent again after a reload: the page stands on the value still.
    const next = ["accept", "reject"].includes(move.kind) && active?.dataset.id === move.value_id && firstOpen(active);
    if (next) setActive(next);
    if (move.kind === "accept_all") notice(texts.all_accepted);
    if (["add", "change", "reanchor"].includes(move.kind)) picking.clear();
  } else if (answer.status === 409) {
    showRecord(await answer.text());
    notice(texts.gone, "bad");
  } else {
    const { detail } = await answer.json().catch(() => ({ detail: texts.refused }));
    const problem = editor.querySelector(".problem");
    if (problem) Object.assign(problem, { textContent: detail, hidden: false });
    else notice(detail, "bad");
    return;
  }
  if (move.form) closeEditor();
}

function send(kind, more = {}) {
  const { form, ...rest } = more;
  return outbox.put({ move: newId(), kind, ...rest });
}

// ------------------------------------------------------------------------------------------ forms

async function openForm(kind, query, { focus = null } = {}) {
  const address = new URL(`/documents/${docId}/form`, location.href);
  address.search = new URLSearchParams({ kind, ...query });
  const answer = await fetch(address);
  if (!answer.ok) return notice(texts.gone, "bad");
  editor.innerHTML = await answer.text();
  htmx.process(editor);
  const form = editor.querySelector("form");
  const words = form.querySelector("[data-fill=words]");
  if (words && picking.span) words.value = picking.words;
  for (const search of form.querySelectorAll("[type=search]")) {
    if (kind === "add" && picking.span && !search.value && search.dataset.side === "partner") search.value = picking.words;
  }
  const first = (focus && form.querySelector(focus)) || form.querySelector("[autofocus]") || form.querySelector("input:not([type=hidden]), select");
  first?.focus();
  first?.select?.();
  editor.scrollIntoView({ block: "nearest", behavior: "instant" });
}

function closeEditor() {
  editor.replaceChildren();
  (active?.querySelector(".pick") ?? record).focus?.({ preventScroll: true });
}

editor.addEventListener("change", (event) => {
  if (event.target.matches("[data-refresh]")) openForm("add", { field: event.target.value, on: editor.querySelector("[name=on]")?.value ?? "" });
});

editor.addEventListener("click", (event) => {
  const candidate = event.target.closest(".candidate");
  if (candidate) choosePlace(candidate);
});

function choosePlace(candidate) {
  for (const other of candidate.parentElement.querySelectorAll(".candidate")) other.setAttribute("aria-selected", other === candidate);
  candidate.closest("fieldset").querySelector("[name^=place-]").value = candidate.dataset.place;
  candidate.scrollIntoView({ block: "nearest" });
}

editor.addEventListener("keydown", (event) => {
  const places = event.target.matches("[type=search]") && event.target.closest("fieldset").querySelector(".places");
  if (!places || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  const all = [...places.querySelectorAll(".candidate")];
  const at = all.findIndex((item) => item.getAttribute("aria-selected") === "true");
  const next = all[Math.max(0, Math.min(all.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))];
  if (next) choosePlace(next);
});

editor.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target, data = new FormData(form), kind = form.dataset.kind;
  const field = form.dataset.field;
  const move = { kind, details: {} };
  if (kind === "change") move.value_id = form.dataset.valueId;
  else Object.assign(move, { field, on: data.get("on") ?? "" });
  if (picking.span) move.span = picking.span;
  if (data.get("note")) move.note = data.get("note");
  if (data.get("assertion")) move.assertion = data.get("assertion");
  for (const [name, value] of data) if (name.startsWith("detail-")) move.details[name.slice(7)] = value;
  if (field === "partnership") {
    for (const side of ["indonesian_party", "partner"]) move.details[side] = partyOf(form, side, kind);
    const { indonesian_party: ours, partner: theirs } = move.details;
    if (!ours || !theirs) return Object.assign(form.querySelector(".problem"), { textContent: texts.two_places, hidden: false });
    move.value = `${ours.name}|${theirs.name}|${theirs.country ?? "??"}|${theirs.level}`;
  } else move.value = data.get("value");
  if (kind === "add" && !move.span) return Object.assign(form.querySelector(".problem"), { textContent: texts.select_first, hidden: false });
  form.querySelector(".primary").disabled = true;
  await send(kind, move);
  if (editor.contains(form)) {
    form.querySelector(".primary").disabled = false;
    if (form.querySelector(".problem").hidden) closeEditor();
  }
});

function partyOf(form, side, kind) {
  const fieldset = form.querySelector(`fieldset[data-side=${side}]`);
  const hidden = fieldset.querySelector("[name^=place-]");
  const search = fieldset.querySelector("[type=search]");
  const before = JSON.parse(hidden.dataset.now || "{}");
  const touched = search.value !== search.defaultValue || hidden.value;
  if (!touched && kind === "change" && before.name) return keep(before);
  const chosen = hidden.value || fieldset.querySelector(".candidate[aria-selected=true]")?.dataset.place;
  if (!chosen) return null;
  // How the document writes the name stays, whatever was typed to find the place.
  return { ...JSON.parse(chosen), as_written: before.as_written ?? JSON.parse(chosen).as_written, spans: before.spans ?? [] };
}

function keep(party) {
  const { confidence, evidence, ...rest } = party;
  return rest;
}

// ------------------------------------------------------------------------------------------ what can be done

function showPicked() {
  const words = picking.words;
  picked.hidden = !words;
  document.getElementById("picked-words").textContent = words.length > 160 ? `${words.slice(0, 160)}…` : words;
}

function needWords() {
  picking.take();
  if (picking.span) return true;
  notice(texts.select_first, "bad");
  startWalking();
  return false;
}

function startWalking() {
  const [span] = active ? spansOf(active) : [];
  picking.enter(span ? firstAfter(view.words, span[0]) : view.firstVisible());
}

function add(field) {
  if (needWords()) openForm("add", { field, on: active?.dataset.on ?? "" });
}

async function why() {
  if (!active) return;
  const box = active.querySelector(".why"), button = active.querySelector("[data-do=why]");
  if (!box.hidden) {
    box.hidden = true;
    button.setAttribute("aria-expanded", "false");
    return;
  }
  const answer = await fetch(`/documents/${docId}/why?value=${encodeURIComponent(active.dataset.id)}`);
  if (!answer.ok) return;
  box.innerHTML = await answer.text();
  box.hidden = false;
  button.setAttribute("aria-expanded", "true");
  box.scrollIntoView({ block: "nearest" });
}

function partner() {
  const key = active?.dataset.on.split("#")[0];
  const pair = values().find((item) => item.dataset.field === "partnership" && item.dataset.state !== "rejected" && (!key || item.dataset.on === key));
  if (!pair) return add("partnership");
  setActive(pair);
  openForm("change", { value: pair.dataset.id }, { focus: "[name=q-partner]" });
}

/** Decide on the active value and go on to the next open one at once: a quick hand need not wait for the answer. */
function judge(kind, state) {
  const item = active;
  item.classList.replace(item.dataset.state, state);
  item.dataset.state = state;
  const next = firstOpen(item);
  if (next) setActive(next);
  else mark();
  return send(kind, { value_id: item.dataset.id });
}

const actions = {
  down: () => step(1),
  up: () => step(-1),
  pick: () => toWords(active),
  accept: () => active && active.dataset.state !== "accepted" && active.dataset.state !== "added" && judge("accept", "accepted"),
  reject: () => active && active.dataset.state !== "rejected" && judge("reject", "rejected"),
  change: () => active && active.dataset.state !== "rejected" && openForm("change", { value: active.dataset.id }),
  undo: () => send("undo"),
  redo: () => send("redo"),
  accept_all: () => send("accept_all"),
  next: () => location.assign(`/documents/${docId}/next`),
  previous: () => history.back(),
  scope: () => add("scope"),
  activity: () => add("activity"),
  instrument: () => add("instrument"),
  add: () => add(active ? "scope" : "partnership"),
  partner,
  why,
  words: startWalking,
  evidence: () => needWords() && active && send("change", { value_id: active.dataset.id, span: picking.span }),
  view: () => pageView && use(view === pageView ? textView : pageView).then(() => toWords(active)),
  done: async () => {
    const answer = await fetch(`/documents/${docId}/done`, { method: "POST", headers: { "X-CSRF-Token": csrf() } });
    if (answer.ok) notice(texts.done);
  },
  history: () => location.assign("/history"),
  queue: () => location.assign("/queue"),
  help: showHelp,
  goto: (button) => view.scrollTo(...button.dataset.span.split("-").map(Number)),
  reanchor: (button) => needWords() && send("reanchor", { undoes: button.dataset.undoes, span: picking.span }),
  drop: (button) => send("undo", { undoes: button.dataset.undoes }),
  escape: () => {
    if (editor.firstElementChild) closeEditor();
    else if (picking.span || picking.walking) picking.clear();
  },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) {
    const item = button.closest(".value");
    if (item) setActive(item, { scroll: button.dataset.do === "pick" });
    actions[button.dataset.do]?.(button);
    return;
  }
  const word = event.target.closest(".w");
  if (word && !picking.moved) fromWord(view.words[Number(word.dataset.w)][0]);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) return actions.escape();
  if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (picking.walking && document.activeElement === paper && picking.key(event)) return event.preventDefault();
  if (event.key === "Enter" && picking.walking && document.activeElement === paper) {
    event.preventDefault();
    picking.take();
    return;
  }
  const name = { ArrowDown: "down", ArrowUp: "up" }[event.key] ?? doing[event.key];
  if (!name || (document.activeElement === paper && event.key.startsWith("Arrow"))) return;
  event.preventDefault();
  actions[name]();
});

document.getElementById("as-page")?.addEventListener("click", () => view !== pageView && actions.view());
document.getElementById("as-text")?.addEventListener("click", () => view !== textView && actions.view());
for (const [id, factor] of [["zoom-in", 1.25], ["zoom-out", 0.8]]) {
  document.getElementById(id).addEventListener("click", () => {
    if (view === pageView) {
      picking.clear();
      view.setZoom(Math.max(0.5, Math.min(4, view.zoom * factor)));
      picking.use(view);
    } else {
      const size = Number(paper.dataset.size ?? 3) + (factor > 1 ? 1 : -1);
      paper.dataset.size = Math.max(1, Math.min(6, size));
    }
  });
}
let resizing;
new ResizeObserver(() => {
  clearTimeout(resizing);
  resizing = setTimeout(() => {
    if (view === pageView && pageView && paper.clientWidth !== pageView.width) {
      picking.clear();
      pageView.setZoom(pageView.zoom);
      picking.use(view);
      toWords(active);
    }
  }, 150);
}).observe(paper);

open();
