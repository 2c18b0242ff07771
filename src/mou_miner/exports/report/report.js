"use strict";
(() => {
  const body = document.querySelector("#rows tbody");
  if (!body) return;
  const rows = [...body.querySelectorAll("tr.row")].map((row) => ({ row, full: row.nextElementSibling }));
  const words = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  for (const item of rows) item.text = words(item.row.textContent + " " + item.full.textContent);
  const tools = Object.fromEntries(["search", "stage", "region", "country"].map((name) => [name, document.getElementById(name)]));
  const count = document.getElementById("count");
  const nothing = document.getElementById("nothing");

  const more = document.getElementById("more");
  const AT_ONCE = 40;
  let all = false;
  more.addEventListener("click", () => { all = true; filter(); });

  const filter = () => {
    const wanted = words(tools.search.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, full, text } of rows) {
      const fits = wanted.every((word) => text.includes(word)) &&
        ["stage", "region", "country"].every((name) => tools[name].value === "*" || row.dataset[name] === tools[name].value);
      shown += fits ? 1 : 0;
      row.hidden = full.hidden = !fits || (!all && shown > AT_ONCE);
    }
    count.textContent = shown;
    more.hidden = all || shown <= AT_ONCE;
    nothing.hidden = shown > 0;
  };
  for (const tool of Object.values(tools)) tool.addEventListener("input", filter);
  document.getElementById("clear").addEventListener("click", () => {
    tools.search.value = "";
    for (const name of ["stage", "region", "country"]) tools[name].value = "*";
    filter();
    tools.search.focus();
  });

  for (const link of document.querySelectorAll("[data-filter]")) {
    const { filter: name, code } = link.dataset;
    link.addEventListener("click", () => {
      for (const other of ["stage", "region", "country"]) tools[other].value = other === name ? code : "*";
      tools.search.value = "";
      filter();
    });
    const light = (on) => document.querySelectorAll(".link").forEach((path) => {
      path.classList.toggle("on", on && path.dataset[name] === code);
    });
    for (const event of ["mouseenter", "focus"]) link.addEventListener(event, () => light(true));
    for (const event of ["mouseleave", "blur"]) link.addEventListener(event, () => light(false));
  }

  const value = (row, place) => row.cells[place].dataset.sort ?? row.cells[place].textContent.trim().toLowerCase();
  document.querySelectorAll("#rows thead th").forEach((head, place) => {
    head.querySelector("button").addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      document.querySelectorAll("#rows thead th").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const numeric = head.dataset.kind === "number";
      rows.sort((a, b) => {
        const [x, y] = [value(a.row, place), value(b.row, place)];
        if (!numeric && (x === "") !== (y === "")) return x === "" ? 1 : -1;
        const order = numeric ? Number(x) - Number(y) : x.localeCompare(y);
        return down ? -order : order;
      });
      for (const { row, full } of rows) body.append(row, full);
      filter();
    });
  });

  for (const wide of document.querySelectorAll(".wide")) wide.scrollLeft = wide.scrollWidth; // the latest years first
  document.querySelector(".tools").hidden = false;
  document.querySelector(".counted").hidden = false;
  filter();
})();
