// A tour of one minute: five places of the screen, one after the other. Offered in the bar until it was taken or declined; the browser remembers.
(() => {
  "use strict";
  const STEPS = [
    ["[data-testid=stSidebarNav], [data-testid=stExpandSidebarButton]", "目录分组排：看结果、查问题、管数据。领导多看“简报”，审计从“疑点清单”开始，填报用“数据导入”。"],
    [".st-key-filter_bar", "筛选对每一页都有效，会一直记着；下面的小标签写着现在的范围，点叉去掉一个。"],
    [".lens-measures", "每个数字旁的问号能解释它：含义、算法、有哪些项目、没算哪些。彩条是印证情况。"],
    ["[data-testid=stPlotlyChart]", "图上的条和点都能点：点部门就只看这个部门，点项目就打开它的自评表，直到每个数所在的格子。"],
    [".lens-top", "Ctrl+K 搜索一切，可打拼音首字母；常看的画面存成“我的视图”；按 ? 看快捷键和帮助。"],
  ];
  const KEPT = "lens_tour";
  const taken = () => { try { return localStorage.getItem(KEPT); } catch { return "1"; } };
  let at = -1, steps = [], ring = null, card = null;
  const seen = (step) => [...document.querySelectorAll(step[0])].find((each) => { // a folded list of pages lies left of the window
    const box = each.getBoundingClientRect();
    return box.width > 16 && box.right > 0;
  });
  const stop = () => {
    ring?.remove(); card?.remove(); ring = card = null; at = -1;
    try { localStorage.setItem(KEPT, "1"); } catch { /* a browser that keeps nothing asks again */ }
    document.querySelector(".lens-top .tour")?.remove();
  };
  const button = (words, deed, first) => Object.assign(document.createElement("button"), { type: "button", textContent: words, onclick: deed, className: first ? "first" : "" });
  const next = () => {
    if (at < 0) steps = STEPS.filter(seen);
    at += 1;
    const place = steps[at] && seen(steps[at]);
    if (!place) { stop(); return; }
    const top = place.getBoundingClientRect().top;
    if (top < 0 || top > innerHeight / 2) place.scrollIntoView({ block: "nearest" });
    const box = place.getBoundingClientRect();
    ring ||= document.body.appendChild(Object.assign(document.createElement("div"), { className: "lens-tour-ring" }));
    card ||= document.body.appendChild(Object.assign(document.createElement("section"), { className: "lens-tour" }));
    card.setAttribute("role", "dialog");
    card.setAttribute("aria-label", "一分钟导览");
    Object.assign(ring.style, { left: `${box.left - 4}px`, top: `${box.top - 4}px`, width: `${box.width + 8}px`, height: `${Math.min(box.height, innerHeight - box.top) + 8}px` });
    const words = Object.assign(document.createElement("p"), { textContent: steps[at][1] });
    const foot = document.createElement("div");
    foot.append(Object.assign(document.createElement("small"), { textContent: `${at + 1} / ${steps.length}` }), button("跳过", stop), button(at === steps.length - 1 ? "完成" : "下一步", next, true));
    card.replaceChildren(words, foot);
    const below = box.bottom + card.offsetHeight + 24 < innerHeight;
    const beside = box.right + card.offsetWidth + 24 < innerWidth;
    card.style.left = `${Math.max(16, Math.min(beside && !below ? box.right + 14 : box.left, innerWidth - card.offsetWidth - 16))}px`;
    card.style.top = `${below ? box.bottom + 14 : beside ? Math.max(16, box.top) : Math.max(16, Math.min(box.top - card.offsetHeight - 14, innerHeight - card.offsetHeight - 16))}px`;
    foot.lastChild.focus();
  };
  document.addEventListener("click", (event) => { if (event.target instanceof Element && event.target.closest("[data-tour]")) { at = -1; next(); } });
  document.addEventListener("keydown", (event) => { if (card && event.key === "Escape") { event.stopPropagation(); stop(); } }, true);
  const offer = () => {
    const bar = document.querySelector(".lens-top");
    if (!bar || taken()) return;
    const offered = button("新手导览", next);
    offered.className = "tour";
    bar.prepend(offered);
  };
  addEventListener("load", offer);
})();
