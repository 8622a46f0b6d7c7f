// One pass over a roll file (protocol §2, §6): rows, counts, root, digest, and the lots of its rows.

import { Hasher } from "../../ui/hash.js";
import { Tree } from "./merkle.js";

const ROW = /^([0-9a-f]{64})\|([0-9A-Za-z][0-9A-Za-z_-]{0,31})\|(?:(E)\|([1-9][0-9]{0,2})|([FXS]:[0-9A-Z]{1,12})\|(1))\|([0-9a-f]{64})$/;

// The `limit` least [key, tag] of a stream; hexadecimal text sorts as its bytes do.
export class Least {
  constructor(limit) {
    this.limit = limit;
    this.found = [];
    this.bar = "g";
  }

  take(key, tag) {
    if (key > this.bar || !this.limit) return;
    this.found.push([key, tag]);
    if (this.found.length > 2 * this.limit + 2000) this.sorted();
  }

  sorted() {
    this.found.sort((one, other) => compare(one[0], other[0]) || compare(one[1], other[1]));
    this.found.length = Math.min(this.found.length, this.limit);
    if (this.found.length === this.limit && this.limit) this.bar = this.found.at(-1)[0];
    return this.found;
  }
}

// Kinds of rolls whose rows are people, for panels (§2, §7).
export const PEOPLE = ["inspector", "expert"];
export const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

export class Scan {
  constructor(suite, header) {
    this.suite = suite;
    this.header = header;
    this.name = `名录 ${header.list_id}`;
    this.bad = [];
    this.order = [];
    this.rows = 0;
    this.classes = new Map(); // stratum|status|weight → rows
    this.kept = new Map(); // tag → {stratum, status, rec}
    this.forced = new Map(); // stratum → tags
    this.best = new Map(); // stratum → Least
    this.sample = new Least(0);
    this.strangers = 0; // rows whose tag comes from no known id
    this.root = "";
    this.digest = "";
  }

  // wanted: tags to keep, or null for all E and X rows (the people of an inspector roll).
  run(bytes, { limits = new Map(), leaves = 0, seed = null, wanted = null, known = null, progress = () => {} } = {}) {
    const tree = new Tree(this.suite.name);
    const text = new TextDecoder("latin1").decode(bytes);
    this.sample = new Least(leaves);
    for (const [stratum, limit] of limits) this.best.set(stratum, new Least(limit));
    const lots = seed === null ? null : new Lots(this.suite, seed, this.header.kind);
    this.digest = new Hasher(this.suite.name).update(bytes).hex();
    let last = "";
    let at = 0;
    while (at < text.length && this.rows <= this.header.n && this.bad.length < 20) {
      const end = text.indexOf("\n", at);
      const line = text.slice(at, end < 0 ? text.length : end);
      if (end < 0) this.bad.push("最后一行没有换行符");
      at = end < 0 ? text.length : end + 1;
      this.rows += 1;
      tree.addAscii(line);
      const row = ROW.exec(line);
      if (!row) {
        this.bad.push(`第 ${this.rows} 行不合格式（应为 标签|层|状态|签数|记录摘要）`);
        continue;
      }
      if (row[1] <= last) this.order.push(`第 ${this.rows} 行标签未严格升序或有重复`);
      last = row[1];
      this.take(row, lots, wanted);
      if (known !== null && !known.has(row[1])) this.strangers += 1;
      if (this.rows % 2000 === 0) progress(this.rows);
    }
    this.root = tree.root();
    for (const tags of this.forced.values()) tags.sort();
  }

  take([, tag, stratum, eligible, slips, other, , rec], lots, wanted) {
    const status = eligible ?? other;
    const weight = Number(slips ?? 1);
    const kind = `${stratum}|${status}|${weight}`;
    this.classes.set(kind, (this.classes.get(kind) ?? 0) + 1);
    if (status[0] === "F") {
      if (!this.forced.has(stratum)) this.forced.set(stratum, []);
      this.forced.get(stratum).push(tag);
    }
    if (wanted === null ? "EX".includes(status[0]) : wanted.has(tag)) this.kept.set(tag, { stratum, status, rec });
    if (lots === null) return;
    if (this.sample.limit) this.sample.take(lots.audit(tag), tag);
    if (status === "E") this.best.get(stratum)?.take(lots.key(tag, weight), tag);
  }

  *parts() {
    for (const [kind, rows] of this.classes) {
      const [stratum, status, weight] = kind.split("|");
      yield { stratum, status, weight: Number(weight), rows };
    }
  }

  counts(only = null) {
    const total = { E: 0, F: 0, X: 0, S: 0, RD: 0 };
    for (const { stratum, status, rows } of this.parts()) {
      if (only !== null && only !== stratum) continue;
      total[status[0]] += rows;
      if (status === "F:RD") total.RD += rows;
    }
    return total;
  }
}

// ticket(tag, slip) = T("ticket", seed, purpose, tag, slip); key = the least over the slips (§6).
export class Lots {
  constructor(suite, seed, purpose) {
    this.start = suite.fed(`sxsj1:ticket\n${seed}\n${purpose}\n`);
    this.auditing = suite.fed(`sxsj1:ticket\n${seed}\naudit\n`);
  }

  slip(tag, number) {
    return this.start.copy().ascii(`${tag}\n${number}\n`).hex();
  }

  key(tag, weight) {
    let least = this.slip(tag, 1);
    for (let slip = 2; slip <= weight; slip += 1) {
      const next = this.slip(tag, slip);
      if (next < least) least = next;
    }
    return least;
  }

  audit(tag) {
    return this.auditing.copy().ascii(`${tag}\n1\n`).hex();
  }
}
