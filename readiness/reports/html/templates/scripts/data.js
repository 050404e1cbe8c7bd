// Reads the findings that the page carries: columns, in blocks.
"use strict";

/**
 * @typedef {{id: string, severity: string, title: string, total: number, held: number}} Check
 * @typedef {[id: string, severity: string, title: string, total: number, held: number]} CheckFacts
 * @typedef {{dn: string, name: string, kind: string, guid: string, container: number,
 *   rows: number[]}} Thing an object of the directory
 */

const SEVERITIES = ["error", "warning", "info"];

/** A column of texts that repeat: each is kept once. */
class Coded {
  /** @param {number} size */
  constructor(size) {
    /** @type {string[]} */
    this.texts = [];
    this.codes = new Uint32Array(size);
    /** @type {Map<string, number>} */
    this.known = new Map();
  }

  /** @param {string} text */
  code(text) {
    let code = this.known.get(text);
    if (code === undefined) {
      code = this.texts.length;
      this.known.set(text, code);
      this.texts.push(text);
    }
    return code;
  }

  /** @param {number} row */
  at(row) {
    return this.texts[this.codes[row]];
  }
}

/** All findings of the page, column by column. */
class Findings {
  /** @param {{total: number, held: number, checks: CheckFacts[]}} head */
  constructor(head) {
    this.total = head.total;
    this.size = head.held;
    /** @type {Map<string, Check>} */
    this.checks = new Map(
      head.checks.map(([id, severity, title, total, held]) => [
        id,
        { id, severity, title, total, held },
      ]),
    );
    this.check = new Coded(this.size);
    this.attribute = new Coded(this.size);
    this.message = new Coded(this.size);
    this.domain = new Coded(this.size);
    this.source = new Coded(this.size);
    this.state = new Coded(this.size);
    this.suppression = new Coded(this.size);
    this.container = new Coded(this.size);
    this.severity = new Uint8Array(this.size);
    this.object = new Uint32Array(this.size);
    /** @type {string[]} the folders of the containers, as directory tools show them */
    this.paths = [];
    /** @type {(string | null)[]} */
    this.value = [];
    /** @type {(string | null)[]} */
    this.proposal = [];
    /** @type {(number | null)[]} */
    this.line = [];
    /** @type {string[]} hexadecimal digits, without the version */
    this.fingerprint = [];
    /** @type {Thing[]} */
    this.things = [];
    /** @type {Map<string, number>} */
    this.byName = new Map();
    /** @type {Map<number, number>} the group of a finding */
    this.group = new Map();
    /** @type {{rows: number[], others: string[]}[]} */
    this.groups = [];
    this.read = 0;
    /** @type {string[]} lines of JSON that are read when they are first needed */
    this.prospectLines = [];
    /** @type {Prospects | null | undefined} */
    this.readProspects = undefined;
  }

  /** What becomes of objects; null where nobody asked for it. */
  get prospects() {
    if (this.readProspects === undefined) {
      this.readProspects = this.prospectLines.length ? new Prospects(this, this.prospectLines) : null;
      this.prospectLines = [];
    }
    return this.readProspects;
  }

  /** An object without a finding.
   * @param {[rdn: string, parent: string, path: string, kind: string, guid: string]} thing */
  addThing([rdn, parent, path, kind, guid]) {
    const container = this.container.code(parent);
    this.paths[container] = path;
    const dn = parent ? `${rdn},${parent}` : rdn;
    this.byName.set(dn, this.things.length);
    this.things.push({ dn, name: nameOf(rdn), kind, guid, container, rows: [] });
  }

