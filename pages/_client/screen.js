// 大屏: one scene after the other fills the window. Which ones and for how long stands on the page (.lens-screen-start).
(() => {
  "use strict";
  let at = 0, left = 0, paused = false, timer = 0, style = null, line = null;
  const LEAST = innerWidth > 640 ? 1 : 0.6; // on a telephone, which is held near, small rather than cut
  const start = () => document.querySelector(".lens-screen-start");
  const scenes = () => (start()?.dataset.scenes || "").split(",").filter((name) => document.querySelector(`.st-key-scene_${name}`));
  const seconds = () => Number(start()?.dataset.seconds) || 20;
  const playing = () => document.body.classList.contains("lens-playing");
  let large = {}; // by how much each scene is enlarged: what is tall less
  let measured = 0; // a chart takes its size from what it sees: first it is laid out small, then all is enlarged
  const enlarged = () => Date.now() - measured > 900;
  const size = (name) => `body.lens-playing .st-key-scene_${name} { transform: ${enlarged() ? `scale(${large[name]})` : "none"}; width: ${innerWidth / large[name]}px !important; height: ${innerHeight / large[name]}px !important; }`;

  const draw = () => {
    const names = scenes();
    if (!names.length) { stop(); return; }
    at = (at + names.length) % names.length;
    const put = () => { style.textContent = `body.lens-playing .st-key-scene_${names[at]} { visibility: visible !important; } ${names.map(size).join(" ")}`; };
    for (const name of names) large[name] ||= Math.max(1, Math.min(innerWidth / 860, innerHeight / 470));
    put();
    if (!enlarged()) return;
    const scene = document.querySelector(`.st-key-scene_${names[at]}`);
    if (scene.scrollHeight > scene.clientHeight + 2 && large[names[at]] > LEAST) { // too tall for the window
      large[names[at]] = Math.max(LEAST, large[names[at]] * Math.max(0.8, scene.clientHeight / scene.scrollHeight));
      measure();
    } else if ([...scene.querySelectorAll(".main-svg")].some((chart) => chart.clientWidth > scene.clientWidth)) measure();
    const clock = new Date();
    line.replaceChildren(document.createElement("i"), text("span", `第 ${at + 1} 屏，共 ${names.length} 屏`), text("b", paused ? "已暂停，按空格继续" : ""),
      text("span", `数据版本 ${start().dataset.version}　${String(clock.getHours()).padStart(2, "0")}:${String(clock.getMinutes()).padStart(2, "0")}`), text("button", "退出"));
    line.firstChild.style.width = `${100 * (1 - left / seconds())}%`;
  };
  const measure = () => { measured = Date.now(); draw(); setTimeout(() => { if (playing()) draw(); }, 1000); };
  const text = (tag, words) => Object.assign(document.createElement(tag), { textContent: words });
  const turn = (by) => { at += by; left = seconds(); draw(); };
  const tick = () => {
    if (!start()) { stop(); return; }
    if (!paused) { left -= 1; if (left <= 0) { turn(1); return; } }
    draw();
  };
  const play = (whole) => {
    if (playing() || !scenes().length) return;
    large = {};
    document.body.classList.add("lens-playing");
    style = document.head.appendChild(document.createElement("style"));
    line = document.body.appendChild(Object.assign(document.createElement("div"), { className: "lens-screen-line lens-screen" }));
    at = 0; left = seconds(); paused = false;
    timer = setInterval(tick, 1000);
    if (whole) document.documentElement.requestFullscreen?.().catch(() => {});
    measure();
  };
  const stop = () => {
    clearInterval(timer);
    document.body.classList.remove("lens-playing");
    style?.remove(); line?.remove();
    if (document.fullscreenElement) document.exitFullscreen();
  };
  document.addEventListener("click", (event) => {
    const hit = event.target instanceof Element ? event.target : null;
    if (playing() && event.isTrusted) { // without a keyboard: the left third of the screen goes back, the rest on
      event.preventDefault(); event.stopPropagation();
      if (hit?.closest(".lens-screen-line button")) stop();
      else turn(event.clientX < innerWidth / 3 ? -1 : 1);
    } else if (hit?.closest("[data-play]")) play(true);
  }, true);
  document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement && playing()) stop(); });
  addEventListener("resize", () => { if (playing()) { large = {}; measure(); } });
  document.addEventListener("keydown", (event) => {
    if (!playing() || event.ctrlKey || event.metaKey || event.altKey) return;
    const deeds = {
      " ": () => { paused = !paused; draw(); }, ArrowRight: () => turn(1), PageDown: () => turn(1), ArrowLeft: () => turn(-1), PageUp: () => turn(-1), Escape: stop,
      f: () => document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.().catch(() => {}),
    };
    const deed = deeds[event.key];
    if (deed) { event.preventDefault(); event.stopPropagation(); deed(); }
  }, true);
})();
