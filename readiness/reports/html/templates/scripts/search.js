// Finds and sorts, and keeps in the address of the page what was asked for.
"use strict";

/**
 * @typedef {{view: string, q: string, severity: string[], check: string, attribute: string,
 *   ou: string, domain: string, state: string, object: string, sort: string, page: number}} State
 */

/** @type {Record<string, number>} */
const PAGE_SIZES = { findings: 25, objects: 25, groups: 25 };

/** @type {State} */
const DEFAULTS = {
  view: "findings",
  q: "",
  severity: [],
  check: "",
  attribute: "",
  ou: "",
  domain: "",
  state: "",
  object: "",
  sort: "",
  page: 1,
};

/** Many texts in one: to look through it once is much faster than to look through each. */
class Haystack {
  /** @param {string[]} texts */
  constructor(texts) {
    this.text = texts.join("\n");
    this.ends = new Uint32Array(texts.length);
    let end = 0;
    texts.forEach((text, which) => {
      this.ends[which] = end += text.length;
      end += 1;
    });
  }

  /** A one for each text that has the word in it, which holds no blank. @param {string} word */
  having(word) {
    const found = new Uint8Array(this.ends.length);
    let which = 0;
    for (
      let at = this.text.indexOf(word);
      at >= 0;
      at = this.text.indexOf(word, this.ends[which])
    ) {
      while (this.ends[which] <= at) which += 1;
      found[which] = 1;
    }
    return found;
  }
}

/** Answers which findings match a state, in its order. */
class Search {
  /** @param {Findings} findings */
  constructor(findings) {
    this.findings = findings;
    /** @type {ReturnType<Search["makeHaystacks"]> | undefined} */
    this.made = undefined;
    /** @type {Map<string, Uint32Array>} */
    this.ranks = new Map();
  }

  /** @param {State} state @returns {Uint32Array} */
  rows(state) {
    const { findings } = this;
    const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    const tests = [...this.tests(state), ...words.map((word) => this.word(word))];
    const rows = new Uint32Array(findings.size);
    let count = 0;
    for (let row = 0; row < findings.size; row++) {
      if (tests.every((test) => test(row))) rows[count++] = row;
    }
    return this.sorted(rows.subarray(0, count), state.sort);
  }

  /** @param {State} state @returns {((row: number) => boolean)[]} */
  tests(state) {
    const { findings } = this;
    const tests = [];
    if (state.severity.length) {
      const wanted = SEVERITIES.map((severity) => state.severity.includes(severity));
      tests.push((/** @type {number} */ row) => wanted[findings.severity[row]]);
    }
    for (const name of /** @type {const} */ (["check", "attribute", "domain", "state"])) {
      if (!state[name]) continue;
      const { codes, known } = findings[name];
      // a step of the plan may be about what several checks find; their ids have no comma
      const texts = name === "check" ? state[name].split(",") : [state[name]];
      const wanted = new Set(texts.map((text) => known.get(text)));
      tests.push((/** @type {number} */ row) => wanted.has(codes[row]));
    }
    if (state.ou) {
      const wanted = findings.paths.map(
        (path) => path === state.ou || path.startsWith(`${state.ou}/`),
      );
      tests.push((/** @type {number} */ row) => wanted[findings.container.codes[row]]);
    }
    if (state.object) {
      const wanted = findings.byName.get(state.object) ?? -1;
      tests.push((/** @type {number} */ row) => findings.object[row] === wanted);
    }
    return tests;
  }

  /** All texts in lower case, made when they are first needed: the first rows need none. */
  get haystacks() {
    this.made ??= this.makeHaystacks();
    return this.made;
  }

  makeHaystacks() {
    const { findings } = this;
    void findings.prospects; // they add objects
    const of = (/** @type {(string | null)[]} */ texts) =>
      new Haystack(texts.map((text) => (text ?? "").toLowerCase()));
    return {
      things: of(
        findings.things.map(({ dn, name }) => (dn.includes(name) ? dn : `${dn}\n${name}`)),
      ),
      folders: of(findings.paths),
      values: of(findings.value),
      proposals: of(findings.proposal),
      checks: of(findings.check.texts.map((id) => `${id}\n${findings.checks.get(id)?.title}`)),
      attributes: of(findings.attribute.texts),
      messages: of(findings.message.texts),
    };
  }

