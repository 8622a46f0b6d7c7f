// What the verifier computes, as lines for a shell: printf, sha256sum or openssl, cut, sed. Nothing else is needed.

import { jcs } from "./encoding.js";

const SHORT = { sha256: "sha256sum", sm3: "openssl dgst -sm3" };
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

// T(name, f1 …): every field on a line of its own, every line ended.
export function textLine(suite, name, ...fields) {
  const lines = [`sxsj1:${name}`, ...fields].map((field) => field.replaceAll("\\", "\\\\").replaceAll("%", "%%"));
  return `printf ${quoted(lines.map((line) => `${line}\\n`).join(""))} | ${SHORT[suite]}`;
}

// J(doc), written out. A published document is its own preimage: see fileLine.
export const documentLine = (suite, doc) => `printf '%s' ${quoted(jcs(doc))} | ${SHORT[suite]}`;
export const fileLine = (suite, name) => `${SHORT[suite]} < ${quoted(name)}`;

// From a row to the root of its list, one line a step; `h` hashes, `o` writes hexadecimal as bytes (POSIX sh).
export function pathLines(suite, row, steps, root) {
  const cut = suite === "sm3" ? "openssl dgst -sm3 | sed 's/^.*= *//'" : "sha256sum | cut -c1-64";
  return [
    `h() { ${cut}; }`,
    `o() { for b in $(printf %s "$1" | sed 's/../& /g'); do printf "\\\\$(printf %03o "0x$b")"; done; }`,
    `n=$(printf '\\000%s' ${quoted(row)} | h); echo "叶 $n"`,
    ...steps.map(({ side, hash }, at) => {
      const pair = side === "left" ? `o ${hash}; o "$n"` : `o "$n"; o ${hash}`;
      return `n=$({ printf '\\001'; ${pair}; } | h); echo "第 ${at + 1} 步 $n"`;
    }),
    `[ "$n" = ${root} ] && echo 与公告的树根一致`,
  ];
}

// The lines of a whole draw: what was fixed before, who committed to what, the seed, the result, the lists.
export function linesOf(draw) {
  const { name } = draw.suite;
  const lines = [{ told: "任务公告的哈希", line: fileLine(name, "plan.json"), hash: draw.planHash }];
  if (draw.seal) lines.push({ told: "封签的哈希", line: fileLine(name, "seal.json"), hash: draw.sealHash });
  const secrets = new Map(draw.bodies("reveal").map((one) => [one.role, one.secret]));
  for (const { role, commit } of draw.seal?.commits ?? []) {
    const line = textLine(name, "commit", draw.planHash, role, secrets.get(role) ?? "");
    if (secrets.has(role)) lines.push({ told: `${role} 的承诺`, line, hash: commit });
  }
  if (draw.seed !== null) lines.push({ told: "种子", line: textLine(name, "seed", ...draw.seedFields()), hash: draw.seed });
  if (draw.result) lines.push({ told: "结果的哈希", line: fileLine(name, "result.json"), hash: draw.resultHash });
  for (const one of draw.doc.rolls) {
    const told = `名录文件 ${one.file}（${draw.headers.get(one.roll).source}）`;
    lines.push({ told, line: fileLine(name, one.file), hash: one.digest });
  }
  return lines;
}
