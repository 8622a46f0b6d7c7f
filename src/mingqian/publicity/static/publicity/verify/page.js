// The button 现在验证: runs the verifier in a worker and says, line by line, what was found.

import { attach } from "./lot.js";

const LINES = [
  [["V7", "V9", "V19"], () => "承诺先于随机数公布"],
  [["V1", "V2", "V3", "V4"], (report) => `名录 ${report.rows.toLocaleString("zh-CN")} 行，未被改动`],
  [["V6", "V8", "V9"], () => "各方密签与封存一致"],
  [["V10", "V11"], () => "种子由密签与公开随机数算出"],
  [["V5", "V12", "V13"], (_, line) => line],
  [["V14", "V15", "V16"], (_, line) => line],
];

const box = document.getElementById("verify");
const button = box?.querySelector("button");
const lines = box ? [...box.querySelectorAll(".verify-lines li")] : [];
const words = lines.map((line) => line.textContent);

function say(text) {
  box.querySelector(".verify-told").textContent = text;
}

function show(report) {
  const status = new Map(report.checks.map((one) => [one.code, one.status]));
  for (const [at, [codes, text]] of LINES.entries()) {
    const found = codes.map((code) => status.get(code));
    const bad = found.includes("未通过");
    lines[at].textContent = `${text(report, words[at])}${bad ? "：没有通过" : found.includes("通过") ? "" : "：不适用"}`;
    lines[at].className = bad ? "bad" : found.includes("通过") ? "ok" : "skip";
  }
  const list = box.querySelector(".verify-all ol");
  list.replaceChildren(
    ...report.checks.map((one) => {
      const item = document.createElement("li");
      item.textContent = `${one.code} ${one.title}：${one.status}${one.reasons.length ? `（${one.reasons.join("；")}）` : ""}`;
      if (one.status === "未通过") item.className = "bad";
      return item;
    }),
  );
  box.querySelector(".verify-all").hidden = false;
  const seconds = (report.took / 1000).toFixed(1);
  say(report.ok ? `全部一致。用时 ${seconds} 秒，在您的浏览器里算完。` : `有检查没有通过，请看下面的说明，并告诉我们。用时 ${seconds} 秒。`);
  button.textContent = "再验证一次";
  button.disabled = false;
  box.dataset.outcome = report.ok ? "accepted" : "refused";
}

function failed(reason) {
  say(`没有验证成：${reason}。可以下载文件用 mingqian_verify.py 复核。`);
  button.disabled = false;
}

async function start() {
  button.disabled = true;
  const transcript = new URL(box.dataset.files, location.href).href;
  say("正在计算");
  try {
    const worker = new Worker(new URL(box.dataset.worker, location.href), { type: "module" });
    worker.onmessage = ({ data }) => {
      if (data.words) say(data.words);
      else worker.terminate();
      if (data.report) show(data.report);
      if (data.failure) failed(data.failure);
    };
    worker.onerror = () => failed("浏览器不支持");
    worker.postMessage(transcript);
  } catch (problem) {
    failed(problem.message);
  }
}

const lot = document.querySelector(".lot-form");
if (box && lot) attach(lot, new URL(box.dataset.files, location.href).href);

if (button) {
  button.disabled = false;
  button.addEventListener("click", start);
}
