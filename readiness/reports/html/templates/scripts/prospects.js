// What objects become in the cloud and meet in the tenant, where the scan was asked for it.
"use strict";

/**
 * @typedef {{before: string | null, after: string | null, sign: number, reason: string}} Becoming
 * @typedef {{values: Becoming[], licensed: string | null, dropped: [string, string][],
 *   collides: string[], joined: string[]}} Cloud
 * @typedef {{outcome: string, reason: string, partner: string | null,
 *   changes: [string, unknown, unknown][], lost: string[], isProbable: boolean}} Meeting
 */

/** The signs of how sure a value is, and what they are called. */
const SIGNS = ["certain", "depends", "not-predictable"];
const NAMES = ["Sign-in name", "Primary address", "Alias"];
const CLOUD_NAMES = new Map([
  ["user_principal_name", "sign-in name"],
  ["primary_smtp", "primary address"],
  ["display_name", "display name"],
  ["account_enabled", "enabled"],
  ["mail_nickname", "alias"],
]);

/** Adds to the findings the objects that have none, and knows what becomes of all. */
class Prospects {
  /** @param {Findings} findings @param {string[]} lines */
  constructor(findings, lines) {
    /** @type {Map<number, Cloud>} */
    this.cloud = new Map();
    /** @type {Map<number, Meeting[]>} */
    this.meetings = new Map();
    this.first = findings.things.length;
    const head = JSON.parse(lines[0]);
    /** @type {Record<string, [title: string, meaning: string, level: string]>} */
    this.outcomes = head.outcomes;
    // the rows name objects by number: were these others than ours, all would be wrong
    if (head.objects !== this.first) return;
    for (const line of lines.slice(1)) {
      const { things, cloud, tenant } = JSON.parse(line);
      for (const thing of things) findings.addThing(thing);
      for (const row of cloud ?? []) this.addCloud(row);
      for (const row of tenant ?? []) this.addMeeting(row);
    }
  }

  /** @param {any[]} row */
  addCloud([which, name, address, alias, licensed, dropped, collides, joined]) {
    const values = [name, address, alias].map(becomingOf);
    this.cloud.set(which, { values, licensed, dropped, collides, joined });
  }

  /** @param {any[]} row */
  addMeeting([which, outcome, reason, partner, changes, lost, isProbable]) {
    const meeting = { outcome, reason, partner, changes, lost, isProbable };
    this.meetings.set(which, [...(this.meetings.get(which) ?? []), meeting]);
  }

  /** All that is known of an object. @param {number} which @returns {HTMLElement | null} */
  of(which) {
    const cloud = this.cloud.get(which);
    const meetings = this.meetings.get(which) ?? [];
    if (!cloud && !meetings.length) return null;
    const made = element("div", { class: "prospects" });
    if (cloud) made.append(drawnCloud(cloud));
    for (const meeting of meetings) made.append(this.drawnMeeting(meeting));
    return made;
  }

  /** @param {Meeting} meeting */
  drawnMeeting({ outcome, reason, partner, changes, lost, isProbable }) {
    const [title, meaning, level] = this.outcomes[outcome];
    const list = element("dl", {});
    const heading = element("p", { class: "prospect-title" }, "In the tenant: ");
    heading.append(element("strong", {}, isProbable ? `${title}, probably` : title), `. ${meaning} `);
    if (level) heading.prepend(element("span", { class: level }, icon(level)), " ");
    if (reason) heading.append(element("span", { class: "quiet" }, "(", shown(reason), ")"));
    if (partner) list.append(...pairOf("It meets", shown(partner)));
    for (const [name, before, after] of changes) {
      const value = { before: said(before), after: said(after), sign: 0, reason: "" };
      list.append(...pairOf(`Its ${CLOUD_NAMES.get(name) ?? name}`, drawnBecoming(value, false)));
    }
    if (lost.length) list.append(...pairOf("It loses", several(lost)));
    return element("div", {}, heading, list);
  }
}

/** @param {Cloud} cloud */
function drawnCloud({ values, licensed, dropped, collides, joined }) {
  const list = element("dl", {});
  values.forEach((value, at) => {
    if (value.before === null && value.after === null && !value.sign) return;
    list.append(...pairOf(NAMES[at], drawnBecoming(value, true)));
  });
  if (licensed) list.append(...pairOf("With an Exchange licence", shown(licensed)));
  for (const [address, reason] of dropped) {
    list.append(...pairOf("Does not arrive", element("span", {}, shown(address), quiet(reason))));
  }
  if (collides.length) list.append(...pairOf("Collides with", several(collides)));
  if (joined.length) list.append(...pairOf("One person with", several(joined)));
  return element("div", {}, element("p", { class: "prospect-title" }, "In the cloud"), list);
}

/** A value here and there, how sure that is, and why.
 * @param {Becoming} value @param {boolean} withSign */
function drawnBecoming({ before, after, sign, reason }, withSign) {
  const made = element("span", { class: "becomes" });
  const isSame = before === after && sign < 2;
  if (isSame) made.append(shown(before ?? ""), quiet("unchanged"));
  else {
    const was = before === null ? element("span", {}, "not set") : shown(before);
    was.classList.add("was");
    made.append(was);
    if (sign === 2) made.append(element("em", {}, "cannot be known"));
    else if (after === null) made.append(element("em", {}, "nothing"));
    else made.append(element("strong", { class: "is" }, shown(after)));
    if (withSign) {
      const name = SIGNS[sign];
      const word = name[0].toUpperCase() + name.slice(1).replace("-", " ");
      made.append(" ", element("span", { class: `sure ${name}` }, icon(name), word));
    }
    if (reason) made.append(quiet(reason));
  }
  return made;
}

/** @param {any} field a value that stays, or what becomes of it @returns {Becoming} */
function becomingOf(field) {
  if (!Array.isArray(field)) return { before: field, after: field, sign: 0, reason: "" };
  const [before, short, sign, reason] = field;
  return { before, after: unshortened(before, short), sign, reason };
}

/** A value of which only the domain was written, where that alone differs.
 * @param {string | null} before @param {string | null} short */
function unshortened(before, short) {
  if (!short?.startsWith("@")) return short;
  if (short.startsWith("@@")) return short.slice(1);
  return (before ?? "").slice(0, (before ?? "").lastIndexOf("@")) + short;
}

/** @param {unknown} value */
function said(value) {
  if (value === null || value === undefined) return null;
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

/** @param {string} text */
const quiet = (text) => element("span", { class: "sub" }, shown(text));

/** @param {string[]} texts */
function several(texts) {
  const made = element("span", {});
  texts.forEach((text, at) => made.append(at ? "; " : "", shown(text)));
  return made;
}

/** @param {string} title @param {HTMLElement} content */
const pairOf = (title, content) => [element("dt", {}, title), element("dd", {}, content)];
