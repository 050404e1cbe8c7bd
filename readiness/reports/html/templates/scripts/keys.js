// Single keys, which can be switched off (WCAG 2.1.4), and the help that lists them.
"use strict";

const VIEWS = ["findings", "objects", "groups"];

/** @param {Explorer} explorer @returns {Record<string, () => void>} what each key does */
function actionsOf(explorer) {
  const help = /** @type {HTMLDialogElement} */ (the("help"));
  return {
    "/": () => {
      reveal(the("findings"));
      explorer.control("q").focus({ preventScroll: true });
    },
    j: () => explorer.step(1),
    k: () => explorer.step(-1),
    n: () => explorer.state.page < explorer.pages && explorer.turn("next"),
    p: () => explorer.state.page > 1 && explorer.turn("previous"),
    v: () => {
      const next = VIEWS[(VIEWS.indexOf(explorer.state.view) + 1) % VIEWS.length];
      explorer.change({ view: next, page: 1, sort: "" });
    },
    c: () => copy(explorer.link(), "The link to this view"),
    "?": () => help.showModal(),
  };
}

/** @param {Explorer} explorer */
function listenToKeys(explorer) {
  const help = /** @type {HTMLDialogElement} */ (the("help"));
  const isOn = /** @type {HTMLInputElement} */ (the("keys-on"));
  const search = explorer.control("q");
  const actions = actionsOf(explorer);
  isOn.checked = remembered("readiness-keys", "on") === "on";
  isOn.addEventListener("change", () => remember("readiness-keys", isOn.checked ? "on" : "off"));
  addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.key === "Escape" && target === search) {
      explorer.change({ q: "", page: 1 });
      search.blur();
      return;
    }
    const isTyping = target.matches?.("input[type=search], select, textarea");
    const isOther = isTyping || event.ctrlKey || event.metaKey || event.altKey || help.open;
    const action = isOther || !isOn.checked ? undefined : actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
