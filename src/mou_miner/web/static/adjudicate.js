// Adjudication: one key decides a dispute and goes to the next.

import { csrf, isTyping, newId, notice, preferences } from "./shared.js";

const page = document.getElementById("adjudicate");
const { texts } = await preferences();
const disputes = [...document.querySelectorAll(".dispute")];
let active = Math.max(0, disputes.findIndex((item) => !item.classList.contains("settled")));

function show(index) {
  disputes[active]?.removeAttribute("aria-current");
  active = Math.max(0, Math.min(disputes.length - 1, index));
  disputes[active]?.setAttribute("aria-current", "true");
  disputes[active]?.scrollIntoView({ block: "nearest" });
}

async function decide(slot, choice) {
  const body = new URLSearchParams({ move: newId(), slot, choice });
  const answer = await fetch(`/documents/${page.dataset.doc}/adjudicate`, { method: "POST", body, headers: { "X-CSRF-Token": csrf(), Accept: "application/json" } });
  if (!answer.ok) return notice(texts.refused, "bad");
  notice(texts.saved);
  if (slot === "alike") return location.reload();
  const item = disputes.find((other) => other.dataset.slot === slot);
  item.classList.add("settled");
  item.dataset.choice = choice;
  for (const button of item.querySelectorAll("[data-choice]")) button.setAttribute("aria-pressed", button.dataset.choice === choice);
  show(disputes.indexOf(item) + 1);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-choice]");
  if (button?.tagName === "BUTTON") decide(button.dataset.slot ?? button.closest(".dispute").dataset.slot, button.dataset.choice);
});
document.addEventListener("keydown", (event) => {
  if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (["j", "ArrowDown"].includes(event.key)) show(active + 1);
  else if (["k", "ArrowUp"].includes(event.key)) show(active - 1);
  else if (event.key === "=") document.querySelector("button[data-slot=alike]")?.click();
  else if (/^[0-9]$/.test(event.key) && disputes[active]) {
    const buttons = [...disputes[active].querySelectorAll(".compare [data-choice]")];
    const button = event.key === "0" ? disputes[active].querySelector(".quiet") : buttons[Number(event.key) - 1];
    button?.click();
  } else return;
  event.preventDefault();
});
if (disputes.length) show(active);
page.dataset.ready = "yes";
