// SHA-256 and SM3 over bytes, as lower-case hex. Own arithmetic, since crypto.subtle is missing on plain http,
// and no browser knows SM3. Checked against hashlib in tests/ui/test_hash_js.py.

const K256 = new Uint32Array(64);
const START256 = new Uint32Array(8);
{
  // Fractional parts of the roots of the first 64 primes (FIPS 180-4 §4.2.2), worked out with exact integers.
  const root = (n, power) => {
    let low = 0n, high = 1n << 40n;
    while (low + 1n < high) { const middle = (low + high) >> 1n; if (middle ** power <= n) low = middle; else high = middle; }
    return low;
  };
  let found = 0;
  for (let n = 2; found < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
    if (!prime) continue;
    K256[found] = Number(root(BigInt(n) << 96n, 3n) & 0xffffffffn);
    if (found < 8) START256[found] = Number(root(BigInt(n) << 64n, 2n) & 0xffffffffn);
    found++;
  }
}
const STARTSM3 = Uint32Array.from([0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e]);
const right = (x, n) => (x >>> n) | (x << (32 - n));
const left = (x, n) => (x << n) | (x >>> (32 - n));

function compress256(state, words) {
  const w = new Uint32Array(64);
  w.set(words);
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15], b = w[i - 2];
    w[i] = (right(b, 17) ^ right(b, 19) ^ (b >>> 10)) + w[i - 7] + (right(a, 7) ^ right(a, 18) ^ (a >>> 3)) + w[i - 16];
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const one = (h + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) + ((e & f) ^ (~e & g)) + K256[i] + w[i]) | 0;
    const two = ((right(a, 2) ^ right(a, 13) ^ right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
  }
  const next = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i++) state[i] += next[i];
}

function compressSm3(state, words) {
  const w = new Uint32Array(68);
  w.set(words);
  for (let i = 16; i < 68; i++) {
    const x = w[i - 16] ^ w[i - 9] ^ left(w[i - 3], 15);
    w[i] = (x ^ left(x, 15) ^ left(x, 23)) ^ left(w[i - 13], 7) ^ w[i - 6];
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const t = left(i < 16 ? 0x79cc4519 : 0x7a879d8a, i % 32);
    const one = left((left(a, 12) + e + t) | 0, 7);
    const two = one ^ left(a, 12);
    const ff = i < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = i < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const first = (ff + d + two + (w[i] ^ w[i + 4])) | 0;
    const second = (gg + h + one + w[i]) | 0;
    d = c; c = left(b, 9); b = a; a = first; h = g; g = left(f, 19); f = e; e = second ^ left(second, 9) ^ left(second, 17);
  }
  const next = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i++) state[i] ^= next[i];
}

const SUITES = { sha256: [START256, compress256], sm3: [STARTSM3, compressSm3] };

// A hash fed piece by piece: large rolls never lie in memory twice.
export class Hasher {
  constructor(suite = "sha256") {
    if (!SUITES[suite]) throw new Error(`unknown suite ${suite}`);
    this.state = SUITES[suite][0].slice();
    this.compress = SUITES[suite][1];
    this.block = new Uint8Array(64);
    this.words = new Uint32Array(16);
    this.filled = 0;
    this.length = 0;
  }

  update(bytes) {
    this.length += bytes.length;
    let place = 0;
    while (place < bytes.length) {
      const taken = Math.min(64 - this.filled, bytes.length - place);
      this.block.set(bytes.subarray(place, place + taken), this.filled);
      this.filled += taken;
      place += taken;
      if (this.filled === 64) this.#turn();
    }
    return this;
  }

  #turn() {
    const view = new DataView(this.block.buffer);
    for (let i = 0; i < 16; i++) this.words[i] = view.getUint32(4 * i);
    this.compress(this.state, this.words);
    this.filled = 0;
  }

  digest() {
    const bits = BigInt(this.length) * 8n;
    this.block[this.filled++] = 0x80;
    if (this.filled > 56) { this.block.fill(0, this.filled); this.filled = 64; this.#turn(); }
    this.block.fill(0, this.filled);
    new DataView(this.block.buffer).setBigUint64(56, bits);
    this.#turn();
    const out = new Uint8Array(32);
    const view = new DataView(out.buffer);
    this.state.forEach((word, i) => view.setUint32(4 * i, word));
    return out;
  }
}

export const bytesOf = (text) => new TextEncoder().encode(text);
export const hexOf = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
export const digest = (suite, bytes) => new Hasher(suite).update(bytes).digest();
export const hexDigest = (suite, data) => hexOf(digest(suite, typeof data === "string" ? bytesOf(data) : data));

// T(name, f1..fn) of the protocol: one line each, every line ended, the name of the protocol before it.
export const textHash = (suite, name, ...fields) => hexDigest(suite, [`sxsj1:${name}`, ...fields].map((line) => `${line}\n`).join(""));
