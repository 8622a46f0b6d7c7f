// What was done, said once and for good: an action is made, numbered and stored in one step.
import { jcs } from "../publicity/verify/encoding.js";
import { hexDigest } from "../ui/hash.js";
import { bound } from "./clock.js";
import { change, get, settled } from "./store.js";
import { stamp } from "./words.js";

export const fingerprint = (value) => hexDigest("sha256", jcs(value));

// The number after the last one of this visit and device; asked inside the same transaction, so no two tabs take it.
async function nextSeq(actions, visit, device) {
  const reach = IDBKeyRange.bound([visit, device, 0], [visit, device, Infinity]);
  const last = await settled(actions.index("turn").openCursor(reach, "prev"));
  return (last?.value.seq ?? 0) + 1;
}

// `also(stores, action)` writes what must stand or fall with it: a medium, a draft that is done with.
export async function act(visit, kind, body, { stores = [], also = null, id = crypto.randomUUID() } = {}) {
  const person = (await get("kept", "package"))?.person.code ?? "";
  const device = await get("kept", "device");
  const at = stamp(Date.now());
  const clock = bound();
  return change(["actions", ...stores], async (on) => {
    const seq = await nextSeq(on.actions, visit, device);
    const action = { id, visit, seq, kind, at, clock, body, person, device, sha256: fingerprint({ id, visit, seq, kind, at, body }) };
    await settled(on.actions.add(action));
    if (also) await also(on, action);
    return action;
  });
}

// An action is of the wire; whose it is and on which device is of this phone.
export const wired = ({ id, visit, seq, kind, at, clock, body, sha256 }) => ({ id, visit, seq, kind, at, clock, body, sha256 });
