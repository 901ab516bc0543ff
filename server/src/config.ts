import { z } from 'zod'

const port = z.coerce.number().int().min(0).max(65535)
const flag = z.enum(['on', 'off']).transform((value) => value === 'on')

/** Every setting of the service; docs/settings.md is generated from the descriptions. */
export const settings = z.object({
  PORT: port.default(3000).describe('Port of the service; 0 takes a free one.'),
  HOST: z.string().default('0.0.0.0').describe('Address the service listens on.'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .describe(
      'The address printed in codes and mails, e.g. https://fp.example.cn. Default: http://localhost:PORT.',
    ),
  PIAOMA_DATA: z
    .string()
    .min(1)
    .default('./data')
    .describe('Folder of the embedded database, files and keys.'),
  DATABASE_URL: z
    .string()
    .regex(/^(mysql|mariadb):\/\//, 'must begin with mysql:// or mariadb://')
    .optional()
    .describe('mysql://user:password@host:3306/name. Default: SQLite in PIAOMA_DATA.'),
  DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(20).describe('Connections to MySQL.'),
  DATA_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')
    .optional()
    .describe('Key that seals stored secrets. Default: made once and kept in PIAOMA_DATA/data.key.'),
  BUCKET_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Bucket of an S3-compatible service that keeps the files, with a folder in it if wanted: https://s3.example.cn/BUCKET/piaoma or https://BUCKET.example.cn/piaoma. Default: files in PIAOMA_DATA.',
    ),
  BUCKET_REGION: z.string().min(1).max(60).default('us-east-1').describe('Region that the signature names.'),
  BUCKET_KEY_ID: z
    .string()
    .min(1)
    .optional()
    .describe('Who signs. Needs s3:GetObject, s3:PutObject and s3:ListBucket.'),
  BUCKET_SECRET_KEY: z.string().min(1).optional().describe('What BUCKET_KEY_ID signs with.'),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional()
    .describe('smtp://user:password@host:587. The demo has a mail sink of its own.'),
  MAIL_FROM: z.string().min(3).default('票码 Piaoma <invoice@localhost>').describe('Sender of the mails.'),
  TRUST_PROXY: flag
    .default(false)
    .describe('on behind a reverse proxy: the client address comes from X-Forwarded-For.'),
  RATE_LIMIT_FACTOR: z.coerce
    .number()
    .min(0)
    .default(1)
    .describe('Multiplies every rate limit; 0 switches them off (tests and benches only).'),
  WORKER: flag.default(true).describe('off: this process answers requests but runs no jobs.'),
  WORKER_LEASE_MS: z.coerce
    .number()
    .int()
    .min(500)
    .default(30_000)
    .describe('After this long a job of a dead process is taken over.'),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(8).describe('Jobs at once.'),
  CHANNEL_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    .default(15_000)
    .describe('Longest wait for an answer of the tax channel.'),
  WECHAT_API_URL: z
    .url({ protocol: /^https?$/ })
    .default('https://api.weixin.qq.com')
    .describe('WeChat’s server API; the simulator’s address in the demo.'),
  WECHAT_OPEN_URL: z
    .url({ protocol: /^https?$/ })
    .default('https://open.weixin.qq.com')
    .describe('Where guests go for OAuth.'),
  WECHAT_ANY_BROWSER: flag
    .default(false)
    .describe(
      'on: card wallet and stored titles are offered outside WeChat too (the demo, whose WeChat is a page).',
    ),
  WECHAT_MINIAPP_APPID: z
    .string()
    .regex(/^wx[0-9a-z]{6,30}$/, 'must be an AppID')
    .optional()
    .describe('AppID of the mini-program; without it nobody signs in by WeChat.'),
  WECHAT_MINIAPP_SECRET: z.string().min(8).optional().describe('AppSecret of the mini-program.'),
  WECHAT_TEMPLATES: z
    .string()
    .regex(/^((issued|rejected|review_waiting|quota_low)=[\w-]{1,64}(,|$))*$/, 'must be kind=id,kind=id')
    .default('')
    .describe('Subscribe messages: issued=ID,rejected=ID,review_waiting=ID,quota_low=ID.'),
  WECHAT_VERIFY_FILE: z
    .string()
    .regex(/^[\w-]{1,64}\.txt=[\w-]{1,64}$/, 'must be NAME.txt=CONTENT')
    .optional()
    .describe(
      'Verification file for domains and ordinary-link codes, NAME.txt=CONTENT; served at / and /s/.',
    ),
  WECHAT_PAY_URLS: z
    .string()
    .regex(/^https?:\/\/[^\s,]+(,https?:\/\/[^\s,]+)*$/, 'must be addresses, separated by commas')
    .default('https://api.mch.weixin.qq.com,https://api2.mch.weixin.qq.com')
    .describe('WeChat Pay and its second site; the simulator’s address in the demo.'),
  SMS_API_URL: z
    .url({ protocol: /^https?$/ })
    .default('https://sms.tencentcloudapi.com')
    .describe('Tencent Cloud SMS; the simulator’s address in the demo.'),
  SMS_REGION: z.string().min(1).default('ap-guangzhou').describe('Region of Tencent Cloud SMS.'),
  SMS_SECRET_ID: z
    .string()
    .min(8)
    .optional()
    .describe('SecretId of Tencent Cloud; without it nobody is told by SMS.'),
  SMS_SECRET_KEY: z.string().min(8).optional().describe('SecretKey of Tencent Cloud.'),
  SMS_APP_ID: z
    .string()
    .regex(/^\d{6,20}$/, 'must be digits')
    .optional()
    .describe('SmsSdkAppId of the SMS application.'),
  SMS_SIGN: z.string().min(2).max(12).optional().describe('Approved signature, without brackets.'),
  SMS_TEMPLATES: z
    .string()
    .regex(/^((invoice|rejected|review_waiting|quota_low)=\d{1,20}(,|$))*$/, 'must be kind=id,kind=id')
    .default('')
    .describe(
      'Approved templates: invoice=ID,rejected=ID,review_waiting=ID,quota_low=ID. See docs/wechat.md.',
    ),
  OFFLINE_CODE_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1095)
    .default(180)
    .describe('How old a till’s off-line code may be.'),
  WEBHOOK_PRIVATE_HOSTS: flag
    .default(false)
    .describe('on: webhooks may go to loopback and private addresses (the demo and tests).'),
  OCR_ENGINE: z
    .enum(['ppocr', 'tesseract'])
    .default('ppocr')
    .describe(
      'Reader of received pictures. tesseract: lighter, without ONNX; names and tax numbers are then always shown to a person.',
    ),
  OCR_MODEL_DIR: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Folder with other PP-OCR models under the names of the package’s own. Default: those of the package.',
    ),
  DEMO_MARK: flag
    .default(false)
    .describe('on: whatever this service draws itself is marked 「模拟」. The demo switches it on.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
    .default('info')
    .describe('Least severe log line.'),
  PIAOMA_CRASH_AT: z
    .string()
    .optional()
    .describe('Tests only: the process kills itself at this named point.'),
})

export type Config = z.output<typeof settings>

/** Reads the settings; throws one message that names every bad one. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const known = Object.fromEntries(
    Object.keys(settings.shape).map((name) => [name, env[name] === '' ? undefined : env[name]]),
  )
  const result = settings.superRefine(refuseHalfABucket).safeParse(known)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`Settings need correcting:\n${problems.join('\n')}`)
}

function refuseHalfABucket(
  config: Pick<Config, 'BUCKET_URL' | 'BUCKET_KEY_ID' | 'BUCKET_SECRET_KEY'>,
  context: z.RefinementCtx,
): void {
  if (config.BUCKET_URL === undefined) return
  for (const name of ['BUCKET_KEY_ID', 'BUCKET_SECRET_KEY'] as const) {
    if (config[name] === undefined) {
      context.addIssue({ code: 'custom', path: [name], message: 'is needed with BUCKET_URL' })
    }
  }
}
