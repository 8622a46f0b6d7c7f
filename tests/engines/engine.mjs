// The portal's own modules as an engine: node engine.mjs MODULES ROLL ASKED → root, lots, sample as JSON.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [modules, roll, asking] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(`${modules}/${name}`));
const [{ Scan }, { Suite }, { jcs }] = await Promise.all(["rolls.js", "hashing.js", "encoding.js"].map(load));

const asked = JSON.parse(readFileSync(asking, "utf8"));
const scan = new Scan(new Suite(asked.suite, jcs), { list_id: "a", n: asked.n, kind: asked.kind });
const bytes = new Uint8Array(readFileSync(roll));
scan.run(bytes, { limits: new Map(Object.entries(asked.limits)), leaves: asked.leaves, seed: asked.seed });
const lots = Object.fromEntries([...scan.best].map(([stratum, least]) => [stratum, least.sorted()]));
const told = {
  root: scan.root, digest: scan.digest, forced: Object.fromEntries(scan.forced), lots, sample: scan.sample.sorted(),
};
process.stdout.write(JSON.stringify(told));
