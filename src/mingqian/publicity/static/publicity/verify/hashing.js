// H, T and J of one hash suite (protocol §1).

import { Hasher, bytesOf, hexOf } from "../../ui/hash.js";

export function fromHex(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

// `jcs` is given by encoding.js, which knows documents.
export class Suite {
  constructor(name, jcs) {
    this.name = name;
    this.jcs = jcs;
  }

  fed(text) {
    return new Hasher(this.name).ascii(text);
  }

  h(bytes) {
    return new Hasher(this.name).update(bytes).digest();
  }

  hex(bytes) {
    return hexOf(this.h(bytes));
  }

  // Text hash: hex H("sxsj1:" name LF f1 LF … fn LF). Anything but printable ASCII is no field of one.
  t(name, ...fields) {
    const text = `sxsj1:${[name, ...fields].map((part) => `${part}\n`).join("")}`;
    if (!/^[\x20-\x7e\n]*$/.test(text)) return "";
    return new Hasher(this.name).ascii(text).hex();
  }

  // Document hash: hex H(JCS(doc)).
  j(doc) {
    return this.hex(bytesOf(this.jcs(doc)));
  }
}
