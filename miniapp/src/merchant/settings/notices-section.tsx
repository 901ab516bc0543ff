import type { CallOutput } from '@piaoma/shared/client'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { useResource } from '@/api/use-resource'
import { type Wechat, wechat } from '@/platform/wechat'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { confirm } from '@/ui/dialog'
import { Tag } from '@/ui/tag'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { SectionFrame } from './section-frame'

type Notices = CallOutput<'GET /api/v1/sessions/current/wechat-consents'>

/** One's own WeChat: whether it signs one in, and what it is told. */
export function NoticesSection() {
  const words = useWords()
  const notices = useResource('GET /api/v1/sessions/current/wechat-consents', {})
  return (
    <SectionFrame title={words.settings.sections.notices} resource={notices}>
      {(data) => (
        <>
          <Binding isBound={data.isBound} onDone={notices.reload} />
          <Kinds notices={data} />
          {wechat && data.isBound && data.kinds.length > 0 ? (
            <Agree wechat={wechat} kinds={data.kinds} onDone={notices.reload} />
          ) : null}
        </>
      )}
    </SectionFrame>
  )
}

function Binding({ isBound, onDone }: { isBound: boolean; onDone: () => void }) {
  const words = useWords()
  const t = words.notices
  const unbind = useAction(async () => {
    if (!(await confirm({ title: t.unbindTitle, yes: t.unbind, isDanger: true }))) return
    await call('DELETE /api/v1/wechat/binding', {})
    toast(t.unbound)
    onDone()
  })
  return (
    <Group note={isBound ? undefined : t.notBoundNote}>
      <Cell
        title={t.account}
        value={<Tag tone={isBound ? 'good' : 'neutral'}>{isBound ? t.isBound : t.notBound}</Tag>}
        extra={
          isBound ? (
            <Button size="small" isBusy={unbind.isBusy} onTap={unbind.run}>
              {t.unbind}
            </Button>
          ) : undefined
        }
      />
    </Group>
  )
}

function Kinds({ notices }: { notices: Notices }) {
  const words = useWords()
  const t = words.notices
  const note = notices.kinds.length === 0 ? t.off : wechat ? t.wechatNote : t.inWechat
  return (
    <Group title={t.wechat} note={note}>
      {notices.kinds.map(({ kind, open }) => (
        <Cell
          key={kind}
          title={t.kinds[kind as keyof typeof t.kinds]}
          value={<Tag tone={open > 0 ? 'good' : 'neutral'}>{t.left(open)}</Tag>}
        />
      ))}
    </Group>
  )
}

/** WeChat asks in the tap itself; what was accepted is told to the service. */
function Agree(props: { wechat: Wechat; kinds: Notices['kinds']; onDone: () => void }) {
  const words = useWords()
  const { kinds } = props
  const agree = useAction(async () => {
    const ids = await props.wechat.askMessages(kinds.map(({ templateId }) => templateId))
    const accepted = kinds.filter(({ templateId }) => ids.includes(templateId)).map(({ kind }) => kind)
    if (accepted.length === 0) return toast(words.notices.none)
    await call('POST /api/v1/sessions/current/wechat-consents', { body: { accepted } })
    toast(words.notices.agreed(accepted.length))
    props.onDone()
  })
  return (
    <Foot>
      <Button look="primary" isWide isBusy={agree.isBusy} onTap={agree.run}>
        {words.notices.agree}
      </Button>
    </Foot>
  )
}
