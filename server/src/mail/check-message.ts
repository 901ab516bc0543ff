import { checkEmail } from '@piaoma/shared/taxpayer'
import type { MailMessage } from './mailer'

/** Line breaks and every other control character, among them those that turn the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/
const MESSAGE_ID = /^<[A-Za-z0-9._-]{1,100}@[A-Za-z0-9.-]{1,253}>$/
const MEDIA_TYPE = /^[a-z]+\/[a-z0-9.+-]+$/

/**
 * What makes a message impossible, in words, or undefined. Nothing that could start another header, recipient or
 * part gets as far as the mail library.
 */
export function messageProblem(message: MailMessage): string | undefined {
  // One plain address: no name, no list, no comment (RFC 5322 would allow all three in the header).
  if (!checkEmail(message.to)) return 'the recipient is not one plain e-mail address'
  if (!MESSAGE_ID.test(message.messageId)) return 'the Message-ID is malformed'
  if (!isOneLine(message.subject, 300)) return 'the subject must be one printable line'
  for (const { fileName, mediaType } of message.attachments) {
    if (!isOneLine(fileName, 200) || /[\\/]/.test(fileName)) return 'a file name must be one printable line'
    if (!MEDIA_TYPE.test(mediaType)) return 'a media type is malformed'
  }
  return undefined
}

const isOneLine = (text: string, max: number) =>
  text.length > 0 && text.length <= max && !/\p{Surrogate}/u.test(text) && !UNPRINTABLE.test(text)

/** The text on one line: unprintable characters and white space become single spaces, lone surrogates go. */
export function oneLine(text: string, max = 300): string {
  const cleaned = text
    .replace(/\p{Surrogate}/gu, '')
    .replace(new RegExp(UNPRINTABLE, 'g'), ' ')
    .replace(/\s+/g, ' ')
    .trim()
  // By characters, so that a pair of surrogates is not cut in two.
  return cleaned.length <= max
    ? cleaned
    : `${Array.from(cleaned)
        .slice(0, max / 2)
        .join('')}…`
}
