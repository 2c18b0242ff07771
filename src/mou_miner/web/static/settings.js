// One's own keys.

import { DEFAULT_KEYS, csrf, notice, preferences } from "./shared.js";

const form = document.getElementById("shortcuts");
const { texts } = await preferences();
const own = JSON.parse(form.dataset.own);

for (const [name, key] of Object.entries(DEFAULT_KEYS)) {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), { name, value: own[name] ?? key, maxLength: 1, required: true, autocomplete: "off" });
  label.append(input, ` ${texts[`key_${name}`] ?? name}`);
  form.append(label);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const keys = Object.fromEntries(new FormData(form));
  if (new Set(Object.values(keys)).size < Object.keys(keys).length) return notice(texts.twice, "bad");
  const changed = Object.fromEntries(Object.entries(keys).filter(([name, key]) => key !== DEFAULT_KEYS[name]));
  const answer = await fetch("/settings/shortcuts", { method: "POST", body: JSON.stringify(changed), headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf() } });
  notice(answer.ok ? texts.saved : texts.refused, answer.ok ? "good" : "bad");
});

document.getElementById("usual").addEventListener("click", () => {
  for (const [name, key] of Object.entries(DEFAULT_KEYS)) form.elements[name].value = key;
});
form.dataset.ready = "yes";
