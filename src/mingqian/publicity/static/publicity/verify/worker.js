// Verification away from the page, so that reading a long list never freezes it.

import { verify } from "./verify.js";

async function bytesAt(url) {
  const answer = await fetch(url, { credentials: "omit" });
  if (!answer.ok) throw new Error(`${url}：${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

// Fetches the transcript and the files it names beside it, and verifies them; `told` hears how far it is.
export async function run(transcript, told) {
  const started = performance.now();
  told("读取抽取记录");
  const bytes = await bytesAt(transcript);
  const files = new Map();
  for (const name of namesIn(bytes)) {
    told(`读取 ${name}`);
    files.set(name, await bytesAt(new URL(encodeURIComponent(name), transcript).href));
  }
  const report = verify(bytes, files, told);
  const rows = [...(report.draw?.scans.values() ?? [])].reduce((sum, scan) => sum + scan.rows, 0);
  return { ok: report.ok, checks: report.checks, notes: report.notes, rows, took: performance.now() - started };
}

// Only names to fetch; whether the document is sound, V0 says.
function namesIn(bytes) {
  try {
    const { rolls } = JSON.parse(new TextDecoder().decode(bytes));
    return rolls.map((one) => one.file).filter((name) => /^(?!\.)[^/\\:]{1,200}$/.test(name));
  } catch {
    return [];
  }
}

if (typeof WorkerGlobalScope !== "undefined" && globalThis instanceof WorkerGlobalScope) {
  globalThis.onmessage = async ({ data }) => {
    try {
      const report = await run(data, (words) => globalThis.postMessage({ words }));
      globalThis.postMessage({ report });
    } catch (problem) {
      globalThis.postMessage({ failure: String(problem.message ?? problem) });
    }
  };
}
