// 疑点清单: a finding that was opened comes into sight, and on its sheet the cells it is about. Nothing happens on other pages.
(() => {
  "use strict";
  let shown = "";
  const centre = (sheet) => {
    const cell = sheet.querySelector("td.error, td.warning, td.note");
    if (!cell || sheet.dataset.at === cell.id) return;
    sheet.dataset.at = cell.id;
    const outer = sheet.getBoundingClientRect(), inner = cell.getBoundingClientRect();
    sheet.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
    sheet.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
  };
  const look = () => {
    const open = document.querySelector(".st-key-doubt_open .lens-doubt");
    const work = document.querySelector(".st-key-doubts_work");
    if (open && work && !shown && open.getBoundingClientRect().top > innerHeight * 0.6) work.scrollIntoView({ block: "start" });
    shown = open ? open.textContent : "";
    for (const sheet of document.querySelectorAll(".st-key-doubt_open .lens-sheet")) centre(sheet);
  };
  // A search that was entered is done: the keys J, K, O, I, X then move through what was found.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !(event.target instanceof HTMLInputElement) || !event.target.closest(".st-key-doubts_search")) return;
    setTimeout(() => event.target.blur());
  });
  let waiting = false;
  const soon = () => {
    if (waiting || !(shown || document.querySelector(".st-key-doubt_open"))) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; look(); });
  };
  const begin = () => new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  if (document.body) begin(); else document.addEventListener("DOMContentLoaded", begin);
})();
