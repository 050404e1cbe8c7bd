// Takes things along: copies to the clipboard, and files.
"use strict";

/** What a spreadsheet would take for a formula. */
const FORMULA = /^\s*[=+\-@|%＝＋－＠]/u;

/** @param {string} text @param {string} what */
async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // there is no clipboard outside https and files
    const box = element("textarea", { class: "unseen", "aria-label": what });
    box.textContent = text;
    document.body.append(box);
    /** @type {HTMLTextAreaElement} */ (box).select();
    document.execCommand("copy");
    box.remove();
  }
  say(`${what} was copied.`);
}

/** @param {string} text */
function say(text) {
  const note = element("p", { class: "toast", role: "status" });
  document.body.append(note);
  requestAnimationFrame(() => (note.textContent = text)); // a status that changes is read aloud
  setTimeout(() => note.remove(), 3000);
}

/** @param {Findings} findings @param {number} row */
function record(findings, row) {
  const thing = findings.things[findings.object[row]];
  return {
    check: findings.check.at(row),
    severity: SEVERITIES[findings.severity[row]],
    state: findings.state.at(row) || null,
    dn: thing.dn,
    kind: thing.kind,
    guid: guidOf(thing.guid) || null,
    attribute: findings.attribute.at(row),
    value: findings.value[row],
    message: findings.message.at(row),
    proposal: findings.proposal[row],
    related: findings.related(row),
    source: findings.source.at(row),
    line: findings.line[row],
    fingerprint: `v1:${findings.fingerprint[row]}`,
    suppression: findings.suppression.at(row) || null,
  };
}

/** A text that no spreadsheet calculates. It is quoted, so that no separator splits it.
 * @param {unknown} value */
function csvCell(value) {
  const lines = Array.isArray(value) ? value : [String(value ?? "")];
  const text = lines.map((line) => shown(line).textContent).join("\n");
  return `"${(FORMULA.test(text) ? "'" : "") + text.replaceAll('"', '""')}"`;
}

/** @param {Findings} findings @param {Uint32Array} rows */
function csv(findings, rows) {
  const lines = [];
  for (const row of rows) {
    const facts = record(findings, row);
    if (!lines.length) lines.push(Object.keys(facts).join(","));
    lines.push(Object.values(facts).map(csvCell).join(","));
  }
  // the mark tells spreadsheets that this is UTF-8
  return new Blob(["\ufeff", lines.join("\r\n"), "\r\n"], { type: "text/csv;charset=utf-8" });
}

/** @param {Findings} findings @param {Uint32Array} rows */
function json(findings, rows) {
  const lines = Array.from(rows, (row) => JSON.stringify(record(findings, row)));
  return new Blob(["[\n", lines.join(",\n"), "\n]\n"], { type: "application/json" });
}

/** @param {Blob} blob @param {string} name */
function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = /** @type {HTMLAnchorElement} */ (element("a", { href: address, download: name }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
