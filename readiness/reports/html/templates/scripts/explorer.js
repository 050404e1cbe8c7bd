// The part of the page that shows findings, and answers what somebody does there.
"use strict";

/** So many folders above an object can be chosen: a hostile DN has thousands. */
const FOLDERS_MAX = 32;

/** Columns of each view: the title and, where it can be sorted, the name of the order.
 * @type {Record<string, [string, string][]>} */
const COLUMNS = {
  findings: [
    ["Severity", "severity"],
    ["Object", "object"],
    ["What is wrong", "check"],
    ["Proposal", ""],
  ],
  objects: [
    ["Object", "object"],
    ["Findings", "count"],
    ["What is wrong", ""],
  ],
  groups: [
    ["Severity", "severity"],
    ["Check", "check"],
    ["Objects concerned, together", ""],
  ],
};

/** @template {HTMLElement} T @param {string} id @returns {T} */
const the = (id) => /** @type {T} */ (document.getElementById(id));

/** The part of the page that shows findings. */
class Explorer {
  /** @param {Findings} findings */
  constructor(findings) {
    this.findings = findings;
    this.search = new Search(findings);
    this.draw = new Rows(findings);
    this.form = /** @type {HTMLFormElement} */ (the("filters"));
    /** @type {State} */
    this.state = stateOfAddress() ?? { ...DEFAULTS };
    /** @type {Uint32Array} the findings that match, in their order */
    this.matching = new Uint32Array(0);
    /** @type {Uint32Array} what the view lists: findings, objects or groups, by number */
    this.items = this.matching;
    /** @type {number[]} objects of the view of which nothing was found */
    this.others = [];
    this.pages = 1;
    /** @type {number | undefined} */
    this.remembering = undefined;
    this.fillSelects();
    this.listen();
    the("tools").hidden = false;
    this.update();
  }

  fillSelects() {
    const { findings } = this;
    for (const name of /** @type {const} */ (["check", "attribute", "domain", "state"])) {
      const { codes, texts } = findings[name];
      const counts = [...countsOf(codes)].map(([code, count]) => pair(texts[code], count));
      this.fill(
        name,
        counts.filter(([text]) => text),
      );
    }
    the("state-filter").hidden = findings.state.texts.every((text) => !text);
    /** @type {Map<string, number>} */
    const folders = new Map();
    for (const [code, count] of countsOf(findings.container.codes)) {
      for (const folder of withParents(findings.paths[code])) {
        folders.set(folder, (folders.get(folder) ?? 0) + count);
      }
    }
    this.fill("ou", [...folders]);
  }

  /** The options of a select: those with most findings, by name.
   * @param {string} name @param {[string, number][]} counts */
  fill(name, counts) {
    const most = counts.sort((one, other) => other[1] - one[1]).slice(0, 500);
    most.sort((one, other) => (one[0].toLowerCase() < other[0].toLowerCase() ? -1 : 1));
    const options = most.map(([text, count]) =>
      element("option", { value: text }, `${shown(text).textContent} (${number.format(count)})`),
    );
    this.control(name).append(...options);
  }

  /** @param {string} name */
  control(name) {
    return /** @type {HTMLSelectElement} */ (this.form.elements.namedItem(name));
  }

  listen() {
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", () => this.change(this.stateOfForm()));
    for (const button of document.querySelectorAll("button[data-view]")) {
      const view = /** @type {HTMLElement} */ (button).dataset.view ?? "findings";
      button.addEventListener("click", () => this.change({ view, page: 1, sort: "" }));
    }
    for (const button of document.querySelectorAll("button[data-page]")) {
      const which = /** @type {HTMLElement} */ (button).dataset.page ?? "";
      button.addEventListener("click", () => this.turn(which));
    }
    the("clear").addEventListener("click", () =>
      this.change({ ...DEFAULTS, view: this.state.view }),
    );
    the("copy-link").addEventListener("click", () => copy(this.link(), "The link to this view"));
    the("save-csv").addEventListener("click", () =>
      save(csv(this.findings, this.matching), "readiness-findings.csv"),
    );
    the("save-json").addEventListener("click", () =>
      save(json(this.findings, this.matching), "readiness-findings.json"),
    );
    addEventListener("hashchange", () => this.followAddress());
  }

  link() {
    return `${location.href.split("#")[0]}${addressOf(this.state)}`;
  }

  followAddress() {
    const state = stateOfAddress();
    if (!state) return;
    this.state = state;
    this.update();
    reveal(the("findings"));
  }

