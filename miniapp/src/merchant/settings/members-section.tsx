import type { CallOutput } from '@piaoma/shared/client'
import type { Role } from '@piaoma/shared/contract'
import { useState } from 'react'
import { call } from '@/api/client'
import { useResource } from '@/api/use-resource'
import type { Issue } from '@/logic/line-draft'
import { useCan } from '@/session/store'
import { Button } from '@/ui/button'
import { Cell, ChoiceCell, Group, SwitchCell } from '@/ui/cell'
import { ChoiceField, Field } from '@/ui/field'
import { FormSheet } from '@/ui/form-sheet'
import { Tag } from '@/ui/tag'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { useStores } from '../parts/stores'
import { SectionFrame } from './section-frame'

type Member = CallOutput<'GET /api/v1/merchant/members'>['items'][number]

const ROLES: readonly Role[] = ['owner', 'reviewer', 'cashier', 'finance', 'employee']

/** People, their roles, and the stores they see. */
export function MembersSection() {
  const words = useWords()
  const canWrite = useCan('members.write')
  const members = useResource('GET /api/v1/merchant/members', {})
  const stores = useStores()
  const [edited, setEdited] = useState<Member | 'new'>()
  const storeNames = (ids: string[] | null) =>
    ids === null
      ? words.filters.allStores
      : stores
          .filter((store) => ids.includes(store.id))
          .map((store) => store.name)
          .join('、')
  return (
    <SectionFrame
      title={words.settings.sections.members}
      resource={members}
      extra={
        canWrite ? (
          <Button size="small" icon="plus" onTap={() => setEdited('new')}>
            {words.members.add}
          </Button>
        ) : null
      }
    >
      {({ items }) => (
        <>
          <Group>
            {items.map((member) => (
              <Cell
                key={member.id}
                title={member.name}
                note={`${member.login} · ${storeNames(member.storeIds)}`}
                value={words.roles[member.role]}
                extra={member.isActive ? undefined : <Tag tone="neutral">{words.members.inactive}</Tag>}
                onTap={canWrite ? () => setEdited(member) : undefined}
              />
            ))}
          </Group>
          {edited ? (
            <MemberForm
              member={edited === 'new' ? undefined : edited}
              onClose={() => setEdited(undefined)}
              onSaved={members.reload}
            />
          ) : null}
        </>
      )}
    </SectionFrame>
  )
}

interface MemberDraft {
  name: string
  login: string
  password: string
  role: Role
  storeIds: string[] | null
  isActive: boolean
}

function memberIssues(draft: MemberDraft, isNew: boolean): Issue[] {
  const issues: Issue[] = []
  if (draft.name.trim() === '') issues.push({ path: 'name', code: 'field.required' })
  if (isNew && draft.login.trim() === '') issues.push({ path: 'login', code: 'field.required' })
  if (isNew && draft.password !== '' && draft.password.length < 10) {
    issues.push({ path: 'password', code: 'password.short' })
  }
  if (draft.storeIds?.length === 0) issues.push({ path: 'storeIds', code: 'field.required' })
  return issues
}

function MemberForm(props: { member?: Member; onClose: () => void; onSaved: () => void }) {
  const words = useWords()
  const { member } = props
  const [draft, setDraft] = useState<MemberDraft>({
    name: member?.name ?? '',
    login: member?.login ?? '',
    password: '',
    role: member?.role ?? 'cashier',
    storeIds: member?.storeIds ?? null,
    isActive: member?.isActive ?? true,
  })
  const set = (change: Partial<MemberDraft>) => setDraft({ ...draft, ...change })
  const save = async () => {
    const { name, role, storeIds, isActive, login, password } = draft
    const common = { name: name.trim(), role, storeIds }
    if (member) {
      await call('PATCH /api/v1/merchant/members/:id', {
        params: { id: member.id },
        body: { ...common, isActive },
      })
    } else {
      await call('POST /api/v1/merchant/members', {
        body: { ...common, login: login.trim(), ...(password ? { password } : {}) },
      })
    }
    toast(words.actions.saved)
    props.onSaved()
  }
  return (
    <FormSheet
      title={member ? words.members.edit : words.members.add}
      issues={memberIssues(draft, !member)}
      onSave={save}
      onClose={props.onClose}
    >
      {(problemOf) => <MemberFields draft={draft} isNew={!member} onChange={set} problemOf={problemOf} />}
    </FormSheet>
  )
}

function MemberFields(props: {
  draft: MemberDraft
  isNew: boolean
  onChange: (change: Partial<MemberDraft>) => void
  problemOf: (path: string) => string | undefined
}) {
  const words = useWords()
  const { draft, isNew, onChange, problemOf } = props
  return (
    <>
      <Field
        label={words.members.name}
        value={draft.name}
        maxLength={40}
        onChange={(name) => onChange({ name })}
        problem={problemOf('name')}
      />
      {isNew ? <LoginFields {...props} /> : null}
      <ChoiceField<Role>
        label={words.members.role}
        value={draft.role}
        choices={ROLES.map((role) => ({ value: role, text: words.roles[role], note: words.roleNotes[role] }))}
        onChange={(role) => onChange({ role })}
        problem={problemOf('role')}
      />
      <StoreLimit
        storeIds={draft.storeIds}
        onChange={(storeIds) => onChange({ storeIds })}
        problem={problemOf('storeIds')}
      />
      {isNew ? null : (
        <SwitchCell
          title={words.members.isActive}
          isOn={draft.isActive}
          onChange={(isActive) => onChange({ isActive })}
        />
      )}
    </>
  )
}

function LoginFields({ draft, onChange, problemOf }: Parameters<typeof MemberFields>[0]) {
  const words = useWords()
  return (
    <>
      <Field
        label={words.signIn.login}
        value={draft.login}
        maxLength={100}
        placeholder={words.signIn.loginHint}
        onChange={(login) => onChange({ login })}
        problem={problemOf('login')}
      />
      <Field
        label={words.members.password}
        kind="new-password"
        value={draft.password}
        hint={words.members.passwordHint}
        onChange={(password) => onChange({ password })}
        problem={problemOf('password')}
      />
    </>
  )
}

/** All stores, or only some. */
function StoreLimit(props: {
  storeIds: string[] | null
  onChange: (ids: string[] | null) => void
  problem: string | undefined
}) {
  const words = useWords()
  const stores = useStores()
  const { storeIds, onChange } = props
  if (stores.length < 2) return null
  return (
    <Group title={words.members.stores} note={props.problem}>
      <SwitchCell
        title={words.filters.allStores}
        isOn={storeIds === null}
        onChange={(isAll) => onChange(isAll ? null : stores.map((store) => store.id))}
      />
      {storeIds === null
        ? null
        : stores.map((store) => (
            <ChoiceCell
              key={store.id}
              role="checkbox"
              title={store.name}
              label={store.name}
              isChosen={storeIds.includes(store.id)}
              onTap={() =>
                onChange(
                  storeIds.includes(store.id)
                    ? storeIds.filter((id) => id !== store.id)
                    : [...storeIds, store.id],
                )
              }
            />
          ))}
    </Group>
  )
}
