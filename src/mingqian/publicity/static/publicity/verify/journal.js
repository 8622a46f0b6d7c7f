// The check V18 (protocol §9): every event lies in the log the checkpoint speaks of, and the checkpoint's signatures
// hold, as far as the reader brought keys along (`draw.keys.signedBy`).

import { Bad, jcs } from "./encoding.js";
import { included } from "./merkle.js";
import { bytesOf, hexOf } from "../../ui/hash.js";
import { readKey, signers } from "../../ui/notes.js";

function checkpointOf(draw) {
  const lines = draw.doc.checkpoint;
  if (lines.length < 3 || lines[0] !== draw.plan.journal) throw new Bad("检查点不完整，或不属于公告所说的日志");
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(lines[1])) throw new Bad("检查点的条数不合格式");
  if (!/^[0-9A-Za-z+/]{43}=$/.test(lines[2])) throw new Bad("检查点的根不合格式");
  const root = Uint8Array.from(atob(lines[2]), (mark) => mark.charCodeAt(0));
  if (btoa(String.fromCharCode(...root)) !== lines[2]) throw new Bad("检查点的根不合格式");
  const signatures = lines.slice(3).filter(Boolean);
  const well = (line) => /^— \S+ [0-9A-Za-z+/]+={0,2}$/.test(line);
  if (!signatures.every(well) || lines.slice(4).includes("")) throw new Bad("检查点的签名行不合格式");
  return { size: Number(lines[1]), root: hexOf(root) };
}

export function* v18(draw) {
  const { size, root } = checkpointOf(draw);
  for (const event of draw.events) {
    const leaf = bytesOf(jcs(event.entry.event));
    if (!included(draw.suite.name, leaf, event.index, size, event.entry.proof, root)) {
      yield `第 ${event.index} 号事件不在检查点所示的日志里`;
    }
  }
  yield* signatures(draw);
}

function* signatures(draw) {
  const known = (draw.keys.signedBy ?? []).map(readKey);
  const log = draw.plan.journal;
  const { good, bad } = known.length ? signers(draw.doc.checkpoint, known) : { good: [], bad: [] };
  for (const name of bad) yield `“${name}”的签名不成立`;
  if (known.some((key) => key.name === log) && !good.includes(log)) yield `检查点没有日志“${log}”的有效签名`;
  draw.notes.push(good.length ? `签名已核实：${good.join("、")}` : "签名未核验：需要日志和共同签名人的公钥");
}

// Whether somebody other than the log signed, with a key the reader brought along.
export function cosigned(draw) {
  try {
    const known = (draw.keys.signedBy ?? []).map(readKey);
    return signers(draw.doc.checkpoint, known).good.some((name) => name !== draw.plan.journal);
  } catch {
    return false;
  }
}