  /** @returns {Partial<State>} */
  stateOfForm() {
    const data = new FormData(this.form);
    const text = (/** @type {string} */ name) => String(data.get(name) ?? "");
    return {
      q: text("q"),
      severity: data.getAll("severity").map(String),
      check: text("check"),
      attribute: text("attribute"),
      ou: text("ou"),
      domain: text("domain"),
      state: text("state"),
      page: 1,
    };
  }

  /** @param {Partial<State>} state */
  change(state) {
    this.state = { ...this.state, ...state };
    this.update();
    clearTimeout(this.remembering); // browsers refuse an address that changes with every key
    this.remembering = setTimeout(() => history.replaceState(null, "", addressOf(this.state)), 200);
  }

  /** @param {string} which */
  turn(which) {
    const { page } = this.state;
    const to = { first: 1, previous: page - 1, next: page + 1, last: this.pages }[which] ?? 1;
    this.change({ page: to });
    reveal(the("rows"));
  }

  /** Moves to the next or previous row. @param {number} by */
  step(by) {
    const rows = the("rows").querySelectorAll("tbody tr");
    const now = [...rows].findIndex((row) => row.hasAttribute("aria-current"));
    const next = Math.min(rows.length - 1, Math.max(0, now + by));
    rows[now]?.removeAttribute("aria-current");
    rows[next].setAttribute("aria-current", "true");
    rows[next].querySelector("a, button")?.focus({ preventScroll: true });
    rows[next].scrollIntoView({ block: "nearest" });
  }

  update() {
    const started = performance.now();
    this.showForm();
    this.matching = this.search.rows(this.state);
    if (this.state.view === "groups") {
      this.matching = this.matching.filter((row) => this.findings.group.has(row));
    }
    this.items = this.itemsOf(this.matching);
    this.pages = Math.max(1, Math.ceil(this.items.length / this.size()));
    this.state.page = Math.min(this.state.page, this.pages);
    this.showCheck();
    this.showCount();
    this.show();
    performance.measure("readiness:update", { start: started, end: performance.now() });
  }

  size() {
    return PAGE_SIZES[this.state.view];
  }

  /** What the view lists: findings, objects or groups, by number. @param {Uint32Array} rows */
  itemsOf(rows) {
    const { findings, state } = this;
    this.others = [];
    if (state.view === "findings") return rows;
    if (state.view === "groups") {
      const groups = new Set();
      for (const row of rows) {
        const group = findings.group.get(row);
        if (group !== undefined) groups.add(group);
      }
      return Uint32Array.from(groups);
    }
    this.others = this.search.others(state);
    const seen = new Uint8Array(findings.things.length);
    const items = [];
    for (const row of rows) {
      const which = findings.object[row];
      if (!seen[which]) items.push(which);
      seen[which] = 1;
    }
    items.push(...this.others);
    if (state.sort.endsWith("count")) {
      const sign = state.sort.startsWith("-") ? -1 : 1;
      items.sort(
        (one, other) =>
          sign * (findings.things[one].rows.length - findings.things[other].rows.length),
      );
    }
    return Uint32Array.from(items);
  }

  showForm() {
    const { state } = this;
    this.control("q").value = state.q;
    for (const name of /** @type {const} */ (["check", "attribute", "ou", "domain", "state"])) {
      const select = this.control(name);
      select.value = state[name];
      if (select.value === state[name]) continue;
      select.append(element("option", { value: state[name] }, state[name])); // a link may name any
      select.value = state[name];
    }
    for (const box of this.form.querySelectorAll("input[type=checkbox]")) {
      const input = /** @type {HTMLInputElement} */ (box);
      input.checked = state.severity.includes(input.value);
    }
    for (const button of document.querySelectorAll("button[data-view]")) {
      const isPressed = /** @type {HTMLElement} */ (button).dataset.view === state.view;
      button.setAttribute("aria-pressed", String(isPressed));
    }
  }

  /** When one check is chosen: what it means and how it is fixed. */
  showCheck() {
    const panel = the("about-check");
    const check = this.findings.checks.get(this.state.check);
    const text =
      check && document.getElementById(`check-${check.id}`)?.querySelector("[data-remedy]");
    panel.hidden = !text;
    if (!check || !text || panel.dataset.check === check.id) return;
    panel.dataset.check = check.id;
    panel.className = `about scripted ${check.severity}`;
    const why = element("a", { href: `#check-${check.id}` }, "Why it matters, and documentation");
    const body = element("div", {}, element("strong", {}, check.title), text.cloneNode(true));
    body.append(element("p", { class: "small" }, why));
    panel.replaceChildren(icon(check.severity), body);
  }

