// Browsers from Chrome 109 on (the last for Windows 7): what Streamlit's scripts call and those do not have yet. Newer ones have it all.
(() => {
  "use strict";
  const add = (owner, name, value) => { if (!owner[name]) Object.defineProperty(owner, name, { value, writable: true, configurable: true }); };
  for (const list of [Array.prototype, Object.getPrototypeOf(Int8Array.prototype)]) {
    add(list, "toSorted", function (order) { return this.slice().sort(order); });
    add(list, "toReversed", function () { return this.slice().reverse(); });
  }
  add(Promise, "withResolvers", function () {
    const made = {};
    made.promise = new this((resolve, reject) => Object.assign(made, { resolve, reject }));
    return made;
  });
  add(URL, "canParse", (address, base) => { try { return Boolean(new URL(address, base)); } catch { return false; } });
})();
