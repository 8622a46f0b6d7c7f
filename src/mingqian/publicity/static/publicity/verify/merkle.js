// RFC 6962 trees: the root of a stream of leaves, and inclusion in the journal (RFC 9162 §2.1.3.2).

import { Hasher, hexOf } from "../../ui/hash.js";
import { fromHex } from "./hashing.js";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export class Tree {
  constructor(name) {
    this.leafStart = new Hasher(name).update(LEAF);
    this.nodeStart = new Hasher(name).update(NODE);
    this.empty = new Hasher(name);
    this.stack = []; // [leaves below, hash]
  }

  leafOf(bytes) {
    return this.leafStart.copy().update(bytes).digest();
  }

  leafOfAscii(text) {
    return this.leafStart.copy().ascii(text).digest();
  }

  node(one, other) {
    return this.nodeStart.copy().update(one).update(other).digest();
  }

  add(bytes) {
    this.push(1, this.leafOf(bytes));
  }

  addAscii(text) {
    this.push(1, this.leafOfAscii(text));
  }

  push(size, top) {
    while (this.stack.length && this.stack.at(-1)[0] === size) {
      top = this.node(this.stack.pop()[1], top);
      size *= 2;
    }
    this.stack.push([size, top]);
  }

  root() {
    if (!this.stack.length) return hexOf(this.empty.copy().digest());
    let top = this.stack.at(-1)[1];
    for (const [, one] of this.stack.slice(0, -1).reverse()) top = this.node(one, top);
    return hexOf(top);
  }
}

// From a leaf to the root: what stands beside it on each level, and on which side. A last node without a neighbour
// moves up as it is, which gives the tree of RFC 6962.
export function pathOf(tree, level, at) {
  const steps = [];
  while (level.length > 1) {
    const beside = level[at ^ 1];
    if (beside) steps.push({ side: at % 2 ? "left" : "right", hash: hexOf(beside) });
    const above = [];
    for (let one = 0; one < level.length; one += 2) {
      above.push(one + 1 < level.length ? tree.node(level[one], level[one + 1]) : level[one]);
    }
    [level, at] = [above, at >> 1];
  }
  return steps;
}

export function included(name, leaf, index, size, proof, root) {
  if (index >= size) return false;
  const tree = new Tree(name);
  let node = index;
  let last = size - 1;
  let top = tree.leafOf(leaf);
  for (const step of proof.map(fromHex)) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      top = tree.node(step, top);
      while (node % 2 === 0 && node > 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else {
      top = tree.node(top, step);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && hexOf(top) === root;
}
