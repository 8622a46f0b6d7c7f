// The page that works without a network: files come from the reader's disk, the worker from this very script.

import { ask, bar, commands, publicKeys } from "./ask.js";
import { Bad } from "./encoding.js";
import { attach } from "./mine.js";
import { show } from "./report.js";

const TRANSCRIPT = "transcript.json";
const KEY = /^[0-9a-f]{64}$/;
const here = (id) => document.getElementById(id);
const state = { files: new Map(), priors: [] };

// The program a second time, away from the page.
function start() {
  const source = new Blob([here("program").textContent], { type: "text/javascript" });
  return new Worker(URL.createObjectURL(source));
}

async function read(chosen) {
  const files = new Map();
  for (const one of chosen) files.set(one.name, new Uint8Array(await one.arrayBuffer()));
  return files;
}

// {bytes, files} of what was chosen; the transcript is called so, or is the only JSON that says it is one.
function drawIn(files) {
  const says = (bytes) => new TextDecoder().decode(bytes.subarray(-60)).includes('"type":"transcript"');
  const name = files.has(TRANSCRIPT) ? TRANSCRIPT : [...files.keys()].find((one) => says(files.get(one)));
  if (name === undefined) throw new Bad(`没有 ${TRANSCRIPT}`);
  return { bytes: files.get(name), files: new Map([...files].filter(([one]) => one !== name)) };
}

function told(list, words) {
  const item = document.createElement("li");
  item.textContent = words;
  list.append(item);
}

function say(words, className = "") {
  const place = here("verify").querySelector(".verify-told");
  place.textContent = words;
  place.className = `verify-told ${className}`;
}

async function take(chosen) {
  for (const [name, bytes] of await read(chosen)) {
    state.files.set(name, bytes);
    told(document.querySelector(".had"), `${name}（${bytes.length.toLocaleString("zh-CN")} 字节）`);
  }
  const ready = state.files.size > 0;
  here("verify").querySelector("button").disabled = !ready;
  if (ready) say("文件已读入。");
}

async function takeBefore(chosen) {
  try {
    state.priors.push(drawIn(await read(chosen)));
    told(document.querySelector(".had-before"), `第 ${state.priors.length} 次作废抽取：${chosen.length} 个文件`);
  } catch (problem) {
    told(document.querySelector(".had-before"), problem.message);
  }
}

async function keys() {
  const [key, conflictKey] = [here("key").value.trim(), here("conflict-key").value.trim()];
  if ([key, conflictKey].some((one) => one && !KEY.test(one))) throw new Bad("密钥须是 64 位小写十六进制");
  const [ids] = here("ids").files;
  const listed = ids ? (await ids.text()).split(/\s+/).filter(Boolean) : null;
  return { key: key || null, conflictKey: conflictKey || null, ids: listed, signedBy: publicKeys() };
}

async function verify(button) {
  const box = here("verify");
  button.disabled = true;
  try {
    const job = { draw: drawIn(state.files), priors: state.priors, keys: await keys() };
    const report = await ask(start, "verified", job, bar(box));
    show(document.querySelector(".checks"), report);
    const seconds = `名录共 ${report.rows.toLocaleString("zh-CN")} 行，用时 ${(report.took / 1000).toFixed(1)} 秒。`;
    say(report.ok ? `没有一项不通过。${seconds}` : `有检查不通过：${report.failed.join("、")}。${seconds}`, report.ok ? "good" : "bad");
    box.dataset.outcome = report.ok ? "accepted" : "refused";
    document.querySelector(".shell ol").replaceChildren(...commands(report.lines));
    document.querySelector(".shell").hidden = !report.lines.length;
  } catch (problem) {
    say(`没有复核成：${problem.message}`, "bad");
  }
  box.querySelector("progress").hidden = true;
  button.disabled = false;
}

function drops(box) {
  const over = (event) => {
    event.preventDefault();
    box.classList.add("over");
  };
  box.addEventListener("dragover", over);
  box.addEventListener("dragleave", () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("over");
    take(event.dataTransfer.files);
  });
}

if (typeof document !== "undefined") {
  const button = here("verify").querySelector("button");
  here("chosen").addEventListener("change", (event) => take(event.target.files));
  here("before").addEventListener("change", (event) => takeBefore(event.target.files));
  button.addEventListener("click", () => verify(button));
  drops(here("files"));
  attach(document.querySelector(".lot-form"), document.querySelector(".lot-told"), () => drawIn(state.files), start);
}
