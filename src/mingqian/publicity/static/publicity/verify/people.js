// The checks V13 to V16 (protocol §11): openings, inspectors, pairs, later events.

import { same } from "./encoding.js";
import { NOT_APPLICABLE, Unchecked, ascending, twice } from "./checks.js";
import { Bench, formPanels, makePairs, peopleDrawn, peopleNeeded, withinReach } from "./inspectors.js";
import { Aftermath } from "./later.js";
import { Tree } from "./merkle.js";
import { PEOPLE } from "./rolls.js";

const short = (tag) => tag.slice(0, 8);

export function* v13(draw) {
  if (draw.openings.size !== draw.doc.openings.length) yield "同一行公开了两次";
  const tagOf = new Map();
  const idOf = new Map();
  for (const one of draw.openings.values()) {
    const header = draw.headers.get(one.roll);
    const row = draw.scans.get(one.roll)?.kept.get(one.tag);
    const where = `公开的记录 ${short(one.tag)}`;
    if (!header || !row) {
      yield `${where} 不在名录里`;
      continue;
    }
    const people = PEOPLE.includes(header.kind) ? "人" : "对象";
    const firstTag = remember(tagOf, `${people} ${one.id}`, one.tag);
    const firstId = remember(idOf, `${people} ${one.tag}`, one.id);
    if ((one.salt === "") !== (header.mode === "open")) yield `${where} 的盐与名录公开方式不符`;
    if (!header.ids.includes(one.id.split(":")[0])) yield `${where} 的编号种类未在名录表头列出`;
    if (draw.suite.t("tag", one.id, one.salt) !== one.tag) yield `${where} 与标签不符`;
    if (draw.suite.t("rec", one.id, one.salt, draw.suite.j(one.record)) !== row.rec) yield `${where} 与名录里的记录摘要不符`;
    if (people === "人" && !mayInspect(one.record)) yield `${where} 缺少组长资格或执法资格代码`;
    if (firstTag !== one.tag || firstId !== one.id) yield `同一编号对应两个标签：${short(one.tag)}`;
  }
}

// §2: what the record of everybody on an inspector roll holds.
const mayInspect = ({ captain, quals }) =>
  typeof captain === "boolean" && Array.isArray(quals) && quals.every((code) => typeof code === "string" && /^[0-9A-Z]{1,12}$/.test(code));

function remember(map, key, value) {
  if (!map.has(key)) map.set(key, value);
  return map.get(key);
}

export function* v14(draw) {
  if (!draw.panels.length || draw.result === null) {
    throw new Unchecked(NOT_APPLICABLE, draw.panels.length ? "尚无结果" : "本次抽取不派检查组");
  }
  const bench = new Bench(draw);
  let ready = true;
  for (const panel of draw.panels) {
    const { kept } = draw.scans.get(panel.inspector_roll);
    for (const tag of panel.appointed) {
      if (kept.get(tag)?.status !== "X:AP") yield `检查组别 ${panel.panel} 指定的组长 ${short(tag)} 在名录中未标为 X:AP`;
    }
    for (const tag of [...bench.eligible(panel), ...panel.appointed]) {
      try {
        bench.record(panel.panel, tag);
      } catch (problem) {
        ready = false;
        yield problem.message;
      }
    }
  }
  if (!ready) return;
  yield* worstCase(draw, bench);
  if (draw.seed !== null && !same(formPanels(draw, bench), draw.result.panels)) yield "检查组和候补人员重算不一致";
}

// §7.3: whatever the seed, no panel can run out of people.
function* worstCase(draw, bench) {
  const earlier = [];
  for (const panel of draw.panels) {
    const people = new Set(bench.eligible(panel));
    const captains = new Set([...people].filter((tag) => bench.captain(panel.panel, tag)));
    const left = (group) =>
      group.size - earlier.reduce((sum, [drawn, other]) => sum + Math.min(drawn, [...group].filter((one) => other.has(one)).length), 0);
    if (left(people) < peopleNeeded(panel)) yield `检查组别 ${panel.panel} 的人数在最坏情形下不够，公告不应封签`;
    if (panel.captain === "drawn" && left(captains) < panel.count) yield `检查组别 ${panel.panel} 的组长在最坏情形下不够，公告不应封签`;
    earlier.push([peopleDrawn(panel, people.size), people]);
  }
}

export function* v15(draw) {
  const { coi } = draw.doc;
  const tree = new Tree(draw.suite.name);
  coi.leaves.forEach((leaf) => tree.addAscii(leaf));
  const sealed = draw.itemRolls.some((name) => draw.headers.get(name).mode === "sealed");
  const known = new Set(coi.leaves);
  if (!ascending(coi.leaves)) yield "回避登记未严格升序";
  if (coi.leaves.length !== draw.plan.coi.count || tree.root() !== draw.plan.coi.root) yield "回避登记与公告承诺的数目或根不符";
  if (draw.result !== null && (coi.key !== null) !== sealed) yield "密封名录须随结果公布回避密钥，公开名录不得公布";
  if (coi.key !== null && draw.suite.t("key", coi.key) !== draw.plan.coi.key_commit) yield "公布的回避密钥与公告的承诺不符";
  if (twice(coi.opened.map((one) => `${one.inspector} ${one.subject}`))) yield "同一回避关系公开了两次";
  for (const one of coi.opened) {
    if (!known.has(draw.suite.t("coi", one.key, one.inspector, one.subject))) {
      yield `回避关系 ${short(one.inspector)}—${short(one.subject)} 不在公告承诺的登记里`;
    }
  }
  if (draw.result === null) throw new Unchecked(NOT_APPLICABLE, "尚无结果");
  const [staff, subjects] = withinReach(draw.result);
  if (coi.opened.some((one) => !staff.has(one.inspector) || !subjects.has(one.subject))) yield "公开了与本次人员和对象无关的回避关系";
  if (!same(makePairs(draw, new Bench(draw), draw.result), draw.result.pairs)) yield "检查组与检查对象的匹配重算不一致";
}

export function* v16(draw) {
  const later = draw.of("substitute", "skip", "replace");
  if (!later.length) throw new Unchecked(NOT_APPLICABLE, "没有递补或替换");
  if (draw.result === null) {
    yield "没有结果，却有替换";
    return;
  }
  const after = new Aftermath(draw, new Bench(draw));
  for (const event of later) {
    if (event.body.approved_by === draw.organiser) yield `第 ${event.index} 号事件由组织方自己批准`;
    const problems = [...after[event.kind](event.body)];
    for (const problem of problems) yield `第 ${event.index} 号事件：${problem}`;
    if (problems.length) return;
  }
}
