// The check V19 (protocol §11): nothing before its time, nothing twice, nothing left out or closed without need.

import { ascending, twice } from "./checks.js";

export function* v19(draw) {
  if (!ascending(draw.events.map((event) => event.index))) yield "事件序号未升序或重复";
  if (draw.events.some((event, at) => at && draw.events[at - 1].at > event.at)) yield "事件时间倒退";
  for (const event of draw.events) yield* closing(draw, event);
  yield* phases(draw);
  yield* deadlines(draw);
  if (draw.doc.anchors.some((one) => !draw.seal || one.seal !== draw.sealHash)) yield "外部留存的封签值与本次封签不符";
}

function* closing(draw, event) {
  const where = `第 ${event.index} 号事件`;
  const { entry } = event;
  const stated = entry.event.body;
  const closed = Object.hasOwn(stated, "closed");
  const secret = ["reveal", "result"].includes(event.kind) && draw.plan.embargo_until !== null;
  if (entry.event.draw !== (event.kind === "roll" ? null : draw.plan.draw_id)) yield `${where}不属于本次抽取`;
  if (closed !== secret) yield `${where}：只有、且必须在暂缓公开时密封`;
  if (!closed) {
    if (entry.nonce !== null || entry.body !== null) yield `${where}没有密封，不应另附内容`;
  } else if (entry.nonce === null) yield `${where}缺少密封时的随机串，不能核对`;
  else if (draw.suite.t("closed", entry.nonce, draw.suite.j(event.body)) !== stated.closed) {
    yield `${where}公开的内容与密封时的承诺不符`;
  }
}

// The kinds in their order, each once that may come once, none missing and none after the end.
function* phases(draw) {
  const middle = draw.table ? ["public", "reveal"] : ["reveal", "public"];
  const order = [["roll"], ["plan"], ["seal"], ...middle.map((one) => [one]), ["result"], ["substitute", "skip", "replace", "audit"], ["complete"]];
  const phase = new Map(order.flatMap((kinds, place) => kinds.map((kind) => [kind, place])));
  const kinds = draw.events.map((event) => event.kind);
  const steps = kinds.filter((kind) => phase.has(kind)).map((kind) => phase.get(kind));
  if (steps.some((step, at) => at && steps[at - 1] > step)) yield "事件先后不对：名录、公告、封签、随机数、结果、后续事件、完成";
  for (const kind of ["plan", "seal", "result", "complete"]) {
    if (kinds.filter((one) => one === kind).length > 1) yield `“${kind}”事件不止一个`;
  }
  if (!draw.voided().size && !["plan", "seal", "result"].every((kind) => kinds.includes(kind))) yield "缺少公告、封签或结果事件";
  if ((draw.result !== null) !== kinds.includes("result")) yield "结果文件与结果事件不成对";
  yield* counted(draw);
  const ended = kinds.includes("complete") ? kinds.slice(kinds.indexOf("complete") + 1) : [];
  if (ended.some((kind) => !["media", "void"].includes(kind))) yield "完成之后又有事件"; // a court may annul what is done
}

function* counted(draw) {
  let count = 0;
  for (const [at, event] of draw.events.entries()) {
    if (event.kind !== "roll") count += 1;
    if (["void", "complete"].includes(event.kind) && event.body.events !== count) {
      yield `第 ${event.index} 号事件说共有 ${event.body.events} 个事件，实有 ${count} 个：有事件被漏掉或添加`;
    }
    if (event.kind === "complete" && (draw.result === null || event.body.result !== draw.resultHash)) {
      yield "完成事件所指的结果与结果文件不一致";
    }
    const gone = draw.voided(draw.events.slice(0, at));
    if (["substitute", "skip", "replace", "complete"].includes(event.kind) && [...draw.itemNames].every((item) => gone.has(item))) {
      yield "全部事项作废之后仍有后续事件";
    }
  }
}

// Table: public ≤ reveal ≤ publish; else sealed_at < reveal < every `at` ≤ public ≤ publish.
function* deadlines(draw) {
  const { reveal, public: shown, publish } = draw.plan.deadlines;
  const sealedAt = draw.seal?.sealed_at;
  const made = draw.plan.public.map((source) => source.at).filter((at) => at !== null);
  if (draw.table && !(shown <= reveal && reveal <= publish)) yield "公告的期限次序不对：公开随机数、揭示、公布";
  if (!draw.table && (shown > publish || made.some((at) => !(reveal < at && at <= shown)))) {
    yield "公告的期限次序不对：揭示、公开随机数产生、登记、公布";
  }
  if (!draw.table && sealedAt && sealedAt >= reveal) yield "封签迟于揭示期限";
  if (sealedAt && draw.of("seal").some((event) => event.at < sealedAt)) yield "封签登记早于封签时间";
  if (sealedAt && draw.of("plan").some((event) => event.at > sealedAt)) yield "封签早于公告";
}
