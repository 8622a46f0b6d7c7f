// Codes a person may have to type: our sign at the door with its check character, and the credit code in it.
//
// The same rules as core/scancode.py. A credit code alone is no scan: anybody knows it without having been there.

const MARKS = "0123456789ABCDEFGHJKLMNPQRTUWXY"; // GB 32100: no I, O, S, V, Z
const OURS = new RegExp(`^MQ1[.。·]?([${MARKS}]{18})[.。·]?([${MARKS}]{8})([${MARKS}])$`);
const NUMBER = new RegExp(`(?<![0-9A-Z])[${MARKS}]{18}(?![0-9A-Z])`, "g");

export const tidy = (text) => (text ?? "").normalize("NFKC").toUpperCase().replace(/[\s\u200b-\u200d\ufeff]/g, "");

// Powers of three modulo thirty-one: no slip of a finger and no two letters swapped go unseen.
export function checkMark(letters) {
  let sum = 0;
  let weight = 1;
  for (const letter of letters) {
    sum += MARKS.indexOf(letter) * weight;
    weight = (weight * 3) % 31;
  }
  return MARKS[(31 - (sum % 31)) % 31];
}

export const rightCredit = (code) => code.length === 18 && [...code].every((mark) => MARKS.includes(mark)) && checkMark(code.slice(0, 17)) === code[17];

function strangeIn(text) {
  const place = [...text.slice(3).replace(/[.。·]/g, "")].findIndex((mark) => !MARKS.includes(mark));
  return place < 0 ? "" : `MQ1 之后第 ${place + 1} 位不会是“${text.slice(3).replace(/[.。·]/g, "")[place]}”（码里没有 I、O、S、V、Z；常把 0 看成 O、1 看成 I）`;
}

// { body, fault }: the eighteen characters of a sign or of a licence's address, or why there are none.
export function read(text) {
  const plain = tidy(text);
  if (plain.startsWith("MQ1")) {
    const [, body, mark, last] = OURS.exec(plain) ?? [];
    if (!body) return { body: "", fault: strangeIn(plain) || `企业码是 MQ1 加 18 位代码、9 位校验，现在 MQ1 之后有 ${plain.slice(3).replace(/[.。·]/g, "").length} 位` };
    return checkMark(body + mark) === last ? { body, fault: "" } : { body: "", fault: `最后一位校验应是“${checkMark(body + mark)}”，现在是“${last}”：有一位抄错，或相邻两位颠倒，请逐位核对` };
  }
  const found = (plain.match(NUMBER) ?? []).filter(rightCredit);
  if (plain.includes("://") && found.length === 1) return { body: found[0], fault: "" };
  if (rightCredit(plain)) return { body: "", fault: "只有统一社会信用代码不算扫码：请输入门口企业码 MQ1 开头的整串，或扫营业执照上的二维码" };
  return { body: "", fault: "不是企业码（MQ1 开头），也不是营业执照上的二维码" };
}

// What to tell about a code at this firm's door: { code, fault }. A licence's own code counts only when a camera read it.
export function reading(text, subject, how) {
  const { body, fault } = read(text);
  if (fault) return { code: "", fault };
  if (how === "typed" && !tidy(text).startsWith("MQ1")) return { code: "", fault: "营业执照上的二维码须用相机扫；手输请用门口企业码 MQ1 开头的整串" };
  const due = tidy(subject.code.split(":").pop());
  // A subject whose number may not be shown has a stand-in in its sign; the server knows it.
  if (body !== due && rightCredit(due)) return { code: "", fault: `这是另一家的码（${body}）；任务单上是 ${subject.name}（${due}）。走错门了？` };
  return { code: text.trim(), fault: "" };
}
