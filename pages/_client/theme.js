// Whether the screen is light or dark is known before anything is drawn, and is one choice for all pages: Streamlit keeps it by address.
// Paper is always light.
(() => {
  "use strict";
  const OURS = "lens_theme", THEIRS = `stActiveTheme-${location.pathname}-v2`;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const asked = new URLSearchParams(location.search).getAll("embed_options").join();
  const read = (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
  const show = () => {
    const chosen = asked.includes("dark_theme") ? "Dark" : asked.includes("light_theme") ? "Light" : read(OURS);
    document.documentElement.dataset.theme = chosen === "Dark" || (chosen !== "Light" && dark.matches) ? "dark" : "light";
  };
  const put = Storage.prototype.setItem;
  Storage.prototype.setItem = function (name, value) {
    put.call(this, name, value);
    if (this === localStorage && String(name).startsWith("stActiveTheme-")) { put.call(this, OURS, value); show(); }
  };
  if (read(OURS)) put.call(localStorage, THEIRS, localStorage.getItem(OURS));
  document.cookie = `lens_narrow=${innerWidth <= 640 ? 1 : ""}; path=/; samesite=strict`; // pages/_shared.py breaks the titles of charts for it
  dark.addEventListener("change", show);
  show();

  // A drawing is as large as the window was; with a view box the style sheet can scale it to the sheet of paper.
  const drawings = () => document.querySelectorAll(".js-plotly-plot .main-svg");
  const tables = () => document.querySelectorAll(".lens-paper template");
  const pixels = (kept) => kept.closest("[data-testid=stElementContainer]").previousElementSibling; // the table that the rows stand for
  addEventListener("beforeprint", () => tables().forEach((kept) => {
    if (kept.nextSibling) return;
    kept.after(kept.content.cloneNode(true));
    pixels(kept).dataset.onPaper = "";
  }));
  addEventListener("afterprint", () => tables().forEach((kept) => {
    while (kept.nextSibling) kept.nextSibling.remove();
    delete pixels(kept).dataset.onPaper;
  }));
  addEventListener("beforeprint", () => drawings().forEach((svg) => svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`)));
  addEventListener("afterprint", () => drawings().forEach((svg) => svg.removeAttribute("viewBox")));
})();
