// 扫码: any firm's code leads to its visit.
import { read } from "../codes.js";
import { button, card, el, go, notice } from "../dom.js";
import { byHand, scanner } from "../scan.js";
import { all } from "../store.js";

export async function find() {
  const visits = (await all("visits")).filter((one) => !one.gone);
  const told = el("div", { "aria-live": "polite" });
  let typed = "";
  // Nine letters name no firm; whose they can be, their check character says.
  const fitting = (text) => visits.filter((one) => read(text, one.subject.sign).body === one.subject.sign);
  const look = (text) => {
    const found = fitting(text);
    if (found.length === 1) location.hash = `#/visit/${found[0].code}/arrive`;
    else if (found.length) told.replaceChildren(notice("info", "这 9 位对得上不止一家，您在哪一家门口？"), ...found.map((one) => go(one.subject.name, `visit/${one.code}/arrive`)));
    else told.replaceChildren(notice("warn", `${read(text).fault || "您的任务里没有这一家"}。没有审批的检查不能做。`));
  };
  const judge = (text) => (fitting(text).length ? "" : read(text).fault);
  return {
    head: [el("h1", {}, "扫码"), el("p", {}, "扫门口的码，打开这一家的检查")],
    body: [card(scanner(look), byHand("", (value) => { typed = value; }, judge, button("查找", () => look(typed), "main")), told)],
  };
}
