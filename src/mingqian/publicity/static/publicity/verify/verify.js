// Re-runs a published draw from its transcript and roll files, in the reader's own browser (protocol §11).
// Written from the text of the protocol and held against the golden transcripts and frauds by the tests. What the
// checks are called and what they compare stands on the page, not here.

import { Bad, parse } from "./encoding.js";
import { FAILED, NOT_APPLICABLE, PASSED, Unchecked, v1, v10, v11, v12, v2, v3, v4, v5, v6, v7, v8, v9 } from "./checks.js";
import { Draw } from "./draw.js";
import { v18 } from "./journal.js";
import { v20, v22, v23, v24 } from "./outside.js";
import { v13, v14, v15, v16 } from "./people.js";
import { v17 } from "./redraw.js";
import { TRANSCRIPT, misfits } from "./shapes.js";
import { shown } from "./shown.js";
import { v19 } from "./times.js";

const MOST_REASONS = 8;

// Each check and those it rests on: where its ground has given way, nothing is said.
const CHECKS = [
  ["V1", v1], ["V2", v2, "V1"], ["V3", v3, "V1"], ["V4", v4, "V1"], ["V5", v5, "V1"], ["V6", v6], ["V7", v7, "V6"],
  ["V8", v8], ["V9", v9, "V6"], ["V10", v10], ["V11", v11, "V9", "V10"], ["V12", v12, "V1", "V2", "V5", "V11"],
  ["V13", v13, "V1", "V5"], ["V14", v14, "V5", "V11", "V13"], ["V15", v15, "V12", "V14"], ["V16", v16, "V15"],
  ["V17", v17, "V1", "V2", "V5"], ["V18", v18], ["V19", v19], ["V20", v20], ["V21", shown, "V12", "V14"],
  ["V22", v22, "V12"], ["V23", v23, "V1", "V5"], ["V24", v24, "V18"],
];
export const CODES = ["V0", ...CHECKS.map(([code]) => code)];

// What a check noted stands with it when it passes.
function outcome(check, draw) {
  const reasons = [];
  draw.notes = [];
  try {
    for (const reason of check(draw)) {
      reasons.push(reason);
      if (reasons.length === MOST_REASONS) break;
    }
  } catch (problem) {
    if (problem instanceof Unchecked) {
      if (!reasons.length) return [problem.status, problem.reasons];
    } else {
      reasons.push(problem instanceof Bad ? problem.message : "所需内容缺失或前后矛盾，无法核对");
    }
  }
  return reasons.length ? [FAILED, reasons] : [PASSED, draw.notes];
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

// files: file name → bytes. Options: `priors`, the attempts before a redraw as {bytes, files}; `keys` of a holder
// {key, conflictKey, ids}; `progress({words, rows})` hears what is read. Never throws for bad input.
export function verify(bytes, files, options = {}) {
  const earlier = [];
  for (const one of inOrder(options.priors ?? [])) {
    earlier.push(verifyOne(one.bytes, one.files, { ...options, earlier: [...earlier] }));
  }
  return verifyOne(bytes, files, { ...options, earlier });
}

// By the number of their plans; what cannot be read comes first and fails by itself.
function inOrder(priors) {
  const number = (one) => v0(one.bytes)[0]?.events?.find?.((entry) => entry?.event?.kind === "plan")?.event?.body?.no ?? 0;
  return [...priors].map((one) => [number(one), one]).sort(([one], [other]) => one - other).map(([, one]) => one);
}

function verifyOne(bytes, files, { earlier, keys, progress = () => {} }) {
  const [doc, reasons] = v0(bytes);
  if (reasons.length) {
    const rest = CHECKS.map(([code]) => ({ code, status: NOT_APPLICABLE, reasons: ["未核验：因 V0 不通过"] }));
    return finished([{ code: "V0", status: FAILED, reasons }, ...rest], null);
  }
  const draw = new Draw(doc, { keys, earlier });
  const byRoll = new Map(doc.rolls.filter((one) => files.has(one.file)).map((one) => [one.roll, files.get(one.file)]));
  draw.readRolls(byRoll, (name, rows) => progress({ words: name, rows }));
  const checks = [{ code: "V0", status: PASSED, reasons: [] }];
  const gone = new Set();
  for (const [code, check, ...needs] of CHECKS) {
    const broken = needs.filter((need) => gone.has(need));
    const unmade = [NOT_APPLICABLE, [`未核验：因 ${broken.join("、")} 不通过`]];
    const [status, why] = broken.length ? unmade : outcome(check, draw);
    if (broken.length || status === FAILED) gone.add(code);
    checks.push({ code, status, reasons: why });
  }
  return finished(checks, draw);
}

function finished(checks, draw) {
  const failed = checks.filter((one) => one.status === FAILED).map((one) => one.code);
  return { checks, draw, failed, ok: failed.length === 0 };
}
