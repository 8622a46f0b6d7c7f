// One question to a worker of its own, answered once; on the way it tells how far it is.

import { readKey } from "../../ui/notes.js";

export function ask(start, work, job, told) {
  return new Promise((resolve, reject) => {
    let worker;
    try {
      worker = start();
    } catch (problem) {
      reject(problem);
      return;
    }
    worker.onmessage = ({ data }) => {
      if (data.told) {
        told(data.told);
        return;
      }
      worker.terminate();
      if (data.failure) reject(new Error(data.failure));
      else resolve(data.done);
    };
    worker.onerror = () => reject(new Error("浏览器不支持在后台计算"));
    worker.postMessage({ ...job, work });
  });
}

// What the worker tells, in a bar and beside it; the page only moves when the percentage does.
export function bar(box) {
  const [progress, words] = [box.querySelector("progress"), box.querySelector(".verify-told")];
  let shown = -1;
  return ({ words: text, part }) => {
    const now = Math.floor(part * 100);
    if (now === shown && now) return;
    shown = now;
    progress.hidden = false;
    progress.value = now;
    words.textContent = `${text}（${now}%）`;
  };
}

export function made(name, text = "", className = "") {
  const element = document.createElement(name);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

// Shell lines with what they must print; each can be selected and copied as it stands.
export function commands(lines) {
  return lines.map(({ told, line, hash }) => {
    const item = made("li");
    const copy = made("button", "复制", "btn btn-quiet btn-small");
    copy.type = "button";
    copy.addEventListener("click", async () => {
      await navigator.clipboard?.writeText(line);
      copy.textContent = "已复制";
    });
    const foot = made("div", "", "commands-foot");
    foot.append(copy);
    if (hash) foot.append(made("span", `应得 ${hash}`, "mono small hash"));
    item.append(made("h4", told), made("pre", line), foot);
    item.querySelector("pre").tabIndex = 0;
    return item;
  });
}

// The public keys a reader brings along, one a line; a slip of the pen is no fault of the draw.
export function publicKeys() {
  const lines = (document.getElementById("signed-by")?.value ?? "").split("\n");
  const keys = lines.map((line) => line.trim()).filter(Boolean);
  for (const [at, key] of keys.entries()) {
    try {
      readKey(key);
    } catch (problem) {
      throw new Error(`第 ${at + 1} 行公钥：${problem.message}`);
    }
  }
  return keys;
}
