// Saves what is being typed every fifteen seconds, when it changed. Without this, the button does the same.
"use strict";

(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const text = form.elements.text;
  const state = form.querySelector("[data-draft-state]");
  let kept = text.value;
  let busy = false;
  let leaving = false;

  const told = async (answer) => (answer.status === 409 || answer.status === 422 ? (await answer.json()).say : "");

  async function save() {
    if (busy || leaving || text.value === kept) return;
    busy = true;
    const now = text.value;
    const data = new URLSearchParams(new FormData(form));
    data.set("do", "auto");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, redirect: "error" });
      if (answer.ok) {
        form.elements.version.value = (await answer.json()).version;
        kept = now;
        const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
        state.textContent = `${state.dataset.saved} ${time}`;
      } else {
        state.textContent = (await told(answer)) || state.dataset.failed;
      }
    } catch {
      state.textContent = state.dataset.failed;
    }
    busy = false;
  }

  form.addEventListener("submit", () => { leaving = true; });
  setInterval(save, Number(form.dataset.every || 15) * 1000);
})();
