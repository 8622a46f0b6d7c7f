// The portal's verifier over all cases, in a worker of a real browser (tests/browser/test_tampering.py).

import { sweep } from "./sweep.mjs";
import { verify } from "./static/publicity/verify/verify.js";

globalThis.onmessage = async () => {
  const told = await (await fetch("cases.json")).json();
  globalThis.postMessage({ found: sweep(verify, told, (done) => globalThis.postMessage({ done })) });
};
