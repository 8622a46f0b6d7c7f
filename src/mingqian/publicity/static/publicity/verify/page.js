// The button 现在验证, on the page of a draw and on the page with all its checks.

import { ask, bar, commands, publicKeys } from "./ask.js";
import { show } from "./report.js";

const LINES = [
  [["V7", "V9", "V19"], () => "承诺先于随机数公布"],
  [["V1", "V2", "V3", "V4"], (report) => `名录 ${report.rows.toLocaleString("zh-CN")} 行，未被改动`],
  [["V6", "V8", "V9"], () => "各方秘密与封签一致"],
  [["V10", "V11"], () => "种子由秘密与公开随机数算出"],
  [["V5", "V12", "V13"], (_, line) => line],
  [["V14", "V15", "V16"], (_, line) => line],
];

const box = document.getElementById("verify");
const button = box?.querySelector("button");
const lines = box ? [...box.querySelectorAll(".verify-lines li")] : [];
const words = lines.map((line) => line.textContent);
const list = document.querySelector(".checks");
const address = (element) => new URL(element.dataset.files, location.href).href;

function summary(report) {
  const status = new Map(report.checks.map((one) => [one.code, one.status]));
  for (const [at, line] of lines.entries()) {
    const [codes, text] = LINES[at];
    const found = codes.map((code) => status.get(code));
    const [bad, good] = [found.includes("failed"), found.includes("passed")];
    line.textContent = `${text(report, words[at])}${bad ? "：没有通过" : good ? "" : "：不适用"}`;
    line.className = bad ? "bad" : good ? "ok" : "skip";
  }
}

// What the reader is told in one sentence, and whether it is good news.
function verdict(report, differing) {
  const seconds = `用时 ${(report.took / 1000).toFixed(1)} 秒，在您的浏览器里算完。`;
  if (!report.ok) return [false, `有检查不通过：${report.failed.join("、")}。${seconds}`];
  const other = box.dataset.digest && box.dataset.digest !== report.digest;
  if (other) return [false, `两边不一致：服务器当时核验的不是这一份抽取记录。${seconds}`];
  if (differing.length) return [false, `两边不一致：${differing.join("、")}。${seconds}`];
  return [true, `${list && box.dataset.digest ? "两边一致，" : ""}没有一项不通过。${seconds}`];
}

function finished(report) {
  summary(report);
  const [good, told] = verdict(report, list ? show(list, report) : []);
  const words = box.querySelector(".verify-told");
  words.textContent = told;
  words.className = `verify-told ${good ? "good" : "bad"}`;
  const shell = document.querySelector(".shell");
  shell?.querySelector("ol").replaceChildren(...commands(report.lines));
  if (shell) shell.hidden = !report.lines.length;
  button.textContent = "再验证一次";
  box.dataset.outcome = good ? "accepted" : "refused";
}

async function start() {
  button.disabled = true;
  const priors = [...box.querySelectorAll(".prior")].map((one) => ({ url: address(one) }));
  const worker = () => new Worker(new URL(box.dataset.worker, location.href), { type: "module" });
  try {
    const job = { draw: { url: address(box) }, priors, keys: { signedBy: publicKeys() } };
    finished(await ask(worker, "verified", job, bar(box)));
  } catch (problem) {
    box.querySelector(".verify-told").textContent = `没有验证成：${problem.message}。可以下载文件离线复核。`;
  }
  box.querySelector("progress").hidden = true;
  button.disabled = false;
}

if (button) {
  button.disabled = false;
  button.addEventListener("click", start);
}
