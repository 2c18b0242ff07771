// The queue: with the keys from row to row, and what is shown accepted in one go.

import { csrf, isTyping, keyMap, newId, notice, preferences, showHelp } from "./shared.js";

const { texts } = await preferences();
const keys = await keyMap();
let active = -1, lastBulk = sessionStorage.getItem("mou-miner:bulk");

const rows = () => [...document.querySelectorAll("#list tr[data-doc]")];

function step(by) {
  const all = rows();
  if (!all.length) return;
  all[active]?.removeAttribute("aria-current");
  active = Math.max(0, Math.min(all.length - 1, active + by));
  all[active].setAttribute("aria-current", "true");
  all[active].querySelector("a").focus();
}

async function post(address, fields) {
  const body = new URLSearchParams();
  for (const [name, value] of fields) body.append(name, value);
  return fetch(address, { method: "POST", body, headers: { "X-CSRF-Token": csrf(), Accept: "application/json" } });
}

async function acceptShown() {
  const bulk = newId();
  const answer = await post("/queue/accept", [["bulk", bulk], ...rows().map((row) => ["doc_id", row.dataset.doc])]);
  if (!answer.ok) return notice(texts.refused, "bad");
  const { documents, values } = await answer.json();
  notice(texts.accepted_shown.replace("{values}", values).replace("{documents}", documents));
  if (values) sessionStorage.setItem("mou-miner:bulk", (lastBulk = bulk));
  reload();
}

async function undoBulk() {
  if (!lastBulk) return;
  const answer = await post("/queue/undo", [["bulk", lastBulk], ["move", newId()]]);
  if (!answer.ok) return notice(texts.refused, "bad");
  notice(texts.undone.replace("{documents}", (await answer.json()).documents));
  sessionStorage.removeItem("mou-miner:bulk");
  lastBulk = null;
  reload();
}

function reload() {
  htmx.trigger("#filters", "change");
}

function dress() {
  active = -1;
  document.getElementById("accept-shown")?.addEventListener("click", acceptShown);
  const undo = document.getElementById("undo-bulk");
  if (undo) {
    undo.hidden = !lastBulk;
    undo.addEventListener("click", undoBulk);
  }
}

document.addEventListener("htmx:afterSwap", dress);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (isTyping(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const does = {
    [keys.down]: () => step(1), ArrowDown: () => step(1), [keys.up]: () => step(-1), ArrowUp: () => step(-1),
    "/": () => document.getElementById("filter-text").focus(), A: acceptShown, [keys.undo]: undoBulk, [keys.help]: showHelp,
    [keys.history]: () => location.assign("/history"), [keys.next]: () => rows()[0]?.querySelector("a").click(),
  }[event.key];
  if (!does) return;
  event.preventDefault();
  does();
});
dress();
document.body.dataset.ready = "yes";
