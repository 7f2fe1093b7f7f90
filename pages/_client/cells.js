// 数据导入 and 项目档案: a figure that was read leads to the cell it came from, and a cell to its figure.
// Pointing at either marks both; a click on a figure brings its cell into sight. Nothing happens outside .lens-beside.
(() => {
  "use strict";
  const marked = [];
  const clear = () => { for (const element of marked.splice(0)) element.classList.remove("here"); };
  const pair = (target) => {
    const element = target.closest && target.closest(".lens-beside [data-cell], .lens-read td, .lens-read dd, .lens-read dt");
    if (!element) return null;
    const named = element.dataset.cell ? element : element.querySelector("[data-cell]");
    return named && { cell: named.dataset.cell, whole: element.closest(".lens-beside") };
  };
  const show = (target, scroll) => {
    const found = pair(target);
    clear();
    if (!found) return;
    const name = CSS.escape(found.cell);
    for (const element of found.whole.querySelectorAll(`[data-cell="${name}"]`)) {
      const place = element.matches("td") ? element : element.closest("td, dd, dt") || element;
      place.classList.add("here");
      marked.push(place);
    }
    const cell = scroll && found.whole.querySelector(`.lens-original [data-cell="${name}"]`);
    if (cell) cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  // Bringing a cell into sight moves the page under a mouse that stands still: that is no pointing at something else.
  let place = "";
  const moved = (event) => {
    const before = place;
    place = `${event.clientX},${event.clientY}`;
    return place !== before;
  };
  document.addEventListener("mouseover", (event) => { if (moved(event)) show(event.target, false); });
  document.addEventListener("click", (event) => { moved(event); show(event.target, true); });
})();
