import type { CustomerView } from '@piaoma/shared/contract'
import { validateBuyer } from '@piaoma/shared/taxpayer'
import { useState } from 'react'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { usePagedList } from '@/api/use-paged-list'
import { open } from '@/lib/routes'
import type { Issue } from '@/logic/line-draft'
import { date } from '@/logic/times'
import { useIsWide } from '@/platform'
import { Box, Heading } from '@/primitives'
import { useCan } from '@/session/store'
import { Button } from '@/ui/button'
import { Cell } from '@/ui/cell'
import { confirm } from '@/ui/dialog'
import { Field } from '@/ui/field'
import { FormSheet } from '@/ui/form-sheet'
import { PagedRows } from '@/ui/paged-rows'
import { SearchBar } from '@/ui/search-bar'
import { Empty } from '@/ui/states'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'

/** 客户: companies invoices were issued to, found by name, pinyin or tax number. */
export function CustomersSection() {
  const words = useWords()
  const isWide = useIsWide()
  const canWrite = useCan('customers.write')
  const [search, setSearch] = useState('')
  const [edited, setEdited] = useState<CustomerView | 'new'>()
  const list = usePagedList('GET /api/v1/merchant/customers', { search: search || undefined })
  return (
    <Box className="detail">
      <Box className="section-head">
        {isWide ? (
          <Heading level={2} className="section-title">
            {words.settings.sections.customers}
          </Heading>
        ) : (
          <Box />
        )}
        {canWrite ? (
          <Box className="section-buttons">
            <Button size="small" icon="upload" onTap={() => open('customerImport')}>
              {words.customers.import}
            </Button>
            <Button size="small" icon="plus" onTap={() => setEdited('new')}>
              {words.customers.add}
            </Button>
          </Box>
        ) : null}
      </Box>
      <SearchBar placeholder={words.customers.search} onSearch={setSearch} />
      <PagedRows
        list={list}
        label={words.settings.sections.customers}
        empty={
          <Empty
            icon="people"
            title={search ? words.states.nothingFound : words.customers.none}
            note={search ? undefined : words.customers.noneNote}
          />
        }
        row={(customer) => (
          <Cell
            title={customer.name}
            note={[
              customer.taxpayerId,
              customer.lastInvoicedAt &&
                words.customers.invoiced(customer.invoiceCount, date(customer.lastInvoicedAt)),
            ]
              .filter(Boolean)
              .join(' · ')}
            onTap={canWrite ? () => setEdited(customer) : undefined}
          />
        )}
      />
      {edited ? (
        <CustomerForm
          customer={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
          onSaved={list.reload}
        />
      ) : null}
    </Box>
  )
}

const FIELDS = [
  'name',
  'taxpayerId',
  'address',
  'phone',
  'bankName',
  'bankAccount',
  'email',
  'mobile',
] as const
type Draft = Record<(typeof FIELDS)[number], string>

function issuesOf(draft: Draft): Issue[] {
  const { email: _email, mobile: _mobile, ...title } = draft
  return validateBuyer({ type: 'company', ...title }, 'normal').map(({ path, code }) => ({
    path: path.replace(/^buyer\./, ''),
    code,
  }))
}

function CustomerForm(props: { customer?: CustomerView; onClose: () => void; onSaved: () => void }) {
  const words = useWords()
  const { customer } = props
  const [draft, setDraft] = useState(
    () => Object.fromEntries(FIELDS.map((field) => [field, customer?.[field] ?? ''])) as Draft,
  )
  const save = async () => {
    const body = { ...draft, taxpayerId: draft.taxpayerId.trim() }
    if (customer) await call('PUT /api/v1/merchant/customers/:id', { params: { id: customer.id }, body })
    else await call('POST /api/v1/merchant/customers', { body })
    toast(words.actions.saved)
    props.onSaved()
  }
  return (
    <FormSheet
      title={customer ? words.customers.edit : words.customers.add}
      issues={issuesOf(draft)}
      onSave={save}
      onClose={props.onClose}
      extra={customer ? <DeleteCustomer customer={customer} onDone={[props.onSaved, props.onClose]} /> : null}
    >
      {(problemOf) =>
        FIELDS.map((field) => (
          <Field
            key={field}
            label={words.buyer[field]}
            value={draft[field]}
            maxLength={field === 'email' ? 254 : 100}
            placeholder={field === 'name' || field === 'taxpayerId' ? undefined : words.actions.optional}
            onChange={(value) => setDraft({ ...draft, [field]: value })}
            problem={problemOf(field)}
          />
        ))
      }
    </FormSheet>
  )
}

function DeleteCustomer(props: { customer: CustomerView; onDone: readonly (() => void)[] }) {
  const words = useWords()
  const { id, name } = props.customer
  const remove = useAction(async () => {
    const isSure = await confirm({
      title: words.customers.deleteTitle(name),
      text: words.customers.deleteText,
      yes: words.actions.delete,
      isDanger: true,
    })
    if (!isSure) return
    await call('DELETE /api/v1/merchant/customers/:id', { params: { id } })
    toast(words.actions.deleted)
    for (const done of props.onDone) done()
  })
  return (
    <Button look="quiet-danger" isBusy={remove.isBusy} onTap={remove.run}>
      {words.actions.delete}
    </Button>
  )
}
