// Teams, conflicts, who visits whom (protocol §7).

import { Bad } from "./encoding.js";
import { compare } from "./rolls.js";

export class Bench {
  constructor(draw) {
    this.draw = draw;
    this.rolls = new Map(draw.panels.map((panel) => [panel.panel, panel.inspector_roll]));
    this.conflicts = new Set(draw.doc.coi.opened.map((one) => `${one.inspector} ${one.subject}`));
    this.quals = new Map(draw.items.map((item) => [item.item, item.quals]));
  }

  record(panel, tag) {
    const found = this.draw.openings.get(`${this.rolls.get(panel)} ${tag}`);
    if (!found) throw new Bad(`检查人员 ${tag.slice(0, 8)} 未公开名录记录`);
    return found.record;
  }

  captain(panel, tag) {
    return this.record(panel, tag).captain;
  }

  // No conflict, and for every item enough of them hold each qualification.
  able(panel, people, tag, items) {
    if (people.some((person) => this.conflicts.has(`${person} ${tag}`))) return false;
    return items.every((item) =>
      this.quals.get(item).every(
        (need) => people.filter((person) => this.record(panel, person).quals.includes(need.code)).length >= need.persons,
      ),
    );
  }

  eligible(panel) {
    const { kept } = this.draw.scans.get(panel.inspector_roll);
    return [...kept].filter(([, row]) => row.status === "E" && panel.strata.includes(row.stratum)).map(([tag]) => tag);
  }
}

export const peopleNeeded = (panel) => panel.count * (panel.size - (panel.captain === "appointed" ? 1 : 0));
export const peopleDrawn = (panel, present) =>
  Math.min(present, Math.ceil((peopleNeeded(panel) * panel.factor100) / 100));

export function formPanels(draw, bench) {
  const gone = new Set();
  const found = [];
  let number = 0;
  for (const panel of draw.panels) {
    const { panel: name, count } = panel;
    const { kind } = draw.headers.get(panel.inspector_roll);
    const lot = new Map();
    for (const tag of bench.eligible(panel)) {
      if (!gone.has(tag)) lot.set(tag, draw.suite.t("ticket", draw.seed, kind, tag, "1"));
    }
    const pool = [...lot.keys()].sort((one, other) => compare(lot.get(one), lot.get(other)) || compare(one, other));
    const m = count * (panel.size - 1);
    let end = peopleDrawn(panel, pool.length);
    let captains = panel.appointed;
    let others = pool;
    if (panel.captain !== "appointed") {
      captains = pool.filter((tag) => bench.captain(name, tag)).slice(0, count);
      const chosen = new Set(captains);
      others = pool.filter((tag) => !chosen.has(tag));
      end -= count;
    }
    if (captains.length < count || others.length < m) throw new Bad(`检查组别 ${name} 人数或组长不足，无法组队`);
    const teams = Array.from({ length: count }, (_, at) => ({
      team: number + at + 1,
      captain: captains[at],
      members: others.slice(0, m).filter((_tag, seat) => seat % count === at),
    }));
    number += count;
    found.push({ panel: name, teams, substitutes: others.slice(m, Math.max(m, end)) });
    for (const tag of [...captains, ...others.slice(0, Math.max(m, end))]) gone.add(tag);
  }
  return found;
}

// The team of the least pair ticket; 0 if there is none.
export function leastTicket(draw, tag, teams) {
  let least = ["g", 0];
  for (const team of teams) {
    const ticket = draw.suite.t("pair", draw.seed ?? "", tag, String(team));
    if (ticket < least[0]) least = [ticket, team];
  }
  return least[1];
}

export function makePairs(draw, bench, result) {
  const found = [];
  for (const { panel: name, teams } of result.panels) {
    const mine = new Set(draw.items.filter((item) => item.panel === name).map((item) => item.item));
    const visits = new Map();
    for (const row of result.strata) {
      if (!mine.has(row.item)) continue;
      for (const tag of [...row.forced, ...row.drawn]) visits.set(tag, [...(visits.get(tag) ?? []), row.item]);
    }
    const load = new Map(teams.map((team) => [team.team, 0]));
    const cap = Math.ceil(visits.size / teams.length);
    for (const [tag, items] of visits) {
      const able = teams
        .filter((team) => bench.able(name, [team.captain, ...team.members], tag, items))
        .map((team) => team.team);
      let free = able.filter((team) => load.get(team) < cap);
      if (!free.length) {
        const low = Math.min(...able.map((team) => load.get(team)));
        free = able.filter((team) => load.get(team) === low);
      }
      const chosen = leastTicket(draw, tag, free);
      if (chosen) load.set(chosen, load.get(chosen) + 1);
      found.push({ panel: name, tag, items, team: chosen });
    }
  }
  return found;
}

// Anyone in teams or substitutes, and every forced, drawn or reserve tag (§7.4).
export function withinReach(result) {
  const staff = new Set();
  const subjects = new Set();
  for (const panel of result?.panels ?? []) {
    panel.substitutes.forEach((tag) => staff.add(tag));
    for (const team of panel.teams) [team.captain, ...team.members].forEach((tag) => staff.add(tag));
  }
  for (const row of result?.strata ?? []) [...row.forced, ...row.drawn, ...row.reserve].forEach((tag) => subjects.add(tag));
  return [staff, subjects];
}