  /** @param {any} block */
  add(block) {
    const first = this.read;
    const count = block.rdn.length;
    for (const name of /** @type {const} */ ([
      "check",
      "attribute",
      "message",
      "source",
      "state",
      "suppression",
    ])) {
      const [texts, codes] = block[name];
      const mine = texts.map((/** @type {string | null} */ text) => this[name].code(text ?? ""));
      for (let row = 0; row < count; row++) this[name].codes[first + row] = mine[codes[row]];
    }
    const containers = block.container[0].map((/** @type {[string, string]} */ [dn, path]) => {
      const code = this.container.code(dn);
      this.paths[code] = path;
      return code;
    });
    for (let row = 0; row < count; row++) {
      const at = first + row;
      const container = containers[block.container[1][row]];
      this.container.codes[at] = container;
      this.severity[at] = SEVERITIES.indexOf(
        this.checks.get(this.check.at(at))?.severity ?? "info",
      );
      this.object[at] = this.thing(block, row, container, at);
      this.domain.codes[at] = this.domain.code(domainOf(block.value[row]));
    }
    for (const name of /** @type {const} */ (["value", "proposal", "line", "fingerprint"])) {
      for (const one of block[name]) this[name].push(one);
    }
    for (const [row, number, others] of block.group) {
      this.groups[number] ??= { rows: [], others };
      this.groups[number].rows.push(first + row);
      this.group.set(first + row, number);
    }
    this.read += count;
  }

  /** The number of the object of a finding. @returns {number}
   * @param {any} block @param {number} row @param {number} container @param {number} at */
  thing(block, row, container, at) {
    const rdn = block.rdn[row];
    const parent = this.container.texts[container];
    const dn = parent ? `${rdn},${parent}` : rdn;
    let number = this.byName.get(dn);
    if (number === undefined) {
      number = this.things.length;
      const kind = block.kind[0][block.kind[1][row]];
      this.things.push({ dn, name: nameOf(rdn), kind, guid: block.guid[row], container, rows: [] });
      this.byName.set(dn, number);
    }
    this.things[number].rows.push(at);
    return number;
  }

  /** The other objects that a finding is about. @param {number} row @returns {string[]} */
  related(row) {
    const number = this.group.get(row);
    if (number === undefined) return [];
    const own = this.things[this.object[row]].dn;
    return this.members(number).filter((dn) => dn !== own);
  }

  /** All objects of a group. @param {number} number @returns {string[]} */
  members(number) {
    const { rows, others } = this.groups[number];
    return [...new Set([...rows.map((row) => this.things[this.object[row]].dn), ...others])];
  }
}

/** The domain of an address, in lower case, or nothing. @param {string | null} value */
function domainOf(value) {
  if (value === null) return "";
  const domain = value.slice(value.lastIndexOf("@") + 1);
  const isAddress =
    domain.length < value.length && domain !== "" && !/[\s,;:<>()/\\@]/.test(domain);
  return isAddress ? domain.toLowerCase() : "";
}

/** The bare name in a relative distinguished name. @param {string} rdn */
function nameOf(rdn) {
  const value = rdn.slice(rdn.indexOf("=") + 1).trim();
  if (!value.includes("\\")) return value;
  return value.replace(/((?:\\[0-9a-f]{2})+)|\\([^])/gi, (_, octets, other) => {
    if (other !== undefined) return other;
    const bytes = octets
      .slice(1)
      .split("\\")
      .map((/** @type {string} */ hex) => parseInt(hex, 16));
    return new TextDecoder().decode(new Uint8Array(bytes));
  });
}

/** The first part of a DN. @param {string} dn */
const rdnOf = (dn) => dn.match(/^(?:[^\\,]|\\[^])*/)?.[0] ?? dn;

/** The text of the data element, inflated. @param {HTMLElement} element */
async function dataOf(element) {
  const text = (element.textContent ?? "").trim();
  if (element.dataset.deflated !== "yes") return text;
  const letters = atob(text);
  const octets = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at++) octets[at] = letters.charCodeAt(at);
  const stream = new Blob([octets]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
}

/** @param {string} text @returns {Findings} */
function parsed(text) {
  let end = text.indexOf("\n");
  const findings = new Findings(JSON.parse(text.slice(0, end < 0 ? undefined : end)));
  while (end >= 0 && end < text.length - 1) {
    const start = end + 1;
    end = text.indexOf("\n", start);
    const line = text.slice(start, end < 0 ? undefined : end);
    // behind the findings, and not needed for the first rows
    if (findings.prospectLines.length || line.startsWith('{"objects"')) {
      findings.prospectLines.push(line);
    } else findings.add(JSON.parse(line));
  }
  return findings;
}
