// Puts everything together when the page has been read. The other scripts come before this one.
"use strict";

const PREVIEWED = 20;

/** The first findings of a check below its text, when it is opened. @param {Findings} findings */
function preview(findings) {
  const draw = new Rows(findings);
  for (const details of document.querySelectorAll("details[data-check]")) {
    details.addEventListener("toggle", () => {
      if (!(/** @type {HTMLDetailsElement} */ (details).open) || details.querySelector("table"))
        return;
      const wanted = findings.check.known.get(
        /** @type {HTMLElement} */ (details).dataset.check ?? "",
      );
      const rows = [];
      for (
        let row = findings.check.codes.indexOf(wanted ?? -1);
        row >= 0 && rows.length < PREVIEWED;
        row++
      ) {
        if (row >= findings.size || findings.check.codes[row] !== wanted) break;
        rows.push(row);
      }
      const titles = ["Object", "What is wrong", "Proposal"].map((title) =>
        element("th", { scope: "col", role: "columnheader" }, title),
      );
      const table = element(
        "table",
        { class: "rows preview", role: "table" },
        element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...titles)),
        element("tbody", { role: "rowgroup" }, ...rows.map((row) => draw.preview(row))),
      );
      details.querySelector(".text")?.after(table);
    });
  }
}

/** A link to a check opens it. */
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
}

async function start() {
  applyTheme(rememberedTheme());
  the("theme").addEventListener("click", nextTheme);
  addEventListener("hashchange", openTarget);
  if (!document.getElementById("rows")) return;
  the("tools").hidden = false;
  const data = the("data");
  try {
    const findings = parsed(await dataOf(data));
    data.remove();
    const explorer = new Explorer(findings);
    performance.mark("readiness:rows");
    setTimeout(() => explorer.search.haystacks); // now that there is something to look at
    preview(findings);
    openTarget();
    if (stateOfAddress()) reveal(the("findings"));
  } catch (error) {
    the("shown").textContent =
      `This browser cannot read all findings (${error}). ` +
      "The first of them are below; a current browser shows the rest.";
  }
}

document.addEventListener("DOMContentLoaded", start);
