"use strict";
(function () {
  var root = document.documentElement, frame = document.getElementsByName("next")[0];
  var leave = document.getElementById("leave"), times = [];
  root.className = "js";
  frame.parentNode.inert = true; // out of the way of the keyboard, until it has something to say
  function go(event) {
    if (event) event.preventDefault();
    root.className = "gone";
    location.replace(leave.href);
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a");
    if (link && link.href === leave.href) go(event);
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { times = []; return; }
    times = times.concat(Date.now()).slice(-3);
    if (times.length === 3 && times[2] - times[0] < 5000) go(event);
  });
  document.addEventListener("submit", function () { root.className = "js busy"; });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) { root.className = "gone"; location.replace("/"); }
  });
  frame.addEventListener("load", function () {
    var page = frame.contentDocument; // none when the line is cut: the browser then says so in the frame
    if (page && page.URL === "about:blank") return;
    if (page && page.getElementById("on")) { location.replace("/"); return; }
    root.className = "js told";
    frame.parentNode.inert = false;
    frame.style.height = (page ? page.documentElement.scrollHeight : 320) + "px";
    frame.focus();
  });
})();
