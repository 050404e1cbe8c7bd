// Draws rows. What comes from the directory is set as text, never as markup.
"use strict";

/** What shows as nothing, or as a blank that it is not; and blanks at either end. */
const HIDDEN = /^ +| +$|[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/** @param {string} tag @param {Record<string, string>} attributes
 * @param {(Node | string | null)[]} children */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** @param {string} name */
function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** @param {string} severity */
function badge(severity) {
  return element(
    "span",
    { class: `severity ${severity}` },
    icon(severity),
    severity[0].toUpperCase() + severity.slice(1),
  );
}

/** A text from the directory, with what is hidden in it made visible.
 * @param {string} text @param {string} tag */
function shown(text, tag = "span") {
  const made = element(tag, { class: "value" });
  let end = 0;
  for (const match of text.matchAll(HIDDEN)) {
    made.append(text.slice(end, match.index));
    made.append(element("span", { class: "hidden-character" }, escaped(match[0])));
    end = match.index + match[0].length;
  }
  made.append(text.slice(end));
  return made;
}

/** @param {string} hidden */
function escaped(hidden) {
  if (hidden.startsWith(" ")) return "␠".repeat(hidden.length);
  const code = hidden.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}

const number = new Intl.NumberFormat("en-US");

/** @param {number} count @param {string} noun */
const counted = (count, noun) => `${number.format(count)} ${noun}${count === 1 ? "" : "s"}`;

/** Draws findings, objects and groups as rows of a table. */
class Rows {
  /** @param {Findings} findings */
  constructor(findings) {
    this.findings = findings;
  }

  /** @param {(Node | null)[]} cells */
  row(...cells) {
    const tds = cells.map((content) => element("td", { role: "cell" }, content));
    return element("tr", { role: "row" }, ...tds);
  }

  /** @param {number} row */
  finding(row) {
    const { severity, object } = this.findings;
    return this.row(
      badge(SEVERITIES[severity[row]]),
      this.thing(object[row]),
      this.problem(row),
      this.proposal(row),
    );
  }

  /** All about one object. @param {number} which */
  object(which) {
    const { rows } = this.findings.things[which];
    const list = element("ul", { class: "problems" });
    for (const row of rows) {
      const line = element(
        "li",
        {},
        badge(SEVERITIES[this.findings.severity[row]]),
        this.problem(row),
      );
      const proposal = this.proposal(row);
      if (proposal) line.append(proposal);
      list.append(line);
    }
    const counts = element("span", { class: "quiet" }, counted(rows.length, "finding"));
    const becomes = this.findings.prospects?.of(which) ?? null;
    return this.row(this.thing(which, true), counts, element("div", {}, list, becomes));
  }

  /** All objects that share something. @param {number} which */
  group(which) {
    const { rows } = this.findings.groups[which];
    const dnOf = (/** @type {number} */ row) => this.findings.things[this.findings.object[row]].dn;
    const list = element("ul", { class: "problems" });
    for (const dn of this.findings.members(which)) {
      const words = rows.filter((row) => dnOf(row) === dn).map((row) => this.words(row, false));
      list.append(element("li", {}, this.member(dn), element("div", {}, ...words)));
    }
    return this.row(badge(SEVERITIES[this.findings.severity[rows[0]]]), this.check(rows[0]), list);
  }

  /** @param {string} dn */
  member(dn) {
    const which = this.findings.byName.get(dn);
    if (which !== undefined) return this.thing(which);
    return element(
      "div",
      { class: "thing" },
      shown(nameOf(rdnOf(dn)), "strong"),
      copyButton(dn),
      shown(dn, "span"),
    );
  }

  /** @param {number} which */
  thing(which, withLink = false) {
    const thing = this.findings.things[which];
    if (!thing.dn) return element("strong", {}, "The directory");
    const address = addressOf({ view: "objects", object: thing.dn });
    const path = element(
      "span",
      { class: "sub" },
      `${thing.kind} in `,
      shown(this.findings.paths[thing.container]),
    );
    const made = element(
      "div",
      { class: "thing" },
      element("a", { href: address, class: "name" }, shown(thing.name)),
      copyButton(thing.dn),
      path,
    );
    if (withLink) {
      made.append(element("span", { class: "sub" }, shown(thing.dn)));
      if (thing.guid) made.append(element("span", { class: "sub id" }, guidOf(thing.guid)));
    }
    return made;
  }

  /** @param {number} row */
  check(row) {
    const id = this.findings.check.at(row);
    const title = this.findings.checks.get(id)?.title ?? id;
    const name = element("a", { class: "id", href: addressOf({ check: id }), title }, id);
    const state = this.findings.state.at(row);
    const why = this.findings.suppression.at(row);
    return element(
      "div",
      {},
      name,
      state ? element("span", { class: "chip" }, state, why ? `: ${why}` : "") : null,
    );
  }

  /** @param {number} row */
  problem(row) {
    return element("div", { class: "problem" }, this.check(row), this.words(row));
  }

  /** "attribute value is wrong". @param {number} row */
  words(row, withLink = true) {
    const { attribute, message, value, source, line } = this.findings;
    const text = value[row];
    const made = element("p", { class: "words" });
    if (text !== null) made.append(shown(text), " ");
    const rest = element("span", { class: "quiet" }, shown(attribute.at(row)), " ");
    rest.append(shown(message.at(row)));
    made.append(rest);
    const group = this.findings.group.get(row);
    if (line[row] !== null) made.title = `${source.at(row)}, line ${line[row]}`;
    if (withLink && group !== undefined) {
      const address = addressOf({
        view: "groups",
        object: this.findings.things[this.findings.object[row]].dn,
      });
      made.append(" ", element("a", { class: "others", href: address }, "show together"));
    }
    return made;
  }

  /** @param {number} row */
  proposal(row) {
    const text = this.findings.proposal[row];
    return text === null ? null : element("span", { class: "to" }, shown(text));
  }
}

/** @param {string} hex */
const guidOf = (hex) => hex && hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");

/** @param {string} dn */
function copyButton(dn) {
  const button = element(
    "button",
    { type: "button", class: "copy", title: "Copy the DN" },
    icon("copy"),
  );
  button.append(element("span", { class: "unseen" }, "Copy the DN"));
  button.addEventListener("click", () => copy(dn, "The DN"));
  return button;
}
