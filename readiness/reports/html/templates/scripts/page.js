// Puts everything together when the page has been read. The other scripts come before this one.
"use strict";

/** @param {string} selector @returns {HTMLElement[]} */
const every = (selector) => [...document.querySelectorAll(selector)].map(asElement);

/** @param {Element} element */
const asElement = (element) => /** @type {HTMLElement} */ (element);

/** A link to a fold opens it. */
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!(target instanceof HTMLDetailsElement)) return;
  target.open = true;
  target.scrollIntoView();
}

/** Buttons of which one is pressed show the tables of the same name, and hide the others. */
function listenToSwitches() {
  for (const table of every("[data-later]")) table.hidden = true;
  const buttons = every("[data-waves]");
  for (const button of buttons) {
    button.addEventListener("click", () => {
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      for (const table of every("[data-set]"))
        table.hidden = table.dataset.set !== button.dataset.waves;
    });
  }
}

/** Marks in the contents where the reader is. */
function followReader() {
  const links = /** @type {HTMLAnchorElement[]} */ (every("#rail a"));
  const sections = links.map((link) => document.getElementById(link.hash.slice(1)));
  const mark = () => {
    let here = 0;
    sections.forEach((section, at) => {
      if (section && section.getBoundingClientRect().top < 140) here = at;
    });
    const { scrollHeight } = document.documentElement;
    if (innerHeight + scrollY > scrollHeight - 4 && scrollY > 0) here = sections.length - 1;
    links.forEach((link, at) =>
      at === here ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"),
    );
  };
  let isWaiting = false;
  const later = () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      mark();
    });
  };
  addEventListener("scroll", later, { passive: true });
  mark();
}

/** Paper shows what is folded, also in browsers that do not know ::details-content. */
function openOnPaper() {
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    const folds = /** @type {HTMLDetailsElement[]} */ (every("main details:not([open])"));
    opened = folds.filter((fold) => !fold.closest(".noprint"));
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });
}

function listenToClicks() {
  const menu = /** @type {HTMLDetailsElement | null} */ (document.querySelector(".menu"));
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const button = target.closest("[data-copy]");
    if (button) copy(button.previousElementSibling?.textContent ?? "", "The command");
    if (menu?.open && (target.closest(".menu a") || !target.closest(".menu"))) menu.open = false;
  });
  the("theme").addEventListener("click", nextTheme);
  the("help-open").addEventListener("click", () =>
    /** @type {HTMLDialogElement} */ (the("help")).showModal(),
  );
}

async function start() {
  applyTheme(remembered("readiness-theme", "automatic"));
  listenToClicks();
  listenToSwitches();
  followReader();
  openOnPaper();
  addEventListener("hashchange", openTarget);
  openTarget();
  if (!document.getElementById("rows")) return;
  the("tools").hidden = false;
  const data = the("data");
  try {
    const explorer = new Explorer(parsed(await dataOf(data)));
    data.remove();
    performance.mark("readiness:rows");
    setTimeout(() => explorer.search.haystacks); // now that there is something to look at
    listenToKeys(explorer);
    if (stateOfAddress()) reveal(the("findings"));
  } catch (error) {
    the("shown").textContent =
      `This browser cannot read all findings (${error}). ` +
      "The first of them are below; a current browser shows the rest.";
  }
}

document.addEventListener("DOMContentLoaded", start);
