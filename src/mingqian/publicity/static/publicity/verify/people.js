// The checks V13 to V24 (protocol §11): openings, inspectors, pairs, later events, log, times.

import { Bad, jcs, same } from "./encoding.js";
import { NOT_APPLICABLE, OUTSIDER, Unchecked, ascending, twice } from "./checks.js";
import { Bench, formPanels, makePairs, peopleDrawn, peopleNeeded, withinReach } from "./inspectors.js";
import { Aftermath } from "./later.js";
import { Tree, included } from "./merkle.js";
import { bytesOf, hexOf } from "../../ui/hash.js";

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
    const people = header.kind === "inspector" ? "人" : "对象";
    const firstTag = remember(tagOf, `${people} ${one.id}`, one.tag);
    const firstId = remember(idOf, `${people} ${one.tag}`, one.id);
    if ((one.salt === "") !== (header.mode === "open")) yield `${where} 的盐与名录公开方式不符`;
    if (!header.ids.includes(one.id.split(":")[0])) yield `${where} 的编号种类未在名录表头列出`;
    if (draw.suite.t("tag", one.id, one.salt) !== one.tag) yield `${where} 与标签不符`;
    if (draw.suite.t("rec", one.id, one.salt, draw.suite.j(one.record)) !== row.rec) yield `${where} 与名录里的记录摘要不符`;
    if (firstTag !== one.tag || firstId !== one.id) yield `同一编号对应两个标签：${short(one.tag)}`;
  }
}

function remember(map, key, value) {
  if (!map.has(key)) map.set(key, value);
  return map.get(key);
}

