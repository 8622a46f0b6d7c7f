// Re-runs a published draw from its transcript and roll files, in the reader's own browser.
// Written from the text of the protocol; `verify.test.mjs` holds it against the golden transcripts and frauds.

import { Bad, parse } from "./encoding.js";
import { NOT_APPLICABLE, Unchecked, v1, v10, v11, v12, v2, v3, v4, v5, v6, v7, v8, v9 } from "./checks.js";
import { Draw } from "./draw.js";
import { v13, v14, v15, v16, v17, v18, v20, v22, v23, v24 } from "./people.js";
import { TRANSCRIPT, misfits } from "./shapes.js";
import { v19 } from "./times.js";

export const PASSED = "通过";
export const FAILED = "未通过";
const MOST_REASONS = 8;

export const CHECKS = [
  ["V1", "名录各行", v1], ["V2", "名录次序", v2], ["V3", "行数与计数", v3], ["V4", "名录根与摘要", v4],
  ["V5", "公告与名录", v5], ["V6", "封签与公告", v6], ["V7", "封签承诺", v7], ["V8", "参与各方", v8], ["V9", "开签", v9],
  ["V10", "公共随机数", v10], ["V11", "种子", v11], ["V12", "抽取结果与核验样本", v12], ["V13", "公开的记录", v13],
  ["V14", "检查人员与组队", v14], ["V15", "回避与匹配", v15], ["V16", "替换与替补", v16], ["V17", "作废与重抽", v17],
  ["V18", "日志收录", v18], ["V19", "先后与时限", v19], ["V20", "抽取程序", v20], ["V22", "外部核验", v22],
  ["V23", "密钥复核", v23], ["V24", "整个日志", v24],
];

function outcome(check, draw) {
  const reasons = [];
  try {
    for (const reason of check(draw)) {
      reasons.push(reason);
      if (reasons.length === MOST_REASONS) break;
    }
  } catch (problem) {
    if (problem instanceof Unchecked) {
      if (!reasons.length) return [problem.status, [problem.message]];
    } else {
      reasons.push(problem instanceof Bad ? problem.message : "所需内容缺失或前后矛盾，无法核对");
    }
  }
  return [reasons.length ? FAILED : PASSED, reasons];
}

export function v0(bytes) {
  let doc;
  try {
    doc = parse(bytes);
  } catch (problem) {
    return [null, [problem instanceof Bad ? problem.message : "大得无法读入"]];
  }
  const reasons = [];
  for (const reason of misfits(doc, TRANSCRIPT, "transcript")) {
    reasons.push(reason);
    if (reasons.length === MOST_REASONS) break;
  }
  if (reasons.length) return [doc, reasons];
  if (doc.events.filter((one) => one.event.kind === "plan").length !== 1) reasons.push("应恰有一份任务公告");
  for (const one of doc.events) {
    if (Object.hasOwn(one.event.body, "closed") && one.body === null) {
      reasons.push(`第 ${one.index} 号事件仍密封未公开，现在还不能复核`);
    }
  }
  return [doc, reasons];
}

// files: file name → bytes. Never throws for bad input; `progress(words)` is told what is being read.
export function verify(bytes, files, progress = () => {}) {
  const [doc, reasons] = v0(bytes);
  const report = { checks: [], notes: [], draw: null };
  const add = (code, title, status, why) => report.checks.push({ code, title, status, reasons: why });
  add("V0", "规范字节与字段", reasons.length ? FAILED : PASSED, reasons);
  if (reasons.length) {
    for (const [code, title] of CHECKS) add(code, title, NOT_APPLICABLE, ["V0 未通过，未做"]);
    return finished(report);
  }
  const draw = new Draw(doc);
  const byRoll = new Map(doc.rolls.filter((one) => files.has(one.file)).map((one) => [one.roll, files.get(one.file)]));
  draw.readRolls(byRoll, (name, rows, all) => progress(`${name}：${rows} / ${all} 行`));
  for (const [code, title, check] of CHECKS) {
    progress(`${code} ${title}`);
    add(code, title, ...outcome(check, draw));
  }
  report.draw = draw;
  report.notes = [...new Set(draw.notes)];
  return finished(report);
}

function finished(report) {
  report.failed = report.checks.filter((one) => one.status === FAILED).map((one) => one.code);
  report.ok = report.failed.length === 0;
  return report;
}
