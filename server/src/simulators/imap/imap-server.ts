import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'

/** One mail of a folder. */
export interface ImapMail {
  uid: number
  raw: Uint8Array
}

/** An IMAP server with one account and one folder, over a real socket. */
export interface ImapSimulator {
  readonly port: number
  /** Puts a mail into the folder; answers its UID. */
  deliver(raw: string | Uint8Array): number
  /** As a server does that lost its index: all mails are counted anew. */
  renumber(): void
  /** Commands so far, without their tags. */
  readonly commands: readonly string[]
  close(): Promise<void>
}

export interface ImapOptions {
  login: string
  password: string
  folder?: string
  /** With a certificate it speaks TLS from the first byte. */
  tls?: TlsOptions
}

/**
 * A small IMAP4rev1 server (RFC 3501): LOGIN, LIST, SELECT and EXAMINE, FETCH by UID, NOOP, CLOSE, LOGOUT. It is only
 * read: whatever would change a mail is answered with BAD.
 */
export async function startImapSimulator(options: ImapOptions): Promise<ImapSimulator> {
  const folder: Folder = { name: options.folder ?? 'INBOX', uidValidity: 1, nextUid: 1, mails: [] }
  const commands: string[] = []
  const sockets = new Set<Socket>()
  const serve = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // A client that hangs up is no event here.
    socket.on('error', () => {})
    talk(socket, { options, folder, commands })
  }
  const server: Server = options.tls ? createTlsServer(options.tls, serve) : createServer(serve)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    commands,
    deliver(raw) {
      const uid = folder.nextUid++
      folder.mails.push({ uid, raw: typeof raw === 'string' ? new TextEncoder().encode(raw) : raw })
      return uid
    },
    renumber() {
      folder.uidValidity += 1
      folder.nextUid = 1
      for (const mail of folder.mails) mail.uid = folder.nextUid++
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

interface Folder {
  name: string
  uidValidity: number
  nextUid: number
  mails: ImapMail[]
}

interface Talk {
  options: ImapOptions
  folder: Folder
  commands: string[]
}

interface Session extends Talk {
  isIn: boolean
  isSelected: boolean
  say(line: string): void
  sayBytes(head: string, bytes: Uint8Array, tail: string): void
}

function talk(socket: Socket, talking: Talk): void {
  const session: Session = {
    ...talking,
    isIn: false,
    isSelected: false,
    say: (line) => socket.write(`${line}\r\n`),
    sayBytes: (head, bytes, tail) => {
      socket.write(`${head} {${bytes.length}}\r\n`)
      socket.write(bytes)
      socket.write(`${tail}\r\n`)
    },
  }
  let pending = ''
  session.say('* OK Piaoma IMAP simulator')
  socket.on('data', (chunk: Buffer) => {
    pending += chunk.toString('utf8')
    for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
      const line = pending.slice(0, end)
      pending = pending.slice(end + 2)
      obey(session, line)
      if (/^\S+ LOGOUT$/i.test(line)) socket.end()
    }
  })
}

function obey(session: Session, line: string): void {
  const [, tag = '*', rest = ''] = /^(\S+) (.*)$/.exec(line) ?? []
  // What was signed in with is nobody's business.
  session.commands.push(/^LOGIN /i.test(rest) ? 'LOGIN' : rest)
  const [, verb = '', args = ''] = /^((?:UID )?\S+) ?(.*)$/i.exec(rest) ?? []
  const answer = ANSWERS[verb.toUpperCase()]
  session.say(`${tag} ${answer ? answer(session, args) : 'BAD unknown command'}`)
}

const words = (args: string): string[] =>
  [...args.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replace(/\\(.)/g, '$1'),
  )

const ANSWERS: Record<string, (session: Session, args: string) => string> = {
  CAPABILITY: ({ say }) => {
    say('* CAPABILITY IMAP4rev1')
    return 'OK done'
  },
  NOOP: () => 'OK done',
  LOGIN(session, args) {
    const [login, password] = words(args)
    session.isIn = login === session.options.login && password === session.options.password
    return session.isIn ? 'OK signed in' : 'NO [AUTHENTICATIONFAILED] wrong login or password'
  },
  LIST({ say, folder, isIn }) {
    if (!isIn) return 'NO sign in first'
    say(`* LIST (\\HasNoChildren) "/" "${folder.name}"`)
    return 'OK done'
  },
  SELECT: open,
  EXAMINE: open,
  CLOSE: leave,
  UNSELECT: leave,
  'UID FETCH': fetch,
  LOGOUT: ({ say }) => {
    say('* BYE until next time')
    return 'OK done'
  },
}

function open(session: Session, args: string): string {
  const { folder, isIn, say } = session
  if (!isIn) return 'NO sign in first'
  if (words(args)[0] !== folder.name) return 'NO [NONEXISTENT] no such folder'
  session.isSelected = true
  say('* FLAGS (\\Seen)')
  say(`* ${folder.mails.length} EXISTS`)
  say('* 0 RECENT')
  say(`* OK [UIDVALIDITY ${folder.uidValidity}] counted`)
  say(`* OK [UIDNEXT ${folder.nextUid}] next`)
  return 'OK [READ-ONLY] open'
}

function leave(session: Session): string {
  session.isSelected = false
  return 'OK closed'
}

/** `UID FETCH 3:* (UID RFC822.SIZE)`; `n:*` includes the last mail even when n is beyond it (RFC 3501, 6.4.8). */
function fetch({ folder, isSelected, say, sayBytes }: Session, args: string): string {
  if (!isSelected) return 'NO open a folder first'
  const [, from = '', until = from, items = ''] = /^(\d+)(?::(\d+|\*))? \(?(.*?)\)?$/.exec(args) ?? []
  const last = folder.mails.at(-1)?.uid ?? 0
  const end = until === '*' ? last : Number(until)
  const start = until === '*' ? Math.min(Number(from), last) : Number(from)
  folder.mails.forEach(({ uid, raw }, index) => {
    if (uid < start || uid > end) return
    const head = `* ${index + 1} FETCH (UID ${uid}${items.includes('SIZE') ? ` RFC822.SIZE ${raw.length}` : ''}`
    if (items.includes('BODY.PEEK[]')) sayBytes(`${head} BODY[]`, raw, ')')
    else say(`${head})`)
  })
  return 'OK done'
}
