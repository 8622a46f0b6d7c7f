// The fields of every document (protocol §10), as a table; `misfits` says where a value is not of the form.

const like = (pattern) => (value) => typeof value === "string" && pattern.test(value);
const whole = (low, high) => (value) => Number.isSafeInteger(value) && value >= low && value <= high;
const long = (low, high) => (value) => typeof value === "string" && [...value].length >= low && [...value].length <= high;
const words = (...all) => ({ words: all });
const opt = (spec) => ({ opt: spec });
const some = (spec) => ({ some: spec });
const depends = (choose) => ({ depends: choose });
const doc = (type, fields) => ({ v: words("sxsj1"), type: words(type), ...fields });

const MOST = Number.MAX_SAFE_INTEGER;
const h = like(/^[0-9a-f]{64}$/);
const c = like(/^[0-9A-Z]{1,12}$/);
const w = like(/^[0-9A-Za-z][0-9A-Za-z_-]{0,31}$/);
const r = like(/^[a-z][0-9a-z]{0,15}$/);
const s = long(1, 400);
const b = (value) => value === true || value === false;
const i = whole(0, MOST);
const i1 = whole(1, MOST);
const n = whole(0, 90_000_000);
const n1 = whole(1, 90_000_000);
const t = (value) => {
  const found = typeof value === "string" && /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$/.exec(value);
  if (!found || found[1] === "0000") return false;
  const at = new Date(value);
  return !Number.isNaN(at.getTime()) && `${at.toISOString().slice(0, 19)}Z` === value;
};

const SOURCES = {
  dice10: { count: whole(1, 99) },
  dice6: { count: whole(1, 99) },
  lottery: { game: s, issue: s, count: whole(1, 98), max: whole(2, 99) },
  drand: { chain: h, round: i },
  nist: { chain: i, pulse: i },
};
const SOURCE = depends((value) => {
  const src = value?.src;
  if (typeof src !== "string" || !Object.hasOwn(SOURCES, src)) return { src: words(...Object.keys(SOURCES)) };
  return { src: words(src), at: opt(t), ...SOURCES[src] };
});
const ROLL = doc("roll", {
  kind: words("subject", "inspector", "case", "expert"), suite: words("sha256", "sm3"), list_id: w, snapshot_at: t,
  source: s, mode: words("open", "sealed"), ids: some(c), n: n1, root: h, key_commit: opt(h),
  counts: some({ stratum: w, E: n, F: n, X: n, S: n }),
  codes: [{ code: like(/^[FXS]:[0-9A-Z]{1,12}$/), text: s }],
  prev: opt({ roll: h, added: i, removed: [{ code: c, count: i }] }),
});
const RULE = {
  stratum: w, scope: words("item", "stratum"), base: words("all", "pool", "eligible"),
  tiers: some({ upto: opt(n), ppm: whole(1, 1_000_000) }), min: n, max: opt(n1), monotone: b,
  forced: words("extra", "within"), reserve: n, batch: opt(n1), weights: [whole(1, 999)],
};
const ITEM = {
  item: w, round: like(/^\d{4}-(?:0[1-9]|[1-9]\d)$/), attempt: i1, prev: opt(h), subject_roll: h,
  rules: some(RULE), quals: [{ code: c, persons: i }], panel: opt(w),
};
const PANEL = {
  panel: w, inspector_roll: h, strata: some(w), count: whole(1, 999), size: whole(2, 99),
  factor100: whole(100, 300), captain: words("drawn", "appointed"), appointed: [h],
};
const PLAN = doc("plan", {
  suite: words("sha256", "sm3"), journal: s, no: i1, prev_plan: opt(h), draw_id: w, items: some(ITEM), panels: [PANEL],
  coi: { root: h, count: i, key_commit: h }, parties: [{ role: r, unit: s, outside: b }], public: some(SOURCE),
  order: words("public-then-reveal", "reveal-then-public"), deadlines: { reveal: t, public: t, publish: t },
  embargo_until: opt(t), audit_leaves: n, policy: { pack: s, digest: h }, engine: { name: s, version: s, sha256: h },
});
const SEAL = doc("seal", { plan: h, commits: [{ role: r, commit: h }], sealed_at: t });
const RESULT = doc("result", {
  plan: h, seal: h, seed: h,
  strata: [{
    item: w, stratum: w, N: n, E: n, F: n, X: n, S: n, k: n, cut: opt(h), next: opt(h), forced: [h], drawn: [h],
    reserve: [h],
  }],
  panels: [{ panel: w, teams: [{ team: i, captain: h, members: [h] }], substitutes: [h] }],
  pairs: [{ panel: w, tag: h, items: [w], team: i }], audit: [{ roll: h, tags: [h] }],
});
const WHY = { reason: c, evidence: s, approved_by: r };
const SEAT = like(/^(?:C|M[1-9][0-9]?)$/);
const BODIES = {
  roll: ROLL, plan: PLAN, seal: SEAL, reveal: { role: r, secret: s }, public: { index: i, value: s, evidence: s },
  result: { result: h }, substitute: { team: i, seat: SEAT, out: h, in: opt(h), ...WHY },
  skip: { team: i, seat: SEAT, tag: h, ...WHY },
  replace: { item: w, stratum: w, out: h, in: opt(h), team: i, ...WHY },
  audit: { roll: h, checked: i, errors: [{ tag: h, text: s }] },
  void: { items: some(w), result: opt(h), errors: [h], events: i, ...WHY },
  complete: { result: h, events: i }, media: { name: s, digest: h },
};
const ENTRY = depends((value) => {
  const event = value?.event;
  const kind = event?.kind;
  if (typeof kind !== "string" || !Object.hasOwn(BODIES, kind)) {
    return { index: i, event: { kind: words(...Object.keys(BODIES)) } };
  }
  const closed = ["reveal", "result"].includes(kind) && Object.hasOwn(event.body ?? {}, "closed");
  const body = closed ? { closed: h } : BODIES[kind];
  const fields = doc("event", { kind: words(kind), draw: opt(w), at: t, by: r, body });
  return { index: i, event: fields, nonce: opt(h), body: opt(BODIES[kind]), proof: [h] };
});
export const TRANSCRIPT = doc("transcript", {
  events: [ENTRY], result: opt(RESULT), checkpoint: [long(0, 1000)],
  rolls: [{ roll: h, file: like(/^(?!\.)[^/\\:]{1,200}$/), digest: h }],
  openings: [{
    roll: h, tag: h, id: like(/^[0-9A-Z]{1,12}:[0-9A-Z:._-]{1,51}$/), salt: like(/^(?:|[0-9a-f]{64})$/),
    record: (value) => value !== null && typeof value === "object" && !Array.isArray(value),
  }],
  coi: { key: opt(h), leaves: [h], opened: [{ inspector: h, subject: h, key: h }] },
  anchors: [{ kind: words("WITNESS", "UPPER", "TSA", "NOTICE"), at: t, seal: h, proof: s }],
});

