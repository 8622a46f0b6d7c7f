// 扫码: any firm's code leads to its visit.
import { read, tidy } from "../codes.js";
import { button, card, el, field, notice } from "../dom.js";
import { scanner } from "../scan.js";
import { all } from "../store.js";

export async function find() {
  const visits = (await all("visits")).filter((one) => !one.gone);
  const told = el("div", { "aria-live": "polite" });
  let typed = "";
  const look = (text) => {
    const { body, fault } = read(text);
    const one = visits.find((each) => tidy(each.subject.code.split(":").pop()) === body);
    if (one) location.hash = `#/visit/${one.code}/arrive`;
    else told.replaceChildren(notice("warn", fault || `您的任务里没有这一家（${body}）。没有审批的检查不能做。`));
  };
  return {
    head: [el("h1", {}, "扫码"), el("p", {}, "扫门口的码，打开这一家的检查")],
    body: [card(scanner(look), field("企业码", "", (value) => { typed = value; }, { autocapitalize: "characters" }), told, button("查找", () => look(typed), "main"))],
  };
}
