// The portal's verifier over all cases, without a browser.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { sweep } from "./sweep.mjs";

const [modules, cases] = process.argv.slice(2);
const { verify } = await import(pathToFileURL(`${modules}/verify.js`));
process.stdout.write(JSON.stringify(sweep(verify, JSON.parse(readFileSync(cases, "utf-8")))));
