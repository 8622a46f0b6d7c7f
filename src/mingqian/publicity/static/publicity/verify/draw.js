// One transcript with its parts by name, its seed and its selection computed anew (protocol §4 – §6).

import { Suite } from "./hashing.js";
import { jcs } from "./encoding.js";
import { PEOPLE, Scan } from "./rolls.js";
import { drawCounts } from "./quota.js";

export class Draw {
  // keys: what a holder adds (V23); earlier: reports of the attempts before this one (V17).
  constructor(doc, { keys = {}, earlier = [] } = {}) {
    this.doc = doc;
    this.keys = keys;
    this.earlier = earlier;
    this.files = new Map(); // roll → bytes
    this.events = doc.events.map((entry) => {
      const { kind, at, by, body } = entry.event;
      return { index: entry.index, kind, at, by, body: Object.hasOwn(body, "closed") ? entry.body : body, entry };
    });
    this.result = doc.result;
    [this.plan] = this.bodies("plan");
    this.suite = new Suite(this.plan.suite, jcs);
    this.table = this.plan.order === "public-then-reveal";
    this.headers = new Map(this.bodies("roll").map((header) => [this.suite.j(header), header]));
    const seals = this.bodies("seal");
    this.seal = seals.length === 1 ? seals[0] : null;
    this.planHash = this.suite.j(this.plan);
    this.sealHash = this.suite.j(this.seal ?? {});
    this.resultHash = this.suite.j(this.result);
    this.parties = this.plan.parties;
    this.items = this.plan.items;
    this.panels = this.plan.panels;
    this.organiser = this.parties[0]?.role ?? "";
    this.itemNames = new Set(this.items.map((one) => one.item));
    this.itemRolls = [...new Set(this.items.map((one) => one.subject_roll))];
    this.panelRolls = [...new Set(this.panels.map((one) => one.inspector_roll))];
    this.seed = this.seal && this.fixed(this.events) ? this.suite.t("seed", ...this.seedFields()) : null;
    this.openings = new Map(doc.openings.map((one) => [`${one.roll} ${one.tag}`, one]));
    this.scans = new Map();
    this.notes = [];
  }

  of(...kinds) {
    return this.events.filter((event) => kinds.includes(event.kind));
  }

  bodies(...kinds) {
    return this.of(...kinds).map((event) => event.body);
  }

  voided(among = this.events) {
    return new Set(among.filter((event) => event.kind === "void").flatMap((event) => event.body.items));
  }

  // Do these events fix the seed? PARTY and SOURCE voids are possible only while they do not (§8).
  fixed(among) {
    const values = new Set(among.filter((one) => one.kind === "public").map((one) => one.body.index));
    const roles = new Set(among.filter((one) => one.kind === "reveal").map((one) => one.body.role));
    const given = this.parties.filter((party) => roles.has(party.role));
    if (!this.plan.public.every((_, at) => values.has(at))) return false;
    return this.table ? given.length === this.parties.length : this.enough(given);
  }

  enough(given) {
    return given.length >= 2 && given.some((party) => party.outside);
  }

  seedFields() {
    const secrets = new Map(this.bodies("reveal").map((one) => [one.role, one.secret]));
    const values = new Map(this.bodies("public").map((one) => [one.index, one.value]));
    return [
      this.sealHash,
      ...this.parties.map((party) => `${party.role}=${secrets.get(party.role) ?? ""}`),
      ...this.plan.public.map((source, at) => `${source.src}=${values.get(at)}`),
    ];
  }

  // files: roll hash → bytes. What is missing is said by V1.
  readRolls(files, progress = () => {}) {
    this.files = files;
    const known = this.knownTags();
    const audited = new Map((this.result?.audit ?? []).map((one) => [one.roll, one.tags]));
    const listed = new Set(this.doc.rolls.map((one) => one.roll));
    for (const name of [...this.itemRolls, ...this.panelRolls]) {
      const header = this.headers.get(name);
      if (!header || !listed.has(name) || this.scans.has(name)) continue;
      const scan = new Scan(this.suite, header);
      this.scans.set(name, scan);
      if (!files.has(name)) {
        scan.bad.push("读不到名录文件");
        continue;
      }
      const told = (rows) => progress(scan.name, rows, header.n);
      if (PEOPLE.includes(header.kind)) scan.run(files.get(name), { progress: told });
      else {
        const wanted = new Set(audited.get(name) ?? []);
        for (const one of this.doc.openings) if (one.roll === name) wanted.add(one.tag);
        scan.run(files.get(name), {
          limits: this.limits(name), leaves: this.plan.audit_leaves, seed: this.seed, wanted, known, progress: told,
        });
      }
    }
  }

  // With K and all ids a holder derives every tag (V23).
  knownTags() {
    const { key = null, ids = null } = this.keys;
    if (key === null || ids === null) return null;
    return new Set(ids.map((id) => this.suite.t("tag", id, this.suite.t("salt", key, id, key))));
  }

  // How many rows of each stratum's order must be kept, from the counts the header announces. In a redraw the
  // quota also depends on rows that header does not count apart: then the whole order is kept.
  limits(name) {
    const needed = new Map();
    const counts = new Map(this.headers.get(name).counts.map((one) => [one.stratum, { ...one, RD: 0 }]));
    const again = this.items.some((item) => item.attempt > 1);
    for (const item of this.items.filter((one) => one.subject_roll === name)) {
      if (!item.rules.every((rule) => counts.has(rule.stratum))) continue;
      if (!item.rules.every((rule) => rule.tiers.at(-1).upto === null)) continue;
      const ks = drawCounts(item, counts);
      for (const rule of item.rules) {
        const { E } = counts.get(rule.stratum);
        const size = again ? E + 1 : ks.get(rule.stratum) + Math.max(1, rule.reserve);
        needed.set(rule.stratum, Math.max(needed.get(rule.stratum) ?? 0, size));
      }
    }
    return needed;
  }

  countsOf(item) {
    const scan = this.scans.get(item.subject_roll);
    return new Map(item.rules.map((rule) => [rule.stratum, scan.counts(rule.stratum)]));
  }

  selection() {
    const found = [];
    for (const item of this.items) {
      const scan = this.scans.get(item.subject_roll);
      const counts = this.countsOf(item);
      const ks = drawCounts(item, counts);
      for (const rule of item.rules) {
        const { E, F, X, S } = counts.get(rule.stratum);
        const k = ks.get(rule.stratum);
        const order = scan.best.get(rule.stratum)?.sorted() ?? [];
        const tags = order.map(([, tag]) => tag);
        found.push({
          item: item.item, stratum: rule.stratum, N: E + F + X + S, E, F, X, S, k,
          cut: k ? order[k - 1][0] : null,
          next: k < E ? order[k][0] : null,
          forced: scan.forced.get(rule.stratum) ?? [],
          drawn: tags.slice(0, k),
          reserve: tags.slice(k, k + rule.reserve),
        });
      }
    }
    return found;
  }

  auditSample() {
    return this.itemRolls.map((roll) => ({ roll, tags: this.scans.get(roll).sample.sorted().map(([, tag]) => tag) }));
  }
}
