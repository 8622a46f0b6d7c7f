// How many are drawn (protocol §3). Numbers stay whole: rates are millionths, products go through BigInt.

export function ceilProduct(one, other, by) {
  const product = BigInt(one) * BigInt(other);
  return Number((product + BigInt(by) - 1n) / BigInt(by));
}

function rated(rule, size) {
  const tier = rule.tiers.find((one) => one.upto === null || size <= one.upto);
  return ceilProduct(size, tier.ppm, 1_000_000);
}

export function quota(rule, size) {
  let total = rated(rule, size);
  if (rule.monotone) {
    for (const { upto } of rule.tiers) if (upto !== null && upto < size) total = Math.max(total, rated(rule, upto));
  }
  total = Math.max(total, rule.min);
  return rule.max === null ? total : Math.min(total, rule.max);
}

// k of every stratum of an item; counts: stratum → {E, F, X, S, RD}.
export function drawCounts(item, counts) {
  const base = (rule) => {
    const row = counts.get(rule.stratum);
    const all = row.E + row.F + row.X + row.S;
    return { all, pool: all - row.S, eligible: row.E + row.RD }[rule.base];
  };
  const share = (rule) => counts.get(rule.stratum).E + counts.get(rule.stratum).RD;
  const whole = item.rules.reduce((sum, rule) => sum + base(rule), 0);
  const shares = item.rules.reduce((sum, rule) => sum + share(rule), 0);
  const found = new Map();
  for (const rule of item.rules) {
    const row = counts.get(rule.stratum);
    let k = 0;
    if (rule.scope === "stratum") k = quota(rule, base(rule));
    else if (share(rule)) k = ceilProduct(quota(rule, whole), share(rule), shares);
    k -= rule.forced === "within" ? row.F : row.RD;
    found.set(rule.stratum, Math.min(row.E, Math.max(0, k)));
  }
  return found;
}

// How many values a public source may give (§5), as a BigInt.
export function outcomes(source) {
  if (source.src === "drand") return 2n ** 256n;
  if (source.src === "nist") return 2n ** 512n;
  if (source.src !== "lottery") return (source.src === "dice10" ? 10n : 6n) ** BigInt(source.count);
  let ways = 1n;
  for (let at = 0n; at < BigInt(source.count); at += 1n) ways = (ways * (BigInt(source.max) - at)) / (at + 1n);
  return source.count > source.max ? 0n : ways;
}
