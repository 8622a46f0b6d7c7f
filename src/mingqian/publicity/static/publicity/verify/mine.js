// The form 企业查自己的签: what is typed stays in this browser; the published files come to it and are searched here.

import { ask, bar, commands, made } from "./ask.js";

const number = (count) => count.toLocaleString("zh-CN");
const head = (hash) => `${hash.slice(0, 8)}…`;

function place(lot) {
  if (lot.row) return `名录共 ${number(lot.total)} 行，贵单位在第 ${number(lot.place)} 行（${lot.file}）。`;
  const beside = [lot.before, lot.after].filter(Boolean).map((row) => row.slice(0, 64));
  const told = `名录共 ${number(lot.total)} 行，没有贵单位的标签。`;
  if (beside.length < 2) return `${told}名录按标签排列，它应在${lot.before ? "最后一行之后" : "最前一行之前"}，那一行是 ${beside[0] ?? ""}。`;
  return `${told}名录按标签排列，它应在第 ${number(lot.place)}、${number(lot.place + 1)} 两行之间，这两行相邻：${beside.join(" 与 ")}。`;
}

function why(lot) {
  if (lot.outcome === "必查") return `贵单位属于必查（${lot.code || lot.status}），不抽签，一定检查。`;
  if (lot.outcome === "未参加抽取") return `贵单位没有参加抽取：${lot.code || lot.status}。`;
  const slip = lot.weight > 1 ? `贵单位有 ${lot.weight} 签，取最小的第 ${lot.slip} 签。` : "";
  if (lot.cut === null) return `${slip}本层不随机抽取。`;
  if (lot.outcome === "抽中") return `${slip}抽签号 ${head(lot.ticket)} 不大于截止号 ${head(lot.cut)}，所以抽中（本层共抽 ${number(lot.k)} 户）。`;
  const spare = lot.spare ? `贵单位是备选第 ${lot.spare} 位，抽中的对象查无下落时依次替补。` : "";
  return `${slip}抽签号 ${head(lot.ticket)} 大于截止号 ${head(lot.cut)}，所以没有抽中；截止号之后的下一个是 ${head(lot.next)}。${spare}`;
}

function facts(lot) {
  const all = { 标签: lot.tag, 所在行: lot.row, 抽签号: lot.ticket, 截止号: lot.ticket && lot.cut, 下一个: lot.ticket && lot.next };
  const list = made("dl", "", "facts");
  for (const [name, value] of Object.entries(all).filter(([, one]) => one)) {
    const pair = made("div");
    pair.append(made("dt", name), made("dd", value, "mono"));
    list.append(pair);
  }
  return list;
}

function card(lot, names) {
  const box = made("section", "", "card lot");
  const title = made("h2", `${names[lot.item] ?? lot.item} `);
  title.append(made("span", lot.outcome, `tag ${["抽中", "必查"].includes(lot.outcome) ? "warn" : "ok"}`));
  const words = made("div", "", "card-body");
  words.append(made("p", place(lot)));
  if (lot.row) words.append(made("p", why(lot)));
  const shell = made("details", "", "shell-of card-body");
  const list = made("ol", "", "commands");
  list.append(...commands(lot.lines));
  shell.append(made("summary", "在命令行里自己算"), list);
  box.append(title, words, facts(lot), shell);
  return box;
}

// The lists a firm is not on, each with the proof: the two rows between which it would stand.
function absences(lots, names, elsewhere) {
  const box = made("section", "", "card lot");
  box.append(made("h2", elsewhere ? `不在其余 ${lots.length} 个事项的名录里` : "不在这次抽取的任何名录里"));
  for (const lot of lots) {
    const one = made("details", "", "absent");
    const words = made("p", place(lot), "card-body small hash");
    const list = made("ol", "", "commands");
    list.append(...commands(lot.lines));
    one.append(made("summary", names[lot.item] ?? lot.item), words, list);
    box.append(one);
  }
  return box;
}

function answer(found, names) {
  if (!found.result) return [made("p", "这次抽取没有产生结果，没有谁被抽中。", "notice-info")];
  if (!found.known) {
    return [made("p", "这份名录是密封的：请填写本单位的盐，或选择检查时交给贵单位的开封凭据（opening.json）。", "notice-info")];
  }
  const there = found.lots.filter((lot) => lot.row).map((lot) => card(lot, names));
  const absent = found.lots.filter((lot) => !lot.row);
  return absent.length ? [...there, absences(absent, names, there.length > 0)] : there;
}

// An opening as the office hands it out: {id, salt, record} and where it belongs.
async function who(form) {
  const file = form.elements.opening?.files[0];
  const held = file ? JSON.parse(await file.text()) : {};
  const typed = form.elements.number.value.trim().toUpperCase();
  const salt = form.elements.salt.value.trim();
  const id = typed ? (typed.includes(":") ? typed : `USCC:${typed}`) : (held.id ?? "");
  return { id, salt: salt || held.salt || "", record: held.id === id ? (held.record ?? null) : null };
}

// `drawOf()` gives what the worker needs: {url} or {bytes, files}; `start()` makes the worker.
export function attach(form, box, drawOf, start) {
  const names = JSON.parse(form.dataset.names || "{}");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = form.querySelector(".verify-told");
    try {
      const found = await ask(start, "looked", { draw: drawOf(), who: await who(form) }, bar(form));
      box.replaceChildren(...answer(found, names));
      told.textContent = "在您的浏览器里算完，输入的内容没有发送。";
    } catch (problem) {
      told.textContent = `没有查成：${problem.message}`;
    }
    form.querySelector("progress").hidden = true;
  });
}

// A code in the address (from a QR code) is looked up at once and taken out of the address and the history.
export function fromAddress(form) {
  const given = new URLSearchParams(location.search).get("id") ?? new URLSearchParams(location.hash.slice(1)).get("id");
  if (!given) return;
  history.replaceState(null, "", location.pathname);
  form.elements.number.value = given.replace(/^USCC:/, "").slice(0, 18);
  form.requestSubmit();
}