export function* misfits(value, spec, path) {
  if (typeof spec === "function") {
    if (!spec(value)) yield `${path}：类型、格式或大小不对`;
  } else if (Array.isArray(spec)) {
    yield* entries(value, spec[0], path);
  } else if (spec.depends instanceof Function) {
    yield* misfits(value, spec.depends(value), path);
  } else if (spec.opt !== undefined) {
    if (value !== null) yield* misfits(value, spec.opt, path);
  } else if (spec.some !== undefined) {
    if (Array.isArray(value) && !value.length) yield `${path}：至少要有一项`;
    else yield* entries(value, spec.some, path);
  } else if (Array.isArray(spec.words)) {
    if (typeof value !== "string" || !spec.words.includes(value)) yield `${path}：只能是 ${spec.words.join("、")} 之一`;
  } else {
    yield* fieldsOf(value, spec, path);
  }
}

function* entries(value, spec, path) {
  if (!Array.isArray(value)) {
    yield `${path}：应是列表`;
    return;
  }
  for (const [at, part] of value.entries()) yield* misfits(part, spec, `${path}[${at}]`);
}

function* fieldsOf(value, spec, path) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    yield `${path}：应是对象`;
    return;
  }
  for (const key of Object.keys(spec)) if (!Object.hasOwn(value, key)) yield `${path}：缺少字段“${key}”`;
  for (const key of Object.keys(value)) if (!Object.hasOwn(spec, key)) yield `${path}：多出字段“${key}”`;
  for (const key of Object.keys(spec)) if (Object.hasOwn(value, key)) yield* misfits(value[key], spec[key], `${path}.${key}`);
}
