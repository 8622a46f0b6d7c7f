// The checks V1 to V12 (protocol §11): lists, plan, seal, secrets, numbers, seed, selection.
// Each yields what is wrong, says nothing if all is well, or throws Unchecked.

import { same } from "./encoding.js";
import { outcomes } from "./quota.js";
import { PEOPLE } from "./rolls.js";

export const PASSED = "passed";
export const FAILED = "failed";
export const NOT_APPLICABLE = "na";
export const OUTSIDER = "outsider"; // only somebody with more than the published files can check it

export class Unchecked extends Error {
  constructor(status, ...reasons) {
    super();
    this.status = status;
    this.reasons = reasons;
  }
}

export const ascending = (values) => values.every((value, at) => !at || values[at - 1] < value);
export const twice = (values) => new Set(values).size !== values.length;
const lists = (draw) => [...draw.scans.values()];

export function* v1(draw) {
  for (const scan of lists(draw)) {
    for (const problem of scan.bad) yield `${scan.name}：${problem}`;
    if (!PEOPLE.includes(scan.header.kind)) continue;
    for (const { status, weight } of scan.parts()) {
      if (!["E", "X:NA", "X:AP"].includes(status) || weight !== 1) {
        yield `检查人员${scan.name} 有不允许的状态或签数：${status}|${weight}`;
      }
    }
  }
  if (twice(draw.doc.rolls.map((one) => one.file))) yield "两份名录用了同一个文件名";
  for (const one of draw.doc.rolls) {
    if (!draw.headers.has(one.roll)) yield `名录文件 ${one.file} 在日志里没有对应的表头`;
  }
}

export function* v2(draw) {
  for (const scan of lists(draw)) for (const problem of scan.order.slice(0, 3)) yield `${scan.name}：${problem}`;
}

export function* v3(draw) {
  for (const scan of lists(draw)) {
    const { header, name, rows } = scan;
    const parts = [...scan.parts()];
    const strata = [...new Set(parts.map((one) => one.stratum))].sort();
    const codes = [...new Set(parts.map((one) => one.status))].filter((status) => status !== "E").sort();
    if (rows !== header.n) yield `${name}：公告 ${header.n} 行，文件有 ${rows} 行`;
    if (!same(header.counts.map((one) => one.stratum), strata)) yield `${name}：计数表的层与文件不符或未升序`;
    if (!same(header.codes.map((one) => one.code), codes)) yield `${name}：状态代码表与文件不符或未升序`;
    for (const one of header.counts) {
      const counted = scan.counts(one.stratum);
      if ([..."EFXS"].some((mark) => one[mark] !== counted[mark])) yield `${name}：层 ${one.stratum} 的计数与文件不符`;
    }
  }
}

export function* v4(draw) {
  for (const one of draw.doc.rolls) {
    const scan = draw.scans.get(one.roll);
    if (!scan) continue;
    if (scan.root !== scan.header.root) yield `${scan.name}：文件的默克尔根与公告不符，名录被改动过`;
    if (scan.digest !== one.digest) yield `${scan.name}：文件摘要与复核记录不符`;
  }
}

