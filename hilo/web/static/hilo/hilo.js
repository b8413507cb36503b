// Small comforts. Every page works without this file.
"use strict";

// Inbox by keyboard: j and k walk the rows of [data-keys], Enter opens, x marks, / goes to the search field.
(() => {
  const typing = (node) => node.closest("input, select, textarea, [contenteditable]");
  const rows = () => [...document.querySelectorAll("[data-keys] tbody tr")];

  function walk(step) {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.getAttribute("aria-current") === "true");
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
    if (at >= 0) all[at].removeAttribute("aria-current");
    next.setAttribute("aria-current", "true");
    const link = next.querySelector("a[href]");
    if (link) link.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  const box = (row) => row && row.querySelector("input[type=checkbox]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target) && !event.target.closest("[data-keys] input[type=checkbox]")) return;
    if (event.key === "j") walk(1);
    else if (event.key === "k") walk(-1);
    else if (event.key === "x") box(document.querySelector("[data-keys] tr[aria-current=true]"))?.click();
    else if (event.key === "/") {
      const field = document.querySelector("[data-search], input[type=search]");
      if (!field) return;
      event.preventDefault();
      field.focus();
    }
  });
})();

// A box marked data-all, hidden until this file runs, marks or clears every row of its table.
(() => {
  const show = () => document.querySelectorAll("[data-all]").forEach((all) => { all.hidden = false; });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-all]")) return;
    const rows = event.target.closest("table").querySelectorAll("tbody input[type=checkbox]");
    rows.forEach((one) => { one.checked = event.target.checked; });
  });
  document.addEventListener("htmx:afterSettle", show);
  show();
})();

// A form marked data-guard asks before typed words are left behind.
(() => {
  const dirty = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) dirty.add(form);
  });
  document.addEventListener("submit", (event) => dirty.delete(event.target));
  window.addEventListener("beforeunload", (event) => {
    if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
  });
})();

// Time left, marked with data-left, is said again each minute with the words the page brought.
(() => {
  const units = [["year", 31557600, 2], ["month", 2629800, 2], ["day", 86400, 1], ["hour", 3600, 1], ["minute", 60, 1]];
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "es", { numeric: "always" });
  const again = () => {
    for (const node of document.querySelectorAll("[data-left]")) {
      const seconds = (Date.parse(node.dataset.left) - Date.now()) / 1000;
      const found = units.find(([, size, least]) => Math.abs(seconds) >= size * least);
      if (!found) continue;
      const said = words.format(Math.trunc(seconds / found[1]), found[0]);
      node.textContent = (seconds < 0 ? node.dataset.past : node.dataset.ahead).replace("{}", said);
    }
  };
  setInterval(again, 60000);
})();
