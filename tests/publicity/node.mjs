// Runs the portal's verifier outside a browser: reads cases from a file, prints which checks failed in each.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, cases] = process.argv.slice(2);
const { verify } = await import(pathToFileURL(`${folder}/verify.js`));
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const beside = (files) => new Map(Object.entries(files).map(([name, content]) => [name, bytes(content)]));

const found = JSON.parse(readFileSync(cases, "utf-8")).map(({ transcript, files, priors = [], keys = {} }) => {
  const earlier = priors.map((one) => ({ bytes: bytes(one.transcript), files: beside(one.files) }));
  const report = verify(bytes(transcript), beside(files), { priors: earlier, keys });
  return { failed: report.failed, checks: report.checks };
});
process.stdout.write(JSON.stringify(found));
