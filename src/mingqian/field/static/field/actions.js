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

// `also(stores, action, one)` writes what must stand or fall with it: a medium, a draft that is done with; `one(kind, body)`
// makes another action of the same visit.
export async function act(visit, kind, body, { stores = [], also = null } = {}) {
  const person = (await get("kept", "package"))?.person.code ?? "";
  const device = await get("kept", "device");
  const at = stamp(Date.now());
  const clock = bound();
  return change(["actions", ...stores], async (on) => {
    const one = async (what, said) => {
      const named = { id: crypto.randomUUID(), visit, seq: await nextSeq(on.actions, visit, device), kind: what, at, body: said };
      const action = { ...named, clock, person, device, sha256: fingerprint(named) };
      await settled(on.actions.add(action));
      return action;
    };
    const action = await one(kind, body);
    if (also) await also(on, action, one);
    return action;
  });
}

// An action is of the wire; whose it is and on which device is of this phone.
export const wired = ({ id, visit, seq, kind, at, clock, body, sha256 }) => ({ id, visit, seq, kind, at, clock, body, sha256 });
