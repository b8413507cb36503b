// Ctrl+Enter (⌘+Enter) sends what is typed. The page works without this file.
"use strict";

document.querySelectorAll("[data-send-hint]").forEach((one) => { one.hidden = false; });

document.addEventListener("keydown", (event) => {
  const form = event.target.closest("form[data-send]");
  if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit();
});
