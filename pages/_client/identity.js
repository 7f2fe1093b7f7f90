// Who is acting outlives a reload: each tab keeps its own person, and hands it to the server with the next connection (pages/_identity.py).
// This is a convenience and no security: whoever sits at the browser may pick any name.
(() => {
  "use strict";
  const name = "lens_identity";
  const hand = (person) => { document.cookie = `${name}=${encodeURIComponent(person)}; path=/; samesite=strict${person ? "" : "; max-age=0"}`; };
  const kept = () => sessionStorage.getItem(name) || "";
  const keep = () => {
    const card = document.querySelector(".lens-identity");
    if (!card || card.dataset.identity === kept()) return;
    sessionStorage.setItem(name, card.dataset.identity || "");
    hand(kept());
  };
  hand(kept());
  new MutationObserver(keep).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-identity"] });
})();
