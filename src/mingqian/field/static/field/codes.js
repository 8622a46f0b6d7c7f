// Codes a person may have to type: the credit code of a firm, bare, in a web address, or inside our own sign.

const MARKS = "0123456789ABCDEFGHJKLMNPQRTUWXY"; // GB 32100: no I, O, S, V, Z
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

export const tidy = (text) =>
  (text ?? "").normalize("NFKC").toUpperCase().replace(/[\s\u200b-\u200d\ufeff·—_-]/g, "");

// The eighteenth character that belongs to the first seventeen; "" when one of them cannot stand there.
export function checkMark(first) {
  let sum = 0;
  for (let at = 0; at < 17; at += 1) {
    const worth = MARKS.indexOf(first[at]);
    if (worth < 0) return "";
    sum += worth * WEIGHTS[at];
  }
  return MARKS[(31 - (sum % 31)) % 31];
}

export const rightCredit = (code) => code.length === 18 && checkMark(code) === code[17];

// Why a credit code cannot be right; "" when it can.
export function faultOf(code) {
  if (code.length !== 18) return `统一社会信用代码是 18 位，现在是 ${code.length} 位`;
  const strange = [...code].findIndex((mark) => !MARKS.includes(mark));
  if (strange >= 0) return `第 ${strange + 1} 位“${code[strange]}”不会出现在代码里（没有 I、O、S、V、Z；常把 0 看成 O、1 看成 I）`;
  const due = checkMark(code);
  return due === code[17] ? "" : `校验码不符：按前 17 位第 18 位应是“${due}”，现在是“${code[17]}”；多半有一位抄错，请逐位核对`;
}

// The credit code in whatever was scanned or typed: our sign MQ1.<code>.<mark>, an address, or the code itself.
export function creditIn(text) {
  const plain = tidy(text);
  const [, signed] = /^MQ1\.([^.]+)\./.exec(plain) ?? [];
  if (signed) return signed;
  if (plain.length <= 20) return plain;
  for (let at = 0; at + 18 <= plain.length; at += 1) {
    const piece = plain.slice(at, at + 18);
    if (rightCredit(piece)) return piece;
  }
  return "";
}

// What to tell about a code at this firm's door: { code, fault }.
export function reading(text, subject) {
  const due = tidy(subject.code.split(":").pop());
  const found = creditIn(text);
  if (found === due) return { code: text.trim(), fault: "" };
  if (!found) return { code: "", fault: "这个码里没有统一社会信用代码" };
  const fault = faultOf(found);
  if (fault) return { code: "", fault };
  return { code: "", fault: `这是另一家的代码（${found}）；任务单上是 ${subject.name}（${due}）。走错门了？` };
}
