import { ERRORS, type ErrorCode } from '@piaoma/shared/errors'

/** `/docs/errors`: every problem code with its status and words; what `type` of a problem document points to. */
export function errorsPage(): string {
  const rows = (Object.keys(ERRORS) as ErrorCode[]).map((code) => {
    const { status, zh, en } = ERRORS[code]
    return `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${zh}<br>${en}</td></tr>`
  })
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Piaoma: problem codes 错误码</title><meta name="viewport" content="width=device-width">
<style>body{font:16px/1.6 sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}td{padding:.5rem;border-top:1px solid #ccc;vertical-align:top}tr:target{background:#fff3c4}</style></head>
<body><h1>Problem codes 错误码</h1><table>${rows.join('\n')}</table></body>
</html>
`
}