  /** The objects that match, by number, though nothing was found of them: something changes.
   * @param {State} state @returns {number[]} */
  others(state) {
    const { findings } = this;
    const first = findings.prospects?.first ?? findings.things.length;
    const isAboutFindings =
      state.severity.length || state.check || state.attribute || state.domain || state.state;
    if (isAboutFindings || first === findings.things.length) return [];
    const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    const { things, folders } = this.haystacks;
    const having = words.map((word) => [things.having(word), folders.having(word)]);
    const found = [];
    for (let which = first; which < findings.things.length; which++) {
      const { dn, container } = findings.things[which];
      const path = findings.paths[container];
      if (state.object && dn !== state.object) continue;
      if (state.ou && path !== state.ou && !path.startsWith(`${state.ou}/`)) continue;
      if (having.every(([names, paths]) => names[which] || paths[container])) found.push(which);
    }
    return found;
  }

  /** A test for a word, anywhere in a finding. @param {string} word */
  word(word) {
    const { check, attribute, message, container, object } = this.findings;
    const { haystacks } = this;
    const things = haystacks.things.having(word);
    const folders = haystacks.folders.having(word);
    const values = haystacks.values.having(word);
    const proposals = haystacks.proposals.having(word);
    const checks = haystacks.checks.having(word);
    const attributes = haystacks.attributes.having(word);
    const messages = haystacks.messages.having(word);
    return (/** @type {number} */ row) =>
      values[row] +
        proposals[row] +
        things[object[row]] +
        folders[container.codes[row]] +
        checks[check.codes[row]] +
        attributes[attribute.codes[row]] +
        messages[message.codes[row]] >
      0;
  }

  /** @param {Uint32Array} rows @param {string} sort */
  sorted(rows, sort) {
    if (!sort || sort.endsWith("count")) return rows; // the view sorts by count
    const rank = this.rank(sort.replace("-", ""));
    const sign = sort.startsWith("-") ? -1 : 1;
    return rows.sort((one, other) => sign * (rank[one] - rank[other]) || one - other);
  }

  /** The place of each finding in an order. @param {string} key @returns {Uint32Array} */
  rank(key) {
    let rank = this.ranks.get(key);
    if (rank) return rank;
    const { findings } = this;
    rank = new Uint32Array(findings.size);
    if (key === "object") {
      const places = placesOf(
        findings.things.map((thing) => `${thing.name}\n${thing.dn}`.toLowerCase()),
      );
      for (let row = 0; row < findings.size; row++) rank[row] = places[findings.object[row]];
    } else if (key === "severity") {
      for (let row = 0; row < findings.size; row++)
        rank[row] = SEVERITIES.length - findings.severity[row];
    } else if (key === "value") {
      rank = placesOf(findings.value.map((value) => (value ?? "").toLowerCase()));
    } else {
      const column = findings[key === "attribute" ? "attribute" : "check"];
      const places = placesOf(column.texts);
      for (let row = 0; row < findings.size; row++) rank[row] = places[column.codes[row]];
    }
    this.ranks.set(key, rank);
    return rank;
  }
}

/** The place of each text when they are sorted. @param {string[]} texts */
function placesOf(texts) {
  const order = Uint32Array.from(texts.keys());
  order.sort((one, other) => (texts[one] < texts[other] ? -1 : texts[one] > texts[other] ? 1 : 0));
  const places = new Uint32Array(texts.length);
  order.forEach((which, place) => (places[which] = place));
  return places;
}

/** @returns {State | null} null when the address leads to a heading, or nowhere */
function stateOfAddress() {
  const hash = location.hash.slice(1);
  if (!hash.includes("=")) return null;
  const given = new URLSearchParams(hash);
  const state = { ...DEFAULTS };
  for (const name of /** @type {const} */ ([
    "q",
    "check",
    "attribute",
    "ou",
    "domain",
    "state",
    "object",
    "sort",
  ])) {
    state[name] = given.get(name) ?? "";
  }
  const view = given.get("view") ?? "";
  state.view = view in PAGE_SIZES ? view : "findings";
  state.severity = (given.get("severity") ?? "")
    .split(",")
    .filter((one) => SEVERITIES.includes(one));
  state.page = Math.max(1, Math.trunc(Number(given.get("page"))) || 1);
  return state;
}

/** @param {Partial<State>} state @returns {string} */
function addressOf(state) {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    const text = String(value);
    if (text && text !== String(DEFAULTS[/** @type {keyof State} */ (name)])) parts.set(name, text);
  }
  return `#${String(parts) || "view=findings"}`;
}
