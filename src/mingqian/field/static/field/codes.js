// Codes a person may have to type: our sign at the door with its check character, and the credit code in it.
//
// The same rules as core/scancode.py. A credit code alone is no scan: anybody knows it without having been there.

const MARKS = "0123456789ABCDEFGHJKLMNPQRTUWXY"; // GB 32100: no I, O, S, V, Z
const OURS = new RegExp(`^MQ1[.。·]?([${MARKS}]{18})[.。·]?([${MARKS}]{8})([${MARKS}])$`);
const TAIL = new RegExp(`^[${MARKS}]{9}$`);
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

function strangeIn(letters, where) {
  const place = [...letters].findIndex((mark) => !MARKS.includes(mark));
  return place < 0 ? "" : `${where}第 ${place + 1} 位不会是“${letters[place]}”（码里没有 I、O、S、V、Z；常把 0 看成 O、1 看成 I）`;
}

// 手输码 as far as it was typed, three by three: { groups, left }; null for anything longer, or another kind of code.
export function typing(text) {
  const plain = tidy(text);
  if (!/^[0-9A-Z]{1,9}$/.test(plain)) return null;
  return { groups: plain.match(/.{1,3}/g).join(" "), left: 9 - plain.length, fault: strangeIn(plain, "手输码") };
}

// { body, fault }: the eighteen characters of a sign or of a licence's address, or why there are none. `whose`: of the
// door somebody stands at; the last nine alone are enough there.
export function read(text, whose = "") {
  const plain = whole(text, whose);
  if (plain.startsWith("MQ1")) {
    const [, body, mark, last] = OURS.exec(plain) ?? [];
    if (!body) return { body: "", fault: strangeIn(plain.slice(3).replace(/[.。·]/g, ""), "MQ1 之后") || `企业码是 MQ1 加 18 位代码、9 位校验，现在 MQ1 之后有 ${plain.slice(3).replace(/[.。·]/g, "").length} 位` };
    return checkMark(body + mark) === last ? { body, fault: "" } : { body: "", fault: `最后一位校验应是“${checkMark(body + mark)}”，现在是“${last}”：有一位抄错，或相邻两位颠倒，请逐位核对` };
  }
  const found = (plain.match(NUMBER) ?? []).filter(rightCredit);
  if (plain.includes("://") && found.length === 1) return { body: found[0], fault: "" };
  if (rightCredit(plain)) return { body: "", fault: "只有统一社会信用代码不算扫码：请输入门口企业码下面的 9 位手输码，或扫营业执照上的二维码" };
  return { body: "", fault: typing(text)?.fault || "不是企业码（9 位手输码，或 MQ1 开头的整串），也不是营业执照上的二维码" };
}

function whole(text, whose) {
  const plain = tidy(text);
  return whose && TAIL.test(plain) ? `MQ1.${whose}.${plain}` : plain;
}

// What to tell about a code at this firm's door: { code, fault }. A licence's own code counts only when a camera read it.
export function reading(text, subject, how) {
  const due = subject.sign ?? tidy(subject.code.split(":").pop()); // a package of before has none
  const { body, fault } = read(text, due);
  if (fault) return { code: "", fault };
  if (how === "typed" && !whole(text, due).startsWith("MQ1")) return { code: "", fault: "营业执照上的二维码须用相机扫；手输请用门口企业码下面的 9 位" };
  if (body !== due) return { code: "", fault: `这是另一家的码（${body}）；任务单上是 ${subject.name}（${due}）。走错门了？` };
  return { code: how === "typed" ? whole(text, due) : text.trim(), fault: "" };
}
