// What all pages share: the secret that goes with each change, messages, texts, ids of moves, shortcuts.

export const csrf = () => document.querySelector('meta[name="csrf"]').content;

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRF-Token"] = csrf();
});

/** Return a new id; `crypto.randomUUID` is missing where the page comes over plain HTTP from another machine. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

let silence;
export function notice(text, kind = "good") {
  const box = document.getElementById("notice");
  box.textContent = text;
  box.className = `notice shown ${kind}`;
  clearTimeout(silence);
  if (kind !== "stays") silence = setTimeout(() => box.classList.remove("shown"), 4000);
}

export function quiet() {
  document.getElementById("notice").classList.remove("shown");
}

let loaded;
/** Return the texts in the page's language and the person's own shortcuts. */
export function preferences() {
  loaded ??= fetch("/texts", { headers: { Accept: "application/json" } }).then((answer) => (answer.ok ? answer.json() : { texts: {}, shortcuts: {} }));
  return loaded;
}

export const DEFAULT_KEYS = {
  down: "j", up: "k", accept: "a", reject: "r", change: "c", undo: "u", redo: "U", accept_all: "y", next: "n", previous: "p",
  scope: "s", activity: "t", instrument: "i", add: "+", partner: "l", why: "w", words: "v", evidence: "e", view: "g", done: "d",
  history: "h", queue: "q", help: "?",
};

/** Return which key does what: the person's own keys before the usual ones. */
export async function keyMap() {
  const { shortcuts } = await preferences();
  return { ...DEFAULT_KEYS, ...shortcuts };
}

export function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

export async function showHelp() {
  const [{ texts }, keys] = await Promise.all([preferences(), keyMap()]);
  const dialog = document.getElementById("help");
  const title = Object.assign(document.createElement("h2"), { id: "help-title", textContent: texts.help_title });
  const list = document.createElement("dl");
  list.className = "keys";
  for (const [name, key] of [...Object.entries(keys), ["enter", "Enter"], ["escape", "Esc"], ["arrows", "← → ↑ ↓"], ["extend", "Shift + ← →"]]) {
    const term = document.createElement("dt");
    term.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    list.append(term, Object.assign(document.createElement("dd"), { textContent: texts[`key_${name}`] ?? name }));
  }
  const close = Object.assign(document.createElement("button"), { textContent: texts.close, type: "button", className: "primary" });
  close.addEventListener("click", () => dialog.close());
  dialog.replaceChildren(title, list, close);
  dialog.showModal();
  close.focus();
}
