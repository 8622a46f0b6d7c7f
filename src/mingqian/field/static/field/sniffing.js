// What a medium is, its first bytes say; what it is called does not matter. The same tables as records/sniffing.py.

export const ENOUGH = 64;
export const TAKEN = "可以存照片（JPG、PNG、WebP、HEIC）、录音（M4A、MP3、WAV、OGG、AAC、AMR）、录像（MP4、MOV、3GP、WebM）和 PDF";

const TYPES = {
  "image/jpeg": "jpeg", "image/png": "png", "image/webp": "webp", "image/heic": "heic", "image/heif": "heic",
  "audio/mp4": "mp4", "audio/m4a": "mp4", "audio/x-m4a": "mp4", "audio/aac": "aac", "audio/mpeg": "mp3",
  "audio/wav": "wav", "audio/x-wav": "wav", "audio/ogg": "ogg", "audio/webm": "webm", "audio/amr": "amr",
  "audio/3gpp": "mp4", "video/mp4": "mp4", "video/quicktime": "mp4", "video/3gpp": "mp4", "video/webm": "webm",
  "video/x-matroska": "webm", "application/pdf": "pdf",
};
// What a family is called where the browser does not know it, or calls it by another's name.
const USUAL = { jpeg: "image/jpeg", png: "image/png", webp: "image/webp", heic: "image/heic", aac: "audio/aac", mp3: "audio/mpeg", wav: "audio/wav", ogg: "audio/ogg", amr: "audio/amr", pdf: "application/pdf" };
const SIGNS = [["\xff\xd8\xff", "jpeg"], ["\x89PNG\r\n\x1a\n", "png"], ["\x1aE\xdf\xa3", "webm"], ["OggS", "ogg"], ["ID3", "mp3"], ["%PDF-", "pdf"], ["#!AMR", "amr"]];
const HEIC = ["heic", "heix", "hevc", "mif1", "msf1", "heim"];
const SOUND = ["M4A ", "M4B "];
const STRANGE = ["avif", "avis", "crx "]; // pictures in the same box that no desk shows

function family(text) {
  const sign = SIGNS.find(([start]) => text.startsWith(start));
  if (sign) return sign[1];
  if (text.slice(4, 8) === "ftyp") return STRANGE.includes(text.slice(8, 12)) ? "" : HEIC.includes(text.slice(8, 12)) ? "heic" : "mp4";
  if (text.startsWith("RIFF")) return { WAVE: "wav", WEBP: "webp" }[text.slice(8, 12)] ?? "";
  const second = text.charCodeAt(1);
  if (text.charCodeAt(0) === 0xff && (second & 0xe0) === 0xe0) return (second & 0x06) === 0 ? "aac" : "mp3";
  return "";
}

// The type that goes to the desk: the declared one where the bytes bear it out, else what the bytes are; "" for what is not taken.
export function typeOf(declared, head) {
  const plain = (declared ?? "").split(";")[0].trim().toLowerCase();
  const text = String.fromCharCode(...head);
  const found = family(text);
  if (found && TYPES[plain] === found) return plain;
  if (USUAL[found]) return USUAL[found];
  if (found === "mp4" || found === "webm") return `${plain.startsWith("audio/") || SOUND.includes(text.slice(8, 12)) ? "audio" : "video"}/${found}`;
  return "";
}