export function* v5(draw) {
  const { plan } = draw;
  const used = [...draw.itemRolls, ...draw.panelRolls];
  const missing = used.filter((name) => !draw.headers.has(name)).sort();
  const registered = draw.bodies("roll").map((header) => draw.suite.j(header)).sort();
  if ([...draw.headers.values()].some((header) => header.suite !== plan.suite)) yield "名录与公告的算法套件不一致";
  if (!same(registered, [...new Set(used)].sort())) yield "日志里的名录表头与公告所用的名录不是一一对应";
  if ((plan.no === 1) !== (plan.prev_plan === null)) yield "第 1 号公告没有上一号，其后各号都须写明上一号公告的哈希";
  if (!same([...new Set(used)].sort(), [...new Set(draw.doc.rolls.map((one) => one.roll))].sort())) {
    yield "复核记录所附名录与公告所用的名录不一致";
  }
  for (const name of missing) yield `公告所用名录 ${name.slice(0, 8)} 的表头未见于日志`;
  if (missing.length) return;
  for (const header of draw.headers.values()) {
    const name = `名录 ${header.list_id}`;
    if ((header.mode === "sealed") === (header.key_commit === null)) yield `${name}：密封名录须有密钥承诺，公开名录不得有`;
    if (PEOPLE.includes(header.kind) && header.mode !== "open") yield `检查人员${name} 须公开`;
  }
  const rolls = draw.itemRolls.map((name) => draw.headers.get(name));
  if (new Set(rolls.map((one) => `${one.mode} ${one.key_commit}`)).size > 1) yield "各事项名录的公开方式或密钥承诺不一致";
  if (plan.embargo_until && rolls.some((one) => one.mode === "open")) yield "暂缓公开的抽取必须用密封名录";
  if (draw.itemNames.size !== draw.items.length) yield "公告的事项重复";
  for (const item of draw.items) yield* itemProblems(draw, item);
  const panels = draw.panels.map((one) => one.panel);
  const wanted = [...new Set(draw.items.map((item) => item.panel).filter((panel) => panel !== null))].sort();
  if (twice(panels) || !same([...panels].sort(), wanted)) yield "事项所用的检查组别与公告列出的不一致";
  for (const panel of draw.panels) {
    const name = `检查组别 ${panel.panel}`;
    const due = panel.captain === "appointed" ? panel.count : 0;
    if (!PEOPLE.includes(draw.headers.get(panel.inspector_roll).kind)) yield `${name} 所用名录不是检查人员名录`;
    if (!ascending(panel.strata)) yield `${name} 的层重复或未升序`;
    if (panel.appointed.length !== due || twice(panel.appointed)) yield `${name} 指定组长的人数不对或重复`;
  }
}

function* itemProblems(draw, item) {
  const name = `事项 ${item.item}`;
  const header = draw.headers.get(item.subject_roll);
  const parts = [...(draw.scans.get(item.subject_roll)?.parts() ?? [])];
  const first = item.attempt === 1;
  const fixed = item.rules.map(({ scope, base, tiers, min, max, monotone }) => ({ scope, base, tiers, min, max, monotone }));
  const whole = item.rules.some((rule) => rule.scope === "item");
  if (first !== (item.prev === null)) yield `${name} 第 ${item.attempt} 次抽取与上一次的作废事件不衔接`;
  if (twice(item.quals.map((need) => need.code))) yield `${name} 的资格要求重复`;
  if (PEOPLE.includes(header.kind)) yield `${name} 误用检查人员名录`;
  if (!same(item.rules.map((rule) => rule.stratum), header.counts.map((one) => one.stratum))) {
    yield `${name} 的抽取规则没有逐一覆盖名录的各层`;
  }
  if (whole && fixed.some((one) => !same(one, fixed[0]))) yield `${name} 按事项总数计算，各层的比例、下限、上限须相同`;
  if (first && parts.some((one) => one.status === "F:RD")) yield `${name} 是第一次抽取，名录里却有重抽必查（F:RD）`;
  for (const rule of item.rules) {
    const where = `${name} 层 ${rule.stratum}`;
    const uptos = rule.tiers.map((tier) => tier.upto);
    if (uptos.at(-1) !== null || uptos.slice(0, -1).includes(null) || !ascending(uptos.slice(0, -1))) {
      yield `${where} 的比例档次须严格升序，且最后一档不封顶`;
    }
    if (rule.max !== null && rule.min > rule.max) yield `${where} 的下限大于上限`;
    if (!ascending(rule.weights)) yield `${where} 的签数表未升序`;
    for (const one of parts) {
      if (one.stratum === rule.stratum && one.status === "E" && !rule.weights.includes(one.weight)) {
        yield `${where} 有公告未列的签数 ${one.weight}`;
      }
    }
  }
}

