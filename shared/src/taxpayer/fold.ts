/** Full-width ASCII (！ to ～) and the ideographic space to half-width; the length stays the same. */
export function foldWidth(text: string): string {
  return text
    .replace(/[！-～]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ')
}

/** Characters that show nothing: soft hyphen, zero-width, bidirectional controls, byte order mark. */
export const INVISIBLE = '\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff'
