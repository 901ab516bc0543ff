import { refuse, text } from './refusal'
import { type Account, type MpGround, openidOf } from './world'

type Body = Record<string, unknown>

/** POST /card/invoice/biz/getselecttitleurl: a page where the user picks a title for the merchant. */
export function selectTitleUrl(ground: MpGround, account: Account, body: Body) {
  text(body, 'biz_name')
  const key = ground.random.hex(24)
  ground.world.titlePicks.set(key, { appid: account.appid, attach: String(body.attach ?? '') })
  return { url: `${ground.urls.mp}/desk/titles/${key}` }
}

/** The user's choice; the event brings it to the merchant. */
export async function submitTitle(
  ground: MpGround,
  key: string,
  person: string,
  index: number,
): Promise<void> {
  const pick = ground.world.titlePicks.get(key)
  const title = ground.world.people.get(person)?.titles[index]
  if (!pick || !title) return
  await ground.push(pick.appid, {
    FromUserName: openidOf(person, pick.appid),
    Event: 'submit_invoice_title',
    title: title.title,
    tax_no: title.tax_no,
    addr: title.addr,
    phone: title.phone,
    bank_type: title.bank_type,
    bank_no: title.bank_no,
    attach: pick.attach,
    title_type: title.type === 0 ? 'InvoiceUserTitleBusinessType' : 'InvoiceUserTitlePersonType',
  })
}

/** POST /card/invoice/scantitle: the title behind a code that the user shows. */
export function scanTitle(ground: MpGround, body: Body) {
  const [, person = '', index = ''] = /^title:(\w+):(\d+)$/.exec(text(body, 'scan_text')) ?? []
  const title = ground.world.people.get(person)?.titles[Number(index)]
  if (!title) refuse(72_044, 'scan text out of time')
  const { type, ...rest } = title
  return { title_type: type, ...rest }
}