export function* v6(draw) {
  if (!draw.seal) {
    const unsealed = draw.of("void").length && !draw.of("seal").length && !draw.result;
    if (unsealed) throw new Unchecked(NOT_APPLICABLE, "封签之前已作废");
    yield "没有封签，或不止一份";
  } else if (draw.seal.plan !== draw.planHash) yield "封签所封的不是这份任务公告";
  if (draw.result && (draw.result.plan !== draw.planHash || draw.result.seal !== draw.sealHash)) {
    yield "结果所写的公告或封签不是这一次的";
  }
}

export function* v7(draw) {
  if (!draw.seal) throw new Unchecked(NOT_APPLICABLE, "没有封签");
  const { commits } = draw.seal;
  if (!same(commits.map((one) => one.role), draw.parties.map((one) => one.role))) yield "封签里的承诺与公告的各方不一致，或次序不对";
  if (twice(commits.map((one) => one.commit))) yield "两方的承诺相同，必有一方是抄的";
}

export function* v8(draw) {
  const roles = draw.parties.map((one) => one.role);
  const outsiders = draw.parties.filter((one) => one.outside);
  const own = new Set(draw.parties.filter((one) => !one.outside).map((one) => one.unit));
  if (twice(roles) || roles.length < 2) yield "参与方少于两方，或角色重复";
  if (!outsiders.length) yield "没有外部参与方";
  if (draw.parties[0]?.outside) yield "第一方应为组织方，不能标为外部";
  if (outsiders.some((one) => own.has(one.unit))) yield "外部参与方与内部参与方同属一个单位";
  draw.notes = draw.parties.map((one) => `参与方 ${one.role}：${one.unit}${one.outside ? "（外部）" : ""}`);
}

export function* v9(draw) {
  const commits = new Map((draw.seal?.commits ?? []).map((one) => [one.role, one.commit]));
  const roles = draw.bodies("reveal").map((one) => one.role);
  const all = draw.parties.map((one) => one.role);
  if (twice(roles)) yield "同一方揭示两次";
  for (const { role, secret } of draw.bodies("reveal")) {
    if (!/^[0-9A-Za-z]{20,128}$/.test(secret) || (/^[0-9]+$/.test(secret) && secret.length < 30)) {
      yield `${role} 的秘密不合格式（20 至 128 位字母数字，纯数字不少于 30 位）`;
    } else if (commits.get(role) !== draw.suite.t("commit", draw.planHash, role, secret)) {
      yield `${role} 公开的秘密与封签时的承诺不符`;
    }
  }
  const given = draw.parties.filter((party) => roles.includes(party.role));
  const missing = all.filter((role) => !roles.includes(role));
  const open = draw.seed === null && (draw.result || !draw.voided().size);
  const late = draw.of("reveal").some((event) => event.at > draw.plan.deadlines.reveal);
  if (!draw.table && late) yield "揭示迟于期限，不应登记";
  const inOrder = roles[0] === all[0] && same(roles, all.filter((role) => roles.includes(role)));
  if (draw.table && roles.length && !inOrder) yield "揭示次序不对：组织方先揭示，其余依公告次序";
  if (draw.table && open && missing.length) yield `${missing.join("、")} 未揭示：只能作废，不能有结果`;
  if (!draw.table && open && !draw.enough(given)) yield "揭示不足两方，或没有外部一方：只能作废，不能有结果";
  if (!draw.table) draw.notes = missing.map((role) => `${role} 的秘密缺失，按空串计入`);
}

const FORMS = {
  dice10: (source) => new RegExp(`^[0-9]{${source.count}}$`),
  dice6: (source) => new RegExp(`^[1-6]{${source.count}}$`),
  drand: () => /^[0-9a-f]{64}$/,
  nist: () => /^[0-9a-f]{128}$/,
};

