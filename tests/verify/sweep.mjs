// Judges many spoilt transcripts with one verifier; told as whole draws and cuts in their bytes (tests/verify/sweep.py).

const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

function staged({ transcript, files }) {
  return { bytes: bytes(transcript), files: new Map(Object.entries(files).map(([name, data]) => [name, bytes(data)])) };
}

function cut(data, start, end, put) {
  const made = new Uint8Array(data.length - (end - start) + put.length);
  made.set(data.subarray(0, start));
  made.set(put, start);
  made.set(data.subarray(end), start + put.length);
  return made;
}

// For each case the codes of the checks that failed; `done(number)` hears how far it is.
export function sweep(verify, { shows, cases }, done = () => {}) {
  const draws = new Map();
  for (const [name, show] of Object.entries(shows)) {
    draws.set(name, { ...staged(show), priors: show.prior ? [staged(show.prior)] : [] });
  }
  return cases.map(([name, start, end, put, file], at) => {
    const { bytes: data, files, priors } = draws.get(name);
    if (at % 100 === 0) done(at);
    if (put === undefined) return verify(data, files, { priors }).failed;
    if (!file) return verify(cut(data, start, end, bytes(put)), files, { priors }).failed;
    const beside = new Map(files).set(file, cut(files.get(file), start, end, bytes(put)));
    return verify(data, beside, { priors }).failed;
  });
}
