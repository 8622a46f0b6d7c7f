// Prints what the portal's page would answer firms, with its shell lines: folder of the modules, folder of the draw, ids.

import { readFileSync, readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [modules, folder, ...ids] = process.argv.slice(2);
const { looked, verified } = await import(pathToFileURL(`${modules}/worker.js`));
const read = (name) => new Uint8Array(readFileSync(`${folder}/${name}`));
const files = new Map(readdirSync(folder).map((name) => [name, read(name)]));
const draw = { bytes: read("transcript.json"), files };

const found = [];
for (const id of ids) found.push(await looked({ draw, who: { id } }, () => {}));
process.stdout.write(JSON.stringify({ found, draw: await verified({ draw }, () => {}) }));