function fits(source, value) {
  if (source.src !== "lottery") return FORMS[source.src](source).test(value);
  const numbers = value.split(",");
  const form = new RegExp(`^[0-9]{${String(source.max).length}}$`);
  return (
    numbers.every((one) => form.test(one)) && numbers.length === source.count && ascending(numbers) &&
    Number(numbers[0]) >= 1 && Number(numbers.at(-1)) <= source.max
  );
}

export function* v10(draw) {
  const sources = draw.plan.public;
  const least = { dice10: 20, dice6: 26 };
  let product = 1n;
  for (const source of sources) {
    product *= outcomes(source);
    const dice = Object.hasOwn(least, source.src);
    if ((source.at === null) !== dice) yield "彩票和信标须写明产生时间，掷骰不写";
    if (dice !== draw.table) yield "现场掷骰只能用于先公布后揭示，彩票与信标只能用于先揭示后公布";
    if (dice && source.count < least[source.src]) yield "掷骰次数太少（十面骰不少于 20 次，六面骰不少于 26 次）";
    if (source.src === "lottery" && source.count >= source.max) yield "彩票号码个数须小于号码总数";
  }
  const drawn = sources.filter((one) => one.at !== null).map((one) => JSON.stringify([one.src, one.game ?? one.chain, one.issue ?? one.round ?? one.pulse]));
  if (twice(drawn)) yield "同一期彩票、同一轮信标写了两次，并不更随机";
  const indexes = draw.bodies("public").map((one) => one.index);
  if (product < 2n ** 64n) yield "公开随机数的可能结果少于 2 的 64 次方";
  if (twice(indexes) || indexes.some((at) => at >= sources.length)) yield "公开随机数重复登记，或公告中没有这个来源";
  const short = new Set(indexes).size < sources.length;
  if (short && (draw.result || !draw.voided().size)) yield "公开随机数未齐：只能作废，不能有结果";
  for (const event of draw.of("public")) {
    const { index, value } = event.body;
    if (index >= sources.length) continue;
    if (!fits(sources[index], value)) yield `第 ${index + 1} 个公开随机数“${value.slice(0, 40)}”不合格式`;
    if (event.at < (sources[index].at ?? "")) yield `第 ${index + 1} 个公开随机数在产生之前就已登记`;
  }
  if (!draw.table) draw.notes.push("公开随机数的值请到公布单位网站自行对照");
  if (sources.some((one) => one.src === "nist")) {
    draw.notes.push("NIST 脉冲的签名没有核验，只看格式和时刻：请到 beacon.nist.gov 对照取值（证据等级不因此改变）");
  }
}

export function* v11(draw) {
  if (draw.seed === null) throw new Unchecked(NOT_APPLICABLE, "尚无结果");
  if (draw.result === null) throw new Unchecked(NOT_APPLICABLE, "尚无结果");
  if (draw.result.seed !== draw.seed) yield "结果所用的种子，与各方秘密和公开随机数算出的不一致";
}

export function* v12(draw) {
  if (draw.result === null) throw new Unchecked(NOT_APPLICABLE, "尚无结果");
  if (draw.seed === null) {
    yield "随机数未齐，却有结果文件";
    return;
  }
  const [published] = draw.bodies("result");
  if (published && published.result !== draw.resultHash) yield "日志登记的结果与结果文件不一致";
  const mine = draw.selection();
  const theirs = draw.result.strata;
  const names = (rows) => rows.map((row) => [row.item, row.stratum]);
  if (!same(names(mine), names(theirs))) yield "结果的事项与层不齐，或次序不对";
  else {
    for (const [at, row] of mine.entries()) {
      const different = Object.keys(row).filter((key) => !same(row[key], theirs[at][key]));
      if (different.length) yield `事项 ${row.item} 层 ${row.stratum} 重算不一致：${different.join("、")}`;
    }
  }
  if (!same(draw.result.audit, draw.auditSample())) yield "外部核验样本重算不一致";
}
