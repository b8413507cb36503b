// Words selected in the turn fill the field, and which of several equal ones they are. Typing works without this.
"use strict";

(() => {
  const field = document.querySelector("#id_words_typed");
  const at = document.querySelector("#id_at");
  if (!field || !at) return;
  const length = (text) => [...text].length; // code points, as the server counts
  document.addEventListener("selectionchange", () => {
    const chosen = document.getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return;
    const range = chosen.getRangeAt(0);
    const node = range.commonAncestorContainer;
    const said = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest(".this .said");
    if (!said) return;
    const whole = range.toString();
    const words = whole.trim();
    if (!words) return;
    const before = document.createRange();
    before.selectNodeContents(said);
    before.setEnd(range.startContainer, range.startOffset);
    const lead = whole.length - whole.trimStart().length;
    at.value = Number(said.dataset.at) + length(before.toString() + whole.slice(0, lead));
    field.value = words;
    document.querySelectorAll("input[type=radio][name=at]").forEach((one) => { one.checked = false; });
  });
  field.addEventListener("input", () => { at.value = ""; });
})();
