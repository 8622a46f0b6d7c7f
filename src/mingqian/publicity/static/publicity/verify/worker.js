// Verification away from the page, so that reading a long list never freezes it. A job names its files by address
// (the portal) or brings them along (the page that works offline); what comes back is plain values.

import { linesOf } from "./commands.js";
import { Suite } from "./hashing.js";
import { lotsOf } from "./lot.js";
import { verify } from "./verify.js";

const NAME = /^(?!\.)[^/\\:]{1,200}$/;

async function bytesAt(url) {
  const answer = await fetch(url, { credentials: "omit" });
  if (!answer.ok) throw new Error(`${url}：${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

// Only names to fetch and rows to expect; whether the document is sound, V0 says.
function glance(bytes) {
  try {
    const doc = JSON.parse(new TextDecoder().decode(bytes));
    const headers = doc.events.filter((one) => one.event.kind === "roll").map((one) => one.event.body.n);
    const names = doc.rolls.map((one) => one.file).filter((name) => NAME.test(name));
    return { names, rows: headers.reduce((sum, n) => sum + n, 0) };
  } catch {
    return { names: [], rows: 0 };
  }
}

// {url} or {bytes, files} → {bytes, files, rows}
async function opened(draw, told) {
  const bytes = draw.bytes ?? (await bytesAt(draw.url));
  const { names, rows } = glance(bytes);
  if (draw.files) return { bytes, files: draw.files, rows };
  const files = new Map();
  for (const name of names) {
    told({ words: `读取 ${name}`, part: 0 });
    files.set(name, await bytesAt(new URL(encodeURIComponent(name), draw.url).href));
  }
  return { bytes, files, rows };
}

// How far: rows read, of all rows of all lists. The words change with the list.
function meter(all, told) {
  let [before, last, name] = [0, 0, ""];
  return ({ words, rows }) => {
    if (words !== name || rows < last) before += last;
    [name, last] = [words, rows];
    told({ words: `${words}：第 ${rows.toLocaleString("zh-CN")} 行`, part: all ? Math.min(1, (before + rows) / all) : 0 });
  };
}

export async function verified({ draw, priors = [], keys = {} }, told) {
  const started = performance.now();
  told({ words: "读取抽取记录", part: 0 });
  const mine = await opened(draw, told);
  const earlier = [];
  for (const one of priors) earlier.push(await opened(one, told));
  const all = [mine, ...earlier].reduce((sum, one) => sum + one.rows, 0);
  const report = verify(mine.bytes, mine.files, { priors: earlier, keys, progress: meter(all, told) });
  const rows = [...(report.draw?.scans.values() ?? [])].reduce((sum, scan) => sum + scan.rows, 0);
  return {
    ok: report.ok, failed: report.failed, checks: report.checks, rows, took: performance.now() - started,
    digest: new Suite("sha256").hex(mine.bytes), lines: report.ok ? linesOf(report.draw) : [],
  };
}

export async function looked({ draw, who }, told) {
  told({ words: "读取抽取记录", part: 0 });
  const { bytes, files } = await opened(draw, told);
  return lotsOf(bytes, files, who, (words, part) => told({ words, part }));
}

const WORK = { verified, looked };

if (typeof WorkerGlobalScope !== "undefined" && globalThis instanceof WorkerGlobalScope) {
  globalThis.onmessage = async ({ data }) => {
    try {
      globalThis.postMessage({ done: await WORK[data.work](data, (told) => globalThis.postMessage({ told })) });
    } catch (problem) {
      globalThis.postMessage({ failure: String(problem.message ?? problem) });
    }
  };
}
