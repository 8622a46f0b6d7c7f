// 企业查自己的签 without a server: tag, row, ticket and cut of one firm, from the published files (protocol §6).

import { jcs } from "./encoding.js";
import { Suite } from "./hashing.js";
import { Lots } from "./rolls.js";

// One answer per item; `fileOf(roll)` gives the text of a roll file. An empty list: the list is sealed, no salt known.
export async function lotsOf(doc, identity, salt, fileOf) {
  const events = doc.events.map((one) => one.event);
  const plan = events.find((one) => one.kind === "plan").body;
  const suite = new Suite(plan.suite, jcs);
  const headers = new Map(events.filter((one) => one.kind === "roll").map((one) => [suite.j(one.body), one.body]));
  const sealed = plan.items.some((item) => headers.get(item.subject_roll).mode === "sealed");
  const known = salt || (doc.openings.find((one) => one.id === identity)?.salt ?? "");
  if (sealed && !known) return [];
  const tag = suite.t("tag", identity, sealed ? known : "");
  const found = [];
  for (const item of plan.items) {
    const text = await fileOf(item.subject_roll);
    found.push({ item: item.item, tag, ...lotIn(doc, suite, headers.get(item.subject_roll), item, text, tag) });
  }
  return found;
}

function lotIn(doc, suite, header, item, text, tag) {
  const at = text.startsWith(tag) ? 0 : text.indexOf(`\n${tag}|`) + 1;
  if (at === 0 && !text.startsWith(tag)) return { outcome: "不在名录" };
  const [, stratum, status, weight] = text.slice(at, text.indexOf("\n", at)).split("|");
  const row = doc.result.strata.find((one) => one.item === item.item && one.stratum === stratum);
  if (status !== "E") return { outcome: status.startsWith("F:") ? "必查" : "未参加抽取", stratum, status };
  const ticket = new Lots(suite, doc.result.seed, header.kind).key(tag, Number(weight));
  return { outcome: row.drawn.includes(tag) ? "抽中" : "未抽中", stratum, status, ticket, cut: row.cut ?? "" };
}

function line(parent, name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  parent.append(made);
  return made;
}

function show(form, lots, names) {
  const box = form.parentElement.querySelector(".lot-told");
  box.replaceChildren();
  if (!lots.length) line(box, "p", "名录是密封的：请在“查看”页填写本单位的盐，或等检查全部结束后再查。");
  for (const lot of lots) {
    line(box, "h3", `${names[lot.item] ?? lot.item}：${lot.outcome}`);
    if (lot.ticket) line(box, "p", `抽签号 ${lot.ticket}`, "mono small");
    if (lot.ticket) line(box, "p", `截止号 ${lot.cut}`, "mono small");
  }
}

export function attach(form, transcript) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const number = form.elements.number.value.trim().toUpperCase();
    const get = async (url) => {
      const answer = await fetch(url, { credentials: "omit" });
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.text();
    };
    try {
      const doc = JSON.parse(await get(transcript));
      const names = new Map(doc.rolls.map((one) => [one.roll, one.file]));
      const fileOf = (roll) => get(new URL(encodeURIComponent(names.get(roll)), transcript));
      const lots = await lotsOf(doc, `USCC:${number}`, "", fileOf);
      show(form, lots, JSON.parse(form.dataset.names));
    } catch {
      form.submit(); // whatever it is, the server's page says it better
    }
  });
}
