// Substitutions, skips and replacements after the result, in journal order (protocol §8).

import { leastTicket } from "./inspectors.js";

export class Aftermath {
  constructor(draw, bench) {
    const { result } = draw;
    this.draw = draw;
    this.bench = bench;
    this.panelOf = new Map();
    this.seats = new Map();
    this.substitutes = new Map();
    for (const panel of result.panels) {
      this.substitutes.set(panel.panel, panel.substitutes);
      for (const team of panel.teams) {
        this.panelOf.set(team.team, panel.panel);
        const members = team.members.map((tag, at) => [`M${at + 1}`, tag]);
        this.seats.set(team.team, new Map([["C", team.captain], ...members]));
      }
    }
    this.visits = new Map(result.pairs.map((one) => [`${one.panel} ${one.tag}`, { ...one }]));
    this.standing = new Map(result.strata.map((row) => [`${row.item} ${row.stratum}`, new Set(row.drawn)]));
    this.unused = new Map(result.strata.map((row) => [`${row.item} ${row.stratum}`, [...row.reserve]]));
    this.gone = new Set();
  }

  nextSubstitute(team, seat) {
    const panel = this.panelOf.get(team);
    const stay = [...this.seats.get(team)].filter(([name, tag]) => name !== seat && tag).map(([, tag]) => tag);
    const visits = [...this.visits.values()].filter((one) => one.panel === panel && one.team === team);
    const fits = (person) =>
      !this.gone.has(person) &&
      (seat !== "C" || this.bench.captain(panel, person)) &&
      visits.every((one) => this.bench.able(panel, [...stay, person], one.tag, one.items));
    return this.substitutes.get(panel).find(fits) ?? null;
  }

  *substitute({ team, seat, out, in: came }) {
    if (this.seats.get(team)?.get(seat) !== out) {
      yield `第 ${team} 组 ${seat} 席被替换的不是在席人员`;
      return;
    }
    const expected = this.nextSubstitute(team, seat);
    if (came !== expected) yield `第 ${team} 组 ${seat} 席的递补人员应为 ${(expected ?? "无").slice(0, 8)}`;
    this.seats.get(team).set(seat, expected);
    if (expected) this.gone.add(expected);
  }

  *skip({ team, seat, tag }) {
    const expected = this.seats.get(team)?.has(seat) ? this.nextSubstitute(team, seat) : null;
    if (expected === null || tag !== expected) yield `第 ${team} 组 ${seat} 席跳过的不是应递补的那一位`;
    this.gone.add(tag);
  }

  *replace({ item, stratum, out, in: came, team }) {
    const key = `${item} ${stratum}`;
    if (!this.standing.get(key)?.has(out)) {
      yield `事项 ${item} 被替换的对象不是抽中的（或已替换过）`;
      return;
    }
    this.standing.get(key).delete(out);
    const expected = this.unused.get(key).shift() ?? null;
    if (came !== expected) {
      yield `事项 ${item} 的替补对象应为 ${(expected ?? "无").slice(0, 8)}`;
      return;
    }
    if (expected !== null) this.standing.get(key).add(expected);
    const right = expected === null ? 0 : this.teamFor(item, out, expected);
    if (team !== right) yield `事项 ${item} 的替补对象应由第 ${right} 组检查`;
  }

  teamFor(item, out, tag) {
    const { panel } = this.draw.items.find((one) => one.item === item);
    if (panel === null) return 0;
    const before = this.visits.get(`${panel} ${tag}`);
    const also = new Set([...(before?.items ?? []), item]);
    const items = this.draw.items.filter((one) => also.has(one.item)).map((one) => one.item);
    const able = [...this.panelOf]
      .filter(([number, name]) => name === panel && this.bench.able(panel, this.people(number), tag, items))
      .map(([number]) => number);
    let { team } = before ?? this.visits.get(`${panel} ${out}`);
    if (!able.includes(team)) team = leastTicket(this.draw, tag, able);
    this.visits.set(`${panel} ${tag}`, { panel, tag, items, team });
    return team;
  }

  people(number) {
    return [...this.seats.get(number).values()].filter(Boolean);
  }
}
