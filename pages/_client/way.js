// What stands above every page: the search, the views kept by name, the address to hand on, the card of keys.
// The server answers through one small component (pages/_way.py); everything it sends is text and is put in as text.
(() => {
  "use strict";
  const KEYS = [
    ["Ctrl+K 或 /", "搜索项目、部门、指标、规则、页面"], ["V", "我的视图：保存、打开、改名"], ["C", "复制当前页的链接"], ["F", "到筛选栏"], ["R", "重置筛选"],
    ["B", "大屏"], ["?", "这张快捷键表"], ["Esc", "关闭"], ["↑ ↓ 回车", "在搜索结果里移动、打开"], ["Tab", "到下一个控件；图后面是它的数据表"],
    ["J K O I X", "疑点清单：下一条、上一条、打开、下发、关闭"], ["空格 ← →", "大屏：暂停、上一屏、下一屏"],
  ];
  let ask = null, answer = {}, turn = 0, open = null, at = 0, back = null, waiting = 0;

  const made = (tag, attributes = {}, ...inside) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value); else if (value !== null) element.setAttribute(name, value);
    }
    element.append(...inside.filter((each) => each !== null));
    return element;
  };
  const say = (words) => {
    const line = document.querySelector(".lens-way-said") || document.body.appendChild(made("p", { class: "lens-way-said", role: "status" }));
    line.textContent = words;
    line.classList.add("now");
    clearTimeout(say.later);
    say.later = setTimeout(() => line.classList.remove("now"), 2600);
  };
  const follow = (address) => {
    shut();
    history.pushState(null, "", address);
    window.dispatchEvent(new PopStateEvent("popstate"));
    document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  };
  let again = 0;
  const put = (question, times) => { // every deed may be done twice, so what got lost is asked again
    if (ask) ask({ ...question, turn });
    clearTimeout(again);
    if (times) again = setTimeout(() => { if (open && answer.turn !== turn) put(question, times - 1); }, ask ? 5000 : 300);
  };
  const send = (question) => { turn += 1; put(question, 20); };

  // ---- one dialog, with one thing in it
  const show = (name, title, ...inside) => {
    shut();
    back = document.activeElement;
    const card = made("section", { class: `lens-way-card ${name}`, role: "dialog", "aria-modal": "true", "aria-label": title }, ...inside);
    open = { name, card, veil: made("div", { class: "lens-way-veil", onmousedown: (event) => { if (event.target === open?.veil) shut(); } }, card) };
    document.body.append(open.veil);
    (card.querySelector("input") || card.querySelector("button, a") || card).focus();
  };
  const shut = () => {
    if (!open) return;
    open.veil.remove();
    open = null;
    if (back && back.isConnected) back.focus();
  };
  const kept = (event) => { // the focus stays within the dialog
    const all = [...open.card.querySelectorAll("input, button, a[href]")].filter((each) => !each.disabled);
    const edge = event.shiftKey ? all[0] : all[all.length - 1];
    if (all.length && (document.activeElement === edge || !open.card.contains(document.activeElement))) {
      event.preventDefault();
      (event.shiftKey ? all[all.length - 1] : all[0]).focus();
    }
  };

  // ---- search
  const search = () => {
    at = 0;
    const box = made("input", {
      type: "search", role: "combobox", "aria-expanded": "true", "aria-controls": "lens-found", "aria-label": "搜索", maxlength: "40", autocomplete: "off", spellcheck: "false",
      placeholder: "项目、部门、指标、规则、页面……可打拼音首字母", oninput: () => { clearTimeout(waiting); waiting = setTimeout(() => send({ search: box.value }), 90); },
    });
    show("search", "搜索", box, made("div", { id: "lens-found", role: "listbox", "aria-label": "搜索结果" }));
    send({ search: "" });
  };
  const results = () => {
    const list = document.getElementById("lens-found");
    if (!list) return;
    let number = 0;
    at = 0;
    list.replaceChildren(...(answer.groups || []).flatMap((group) => [
      made("h4", { role: "presentation" }, group.title, made("small", {}, group.more || "")),
      ...group.rows.map((row) => made("a", { role: "option", href: row.href, id: `lens-found-${number++}`, onclick: (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        follow(row.href);
      } }, made("b", {}, row.words), made("span", {}, row.note || ""))),
    ]));
    if (!number) list.append(made("p", {}, answer.asked ? `没有找到“${answer.asked}”。可以少打几个字，或只打拼音首字母。` : "正在查找……"));
    mark(0);
  };
  const mark = (next) => {
    const rows = document.querySelectorAll("#lens-found [role=option]");
    at = rows.length ? (next + rows.length) % rows.length : 0;
    rows.forEach((row, place) => row.setAttribute("aria-selected", String(place === at)));
    rows[at]?.scrollIntoView({ block: "nearest" });
    open?.card.querySelector("[role=combobox]")?.setAttribute("aria-activedescendant", rows[at]?.id || "");
  };

  // ---- views
  const views = () => {
    show("views", "我的视图", made("h3", {}, "我的视图"), made("p", {}, "正在读取……"));
    send({ views: true });
  };
  const drawViews = () => {
    if (open?.name !== "views" || !answer.views) return;
    const name = made("input", { type: "text", maxlength: "40", "aria-label": "视图名称", placeholder: "给当前画面起个名字" });
    name.value = answer.suggested || "";
    const save = made("form", { onsubmit: (event) => { event.preventDefault(); send({ save: name.value, at: location.pathname + location.search }); } },
      name, made("button", { type: "submit", class: "first" }, "保存为我的视图"));
    const said = answer.said ? made("p", { role: "status", class: "said" }, answer.said,
      answer.removed ? made("button", { type: "button", onclick: () => send({ restore: answer.removed }) }, "撤销") : null) : null;
    const rows = answer.views.map((view) => {
      const words = made("a", { href: view.href, onclick: (event) => { event.preventDefault(); follow(view.href); } }, view.name);
      const row = made("li", {}, words, made("span", {}, view.note));
      row.append(
        made("button", { type: "button", "aria-label": `改名：${view.name}`, onclick: () => rename(row, view) }, "改名"),
        made("button", { type: "button", "aria-label": `删除：${view.name}`, onclick: () => send({ remove: view.id }) }, "删除"));
      return row;
    });
    const list = rows.length ? made("ul", {}, ...rows) : made("p", {}, "还没有保存过视图。视图记住当前页和全部筛选，换一台电脑也在。");
    open.card.replaceChildren(made("h3", {}, "我的视图", made("small", {}, answer.owner || "")), save, ...(said ? [said] : []), list);
    (open.card.querySelector(answer.said ? ".said button, li a, input" : "input") || name).focus();
  };
  const rename = (row, view) => {
    const box = made("input", { type: "text", maxlength: "40", "aria-label": "新名称" });
    box.value = view.name;
    row.replaceChildren(made("form", { onsubmit: (event) => { event.preventDefault(); send({ rename: view.id, name: box.value }); } }, box, made("button", { type: "submit", class: "first" }, "改名")));
    box.select();
  };

  // ---- what stands behind a figure
  const explain = (mark) => {
    const label = mark.closest(".lens-label")?.firstChild?.textContent || "";
    show("explain", "解释这个数", made("h3", {}, label), made("p", {}, "正在查……"));
    open.card.dataset.value = mark.dataset.value || "";
    send({ explain: mark.dataset.explain, project: mark.dataset.project || null });
  };
  const drawExplained = (told) => {
    if (open?.name !== "explain") return;
    const list = (rows) => made("ul", {}, ...rows.map((row) => made("li", {}, made("a", { href: row.href, onclick: (event) => { event.preventDefault(); follow(row.href); } }, row.words), made("span", {}, row.note))));
    open.card.replaceChildren(
      made("h3", {}, told.label, made("small", {}, open.card.dataset.value)),
      made("dl", { class: "wide" }, ...told.lines.flatMap(([name, words]) => [made("dt", {}, name), made("dd", {}, words)])),
      ...(told.projects.length ? [made("h4", {}, told.heading), list(told.projects)] : []),
      made("p", {}, ...told.links.flatMap((link) => [made("a", { href: link.href, onclick: (event) => { event.preventDefault(); follow(link.href); } }, link.words), "　"]),
        made("button", { type: "button", onclick: shut }, "关闭")));
    (open.card.querySelector("a, button") || open.card).focus();
  };
  const marked = (target) => target instanceof Element ? target.closest("[data-explain]") : null;
  document.addEventListener("click", (event) => { const mark = marked(event.target); if (mark) explain(mark); });

  // ---- the rest
  const copy = async () => {
    const address = location.href;
    try { await navigator.clipboard.writeText(address); } catch {
      const area = document.body.appendChild(made("textarea", { "aria-hidden": "true" }));
      area.value = address; area.select(); document.execCommand("copy"); area.remove();
    }
    say("已复制链接，发给同事打开就是现在的画面");
  };
  const card = () => show("keys", "快捷键", made("h3", {}, "快捷键"),
    made("dl", {}, ...KEYS.flatMap(([key, words]) => [made("dt", {}, ...key.split(" ").map((one) => made("kbd", {}, one))), made("dd", {}, words)])),
    made("p", {}, made("a", { href: "/help", onclick: (event) => { event.preventDefault(); follow("/help"); } }, "打开帮助：常见问题和口径"), " ",
      made("button", { type: "button", onclick: shut }, "关闭")));
  const bar = () => {
    if (document.querySelector(".lens-top")) return;
    const button = (name, words, title, deed) => made("button", { type: "button", class: name, title, "aria-label": name === "keys" ? title : null, onclick: deed }, ...words);
    document.body.append(made("nav", { class: "lens-top", "aria-label": "快捷操作" },
      button("find", [made("i", {}, ""), made("span", {}, "搜索"), made("kbd", { "aria-hidden": "true" }, "Ctrl K")], "搜索项目、部门、指标、规则（Ctrl+K）", search),
      button("kept", [made("span", {}, "我的视图")], "我的视图（V）", views),
      button("copy", [made("span", {}, "复制链接")], "复制链接：当前页（C）", copy),
      button("keys", [made("span", {}, "?")], "快捷键和帮助（?）", card)));
  };
  const press = (selector) => document.querySelector(selector)?.click();
  const typing = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable=true], [role=combobox], canvas");
  const DEEDS = { "/": search, "?": card, v: views, c: copy, r: () => press(".st-key-filters_reset button"), f: () => document.querySelector(".st-key-filter_bar input")?.focus(), b: () => follow(`/screen${location.search}`) };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") { event.preventDefault(); event.stopPropagation(); search(); return; }
    if (open) {
      if (event.key === "Escape") { event.stopPropagation(); shut(); }
      else if (event.key === "Tab") kept(event);
      else if (open.name === "search" && (event.key === "ArrowDown" || event.key === "ArrowUp")) { event.preventDefault(); mark(at + (event.key === "ArrowDown" ? 1 : -1)); }
      else if (open.name === "search" && event.key === "Enter") { event.preventDefault(); document.querySelector("#lens-found [aria-selected=true]")?.click(); }
      if (!event.ctrlKey && !event.metaKey) event.stopPropagation(); // the page behind has keys of its own
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("[role=dialog], .lens-screen")) return;
    if ((event.key === "Enter" || event.key === " ") && marked(event.target)) { event.preventDefault(); explain(marked(event.target)); return; }
    const deed = DEEDS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (deed) { event.preventDefault(); deed(); }
  }, true);

  window.lensWay = {
    connect(data, trigger) {
      ask = trigger;
      if (!data || data.turn !== turn) return; // an older answer
      answer = data;
      if (answer.groups) results();
      if (answer.views) drawViews();
      if (answer.explained) drawExplained(answer.explained);
    },
  };
  if (document.body) bar(); else document.addEventListener("DOMContentLoaded", bar);
})();
// A lost connection is said in words; Streamlit itself tries again, and the address brings page and filters back.
(() => {
  "use strict";
  const STATE = "data-test-connection-state";
  let line = null, later = 0;
  const lost = () => {
    if (line) return;
    line = document.body.appendChild(Object.assign(document.createElement("p"), { className: "lens-lost", textContent: "和服务的连接断开了，正在重连。画面是断开前的，连上后回到这里，筛选不会丢。" }));
    line.setAttribute("role", "alert");
  };
  const back = () => { clearTimeout(later); later = 0; line?.remove(); line = null; };
  let before = "";
  const look = () => {
    const state = document.querySelector("[data-testid=stApp]")?.getAttribute(STATE) || "";
    if (state === before) return;
    if (state === "CONNECTED") back();
    else if (before === "CONNECTED" && !later) later = setTimeout(lost, 1200); // a blink is nothing to speak of
    before = state === "CONNECTED" || before === "CONNECTED" ? state : before;
  };
  const begin = () => new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: [STATE] });
  if (document.body) begin(); else document.addEventListener("DOMContentLoaded", begin);
})();
// A run that takes long says what it does, and for how long already; work that shows its own progress (pages/_imports_job.py) needs no second word.
(() => {
  "use strict";
  const STATE = "data-test-script-state";
  let line = null, since = 0, timer = 0;
  const tell = () => {
    if (document.querySelector("[class*=st-key-underway_]")) { line?.remove(); line = null; return; }
    const title = document.querySelector(".lens-page h1")?.textContent || "这一页";
    const seconds = Math.round((Date.now() - since) / 1000);
    line ||= document.body.appendChild(Object.assign(document.createElement("p"), { className: "lens-busy" }));
    line.setAttribute("role", "status");
    const words = seconds < 4 ? `正在为“${title}”查数、画图……` : `正在为“${title}”查数、画图，已用 ${seconds} 秒；数据多的时候头一次慢，之后会记住。`;
    if (line.textContent !== words) line.textContent = words;
  };
  const look = () => {
    const running = document.querySelector("[data-testid=stApp]")?.getAttribute(STATE) === "running";
    if (running && !since) { since = Date.now(); timer = setInterval(() => { if (Date.now() - since > 1500) tell(); }, 500); }
    if (!running && since) { clearInterval(timer); since = 0; line?.remove(); line = null; }
  };
  const begin = () => new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: [STATE] });
  if (document.body) begin(); else document.addEventListener("DOMContentLoaded", begin);
})();