  showCount() {
    const { findings, matching, state } = this;
    const seen = new Uint8Array(findings.things.length);
    for (const row of matching) seen[findings.object[row]] = 1;
    const objects = seen.reduce((sum, one) => sum + one, 0);
    const of = matching.length < findings.size ? ` of ${number.format(findings.size)}` : "";
    const groups = state.view === "groups" ? `, in ${counted(this.items.length, "group")}` : "";
    const others = this.others.length;
    const change = others === 1 ? "changes" : "change";
    const more = others ? `; ${number.format(others)} more ${change}` : "";
    const only = state.object ? `, of ${shown(nameOf(rdnOf(state.object))).textContent} alone` : "";
    const sample =
      findings.size < findings.total ? `; the scan found ${number.format(findings.total)}` : "";
    the("shown").textContent = `${number.format(matching.length)}${of} ${
      (of ? findings.size : matching.length) === 1 ? "finding" : "findings"
    } on ${counted(objects, "object")}${groups}${more}${only}${sample}`;
    the("clear").hidden =
      addressOf({ ...state, view: "findings", page: 1, sort: "" }) === "#view=findings";
  }

  /** Draw the rows of the page. */
  show() {
    const start = (this.state.page - 1) * this.size();
    const items = this.items.subarray(start, start + this.size());
    const draw = /** @type {Record<string, (which: number) => HTMLElement>} */ ({
      findings: (row) => this.draw.finding(row),
      objects: (which) => this.draw.object(which),
      groups: (which) => this.draw.group(which),
    })[this.state.view];
    const table = /** @type {HTMLTableElement} */ (the("rows"));
    table.className = `table rows cards ${this.state.view}`;
    table.tHead?.rows[0].replaceChildren(...this.headings());
    const made = Array.from(items, draw);
    if (!made.length) made.push(this.nothing());
    table.tBodies[0].replaceChildren(...made);
    this.showPages();
  }

  nothing() {
    const columns = COLUMNS[this.state.view].length;
    const what =
      this.state.view === "groups"
        ? "No objects share a value here."
        : "Nothing matches these filters.";
    const cell = element("td", { role: "cell", colspan: String(columns), class: "quiet nothing" }, what);
    return element("tr", { role: "row" }, cell);
  }

  headings() {
    const { sort, view } = this.state;
    const key = sort.replace("-", "") || "severity";
    return COLUMNS[view].map(([title, name]) => {
      const cell = element("th", { scope: "col", role: "columnheader" });
      if (!name) {
        cell.append(title);
        return cell;
      }
      const isDescending = sort ? sort === `-${name}` : true; // the report begins with the gravest
      if (key === name) cell.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
      const button = element("button", { type: "button" }, title);
      const next = key === name && !isDescending ? `-${name}` : name;
      button.addEventListener("click", () => {
        this.change({ sort: next === "-severity" ? "" : next, page: 1 });
        /** @type {HTMLElement | null} */ (
          document.querySelector(`#rows [data-sort="${name}"]`)
        )?.focus();
      });
      button.dataset.sort = name;
      cell.append(button);
      return cell;
    });
  }

  showPages() {
    const { page } = this.state;
    const { pages } = this;
    the("pages").hidden = pages === 1;
    the("page").textContent = `Page ${number.format(page)} of ${number.format(pages)}`;
    for (const button of document.querySelectorAll("button[data-page]")) {
      const which = /** @type {HTMLElement} */ (button).dataset.page ?? "";
      const isBack = which === "first" || which === "previous";
      /** @type {HTMLButtonElement} */ (button).disabled = isBack ? page === 1 : page === pages;
    }
  }
}

/** @param {Uint32Array} codes @returns {Map<number, number>} how often there is each of them */
function countsOf(codes) {
  const counts = new Map();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

/** @param {string} text @param {number} count @returns {[string, number]} */
const pair = (text, count) => [text, count];

/** A folder and those that it is in; of a path without end, the lowest. @param {string} path */
function withParents(path) {
  const folders = [path];
  for (let end = path.length - 1; end > 0 && folders.length < FOLDERS_MAX; end--) {
    if (path[end] === "/" && path[end - 1] !== "\\") folders.push(path.slice(0, end));
  }
  return folders;
}

/** @param {HTMLElement} part */
function reveal(part) {
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  part.scrollIntoView({ behavior: isCalm ? "auto" : "smooth" });
  if (part.tabIndex >= -1 && part.hasAttribute("tabindex")) part.focus({ preventScroll: true });
}
