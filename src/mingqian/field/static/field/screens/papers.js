// 现场文书: every paper of this visit with its number, readable without a network, printable where there is a printer.
import { instant } from "../clock.js";
import { button, card, el, facts } from "../dom.js";
import { drawn } from "../glass.js";
import { standsIn } from "../standing.js";
import { paper } from "./record.js";
import { day, hour } from "../words.js";

export async function papers(page) {
  const { data: { row, actions, bundle } } = page;
  const versions = actions.filter((one) => standsIn(one) && ["recorded", "corrected"].includes(one.kind));
  return [
    card(facts([["行政检查审批", row.approval?.number], ["批准日期", day(row.approval?.approved_on)], ["行政检查通知书", row.notice?.number ?? "无须通知或未送达"], ["检查笔录（预留号）", row.numbers?.record]])),
    versions.length ? null : el("p.small", {}, "笔录定稿后，在这里给当事人看、也可打印。"),
    versions.map((action, place) => el("div.print-one", {}, paper(page, { body: action.body, version: place + 1 }), place + 1 === versions.length ? signed(page) : null)),
    versions.length ? button("打印笔录", () => print(), "") : null,
    el("details.fold", {}, el("summary", {}, "权利义务告知"), card(bundle.texts.rights.text.split("\n").map((line) => el("p", {}, line)))),
  ];
}

const signed = ({ standing }) =>
  card(standing.signatures.map((one) => el("figure", {}, one.body.strokes.length ? drawn(one.body.strokes) : el("p", {}, "签在纸上"), el("figcaption", {}, `${one.body.name} ${hour(instant(one))}`))),
    standing.declined ? el("p", {}, `当事人拒绝签字：${standing.declined.body.reason}。见证人：${standing.declined.body.witness}。`) : null);