export function* v14(draw) {
  if (!draw.panels.length || draw.result === null) {
    throw new Unchecked(NOT_APPLICABLE, draw.panels.length ? "没有结果" : "本次抽取不派检查组");
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
        const { quals } = bench.record(panel.panel, tag);
        if (!quals.every((code) => typeof code === "string" && /^[0-9A-Z]{1,12}$/.test(code))) {
          throw new Bad(`检查人员 ${short(tag)} 的执法资格代码不合格式`);
        }
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
  if (draw.result === null) return;
  const [staff, subjects] = withinReach(draw.result);
  if (coi.opened.some((one) => !staff.has(one.inspector) || !subjects.has(one.subject))) yield "公开了与本次人员和对象无关的回避关系";
  if (!same(makePairs(draw, new Bench(draw), draw.result), draw.result.pairs)) yield "检查组与检查对象的匹配重算不一致";
}

export function* v16(draw) {
  const later = draw.of("substitute", "skip", "replace");
  if (!later.length) throw new Unchecked(NOT_APPLICABLE, "没有人员替换、跳过或对象替补");
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

export function* v17(draw) {
  for (const [at, event] of draw.events.entries()) {
    if (event.kind !== "void") continue;
    const { body } = event;
    const fixed = draw.fixed(draw.events.slice(0, at));
    if (!body.items.every((item) => draw.itemNames.has(item))) yield "作废的事项不在公告里";
    if (!["PARTY", "SOURCE", "LIST", "ORDER"].includes(body.reason)) yield `作废理由 ${body.reason} 不在允许之列`;
    if (fixed && ["PARTY", "SOURCE"].includes(body.reason)) yield "随机数已定，不能再以缺签或缺数为由作废";
    if (!fixed && !same([...new Set(body.items)].sort(), [...draw.itemNames].sort())) yield "随机数未定时作废，须作废全部事项";
    if (body.approved_by === draw.organiser) yield "作废由组织方自己批准";
    if (body.result !== (fixed ? draw.resultHash : null)) yield "作废时随机数已定须公布作废结果，未定不得有结果";
  }
  if (draw.items.some((item) => item.attempt > 1)) {
    throw new Unchecked(OUTSIDER, "这是重抽：与上一次的衔接请用单文件复核程序的 --prior 核对");
  }
  if (!draw.of("void").length) throw new Unchecked(NOT_APPLICABLE, "第一次抽取，没有作废");
}

function checkpointOf(draw) {
  const lines = draw.doc.checkpoint;
  if (lines.length < 3 || lines[0] !== draw.plan.journal) throw new Bad("检查点不完整，或不属于公告所说的日志");
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(lines[1])) throw new Bad("检查点的条数不合格式");
  if (!/^[0-9A-Za-z+/]{43}=$/.test(lines[2])) throw new Bad("检查点的根不合格式");
  const root = Uint8Array.from(atob(lines[2]), (mark) => mark.charCodeAt(0));
  if (btoa(String.fromCharCode(...root)) !== lines[2]) throw new Bad("检查点的根不合格式");
  const signatures = lines.slice(3).filter(Boolean);
  const well = (line) => /^— \S+ [0-9A-Za-z+/]+={0,2}$/.test(line);
  if (!signatures.every(well) || lines.slice(4).includes("")) throw new Bad("检查点的签名行不合格式");
  return { size: Number(lines[1]), root: hexOf(root), signatures };
}

export function* v18(draw) {
  const { size, root, signatures } = checkpointOf(draw);
  for (const event of draw.events) {
    const leaf = bytesOf(jcs(event.entry.event));
    if (!included(draw.suite.name, leaf, event.index, size, event.entry.proof, root)) {
      yield `第 ${event.index} 号事件不在检查点所示的日志里`;
    }
  }
  if (signatures.length) draw.notes.push("检查点签名须用日志、见证人和上级单位的公钥另行核对");
}

export function* v20(draw) {
  const { engine } = draw.plan;
  if (engine.name === "mingqian") return;
  throw new Unchecked(OUTSIDER, `不认识抽取程序“${engine.name} ${engine.version}”；结果已独立重算，与用什么程序抽无关`);
}

export function* v22(draw) {
  const outside = new Set(draw.parties.filter((party) => party.outside).map((party) => party.role));
  const done = new Map();
  for (const event of draw.of("audit")) {
    const { roll, checked, errors } = event.body;
    if (!outside.has(event.by)) yield `第 ${event.index} 号核验不是外部参与方所作`;
    if (!draw.itemRolls.includes(roll)) yield `第 ${event.index} 号核验的名录不在公告里`;
    else {
      done.set(roll, Math.max(done.get(roll) ?? 0, checked));
      for (const one of errors) draw.notes.push(`外部核验发现：${short(one.tag)} ${one.text}`);
    }
  }
  for (const [roll, checked] of done) {
    const scan = draw.scans.get(roll);
    const counts = scan.counts();
    const sampled = scan.sample.sorted().filter(([, tag]) => !"FX".includes(scan.kept.get(tag)?.status[0] ?? "E"));
    const due = counts.F + counts.X + sampled.length;
    if (checked < due) yield `${scan.name}：外部核验了 ${checked} 行，应不少于 ${due} 行`;
  }
  if (done.size !== draw.itemRolls.length) throw new Unchecked(OUTSIDER, "外部人员对必查、豁免和样本各行的核验尚未登记齐全");
}

export function* v23(draw) {
  const key = draw.doc.coi.key;
  if (key !== null) yield* hidden(draw, key);
  if (key === null || draw.itemRolls.some((name) => draw.headers.get(name).mode === "sealed")) {
    throw new Unchecked(OUTSIDER, "逐行核对标签须用名录密钥和编号清单，请密钥持有人用单文件复核程序核对");
  }
}

// §7.4: with Kc, no conflict within reach is hidden and none invented.
function* hidden(draw, key) {
  const leaves = new Set(draw.doc.coi.leaves);
  const opened = new Map(draw.doc.coi.opened.map((one) => [`${one.inspector} ${one.subject}`, one.key]));
  const [staff, subjects] = withinReach(draw.result);
  for (const person of leaves.size ? [...staff].sort() : []) {
    for (const subject of subjects) {
      const pairKey = draw.suite.t("coikey", key, person, subject, key);
      const there = leaves.has(draw.suite.t("coi", pairKey, person, subject)) ? pairKey : undefined;
      if (opened.get(`${person} ${subject}`) !== there) yield `回避关系 ${short(person)}—${short(subject)} 被隐瞒或被捏造`;
    }
  }
}

export function* v24() {
  throw new Unchecked(OUTSIDER, "同一日志里有无别的公告、轮次是否连续，须对照整个日志");
}
