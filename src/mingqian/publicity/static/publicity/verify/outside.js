// The checks V20, V22, V23 and V24 (protocol §11): what needs more than the published files, and says so.

import { NOT_APPLICABLE, OUTSIDER, Unchecked } from "./checks.js";
import { withinReach } from "./inspectors.js";

const short = (tag) => tag.slice(0, 8);

export function* v20(draw) {
  const { name, version, sha256 } = draw.plan.engine;
  const told = `公告写明 ${name} ${version}，sha256 ${sha256}，请与公布的程序摘要核对；结果已独立重算，与用什么程序抽无关`;
  throw new Unchecked(OUTSIDER, told);
}

export function* v22(draw) {
  if (draw.result === null) throw new Unchecked(NOT_APPLICABLE, "没有结果");
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

// `draw.keys`: what a holder of keys adds: key (K), ids (of all subjects), conflictKey (Kc).
export function* v23(draw) {
  const { key = null, ids = null } = draw.keys;
  const conflictKey = draw.doc.coi.key ?? draw.keys.conflictKey ?? null;
  const sealed = draw.itemRolls.filter((name) => draw.headers.get(name).mode === "sealed");
  if (key !== null && sealed.length) yield* rowsUnderKey(draw, sealed, key, ids);
  if (conflictKey !== null) {
    if (draw.suite.t("key", conflictKey) !== draw.plan.coi.key_commit) yield "回避密钥 Kc 与公告的承诺不符";
    else yield* hidden(draw, conflictKey);
  }
  if (conflictKey === null || (sealed.length && (key === null || ids === null))) {
    throw new Unchecked(OUTSIDER, "逐行核对标签须用名录密钥 K 和编号清单，核对回避有无隐瞒须用回避密钥 Kc：请密钥持有人核对");
  }
}

function* rowsUnderKey(draw, sealed, key, ids) {
  if (sealed.some((name) => draw.headers.get(name).key_commit !== draw.suite.t("key", key))) {
    yield "名录密钥 K 与名录表头的承诺不符";
  }
  for (const one of draw.openings.values()) {
    if (sealed.includes(one.roll) && one.salt !== draw.suite.t("salt", key, one.id, key)) {
      yield `公开的记录 ${short(one.tag)} 的盐不是由 K 算出`;
    }
  }
  for (const scan of sealed.map((name) => draw.scans.get(name))) {
    if (ids !== null && scan.strangers) yield `${scan.name} 有 ${scan.strangers} 行的标签不由任何编号算出`;
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
