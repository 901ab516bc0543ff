import { formatTaxRate, type TaxRate } from '@piaoma/shared/tax'
import { useState } from 'react'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { useResource } from '@/api/use-resource'
import type { Issue } from '@/logic/line-draft'
import { useCan } from '@/session/store'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { confirm } from '@/ui/dialog'
import { Field } from '@/ui/field'
import { FormSheet } from '@/ui/form-sheet'
import { SearchBar } from '@/ui/search-bar'
import { Empty } from '@/ui/states'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import type { GoodsItem } from '../parts/goods-sheet'
import { type ProductLineDraft, ProductLineFields } from '../parts/product-line-fields'
import { SectionFrame } from './section-frame'

/** 商品, each with its tax classification. */
export function GoodsSection() {
  const words = useWords()
  const canWrite = useCan('codes.write')
  const [search, setSearch] = useState('')
  const goods = useResource('GET /api/v1/merchant/goods', search ? { query: { search } } : {})
  const [edited, setEdited] = useState<GoodsItem | 'new'>()
  return (
    <SectionFrame
      title={words.settings.sections.goods}
      resource={goods}
      extra={
        canWrite ? (
          <Button size="small" icon="plus" onTap={() => setEdited('new')}>
            {words.goods.add}
          </Button>
        ) : null
      }
    >
      {({ items }) => {
        const found = items
        return (
          <>
            {items.length > 8 || search ? (
              <SearchBar placeholder={words.goods.search} onSearch={setSearch} />
            ) : null}
            {found.length === 0 ? (
              <Empty icon="goods" title={words.goods.none} note={words.goods.noneNote} />
            ) : null}
            {found.length > 0 ? (
              <Group>
                {found.map((item) => (
                  <Cell
                    key={item.id}
                    title={item.name}
                    note={[item.specification, item.unit, item.taxCode].filter(Boolean).join(' · ')}
                    value={`${item.unitPrice ? `¥${item.unitPrice} · ` : ''}${formatTaxRate(item.taxRate)}`}
                    onTap={canWrite ? () => setEdited(item) : undefined}
                  />
                ))}
              </Group>
            ) : null}
            {edited ? (
              <GoodsForm
                goods={edited === 'new' ? undefined : edited}
                onClose={() => setEdited(undefined)}
                onSaved={goods.reload}
              />
            ) : null}
          </>
        )
      }}
    </SectionFrame>
  )
}

function goodsIssues(draft: ProductLineDraft & { unitPrice: string }): Issue[] {
  const issues: Issue[] = []
  if (draft.name.trim() === '') issues.push({ path: 'name', code: 'field.required' })
  if (!/^\d{19}$/.test(draft.taxCode)) issues.push({ path: 'taxCode', code: 'line.tax_code_form' })
  if (draft.unitPrice && !/^\d{1,12}(\.\d{1,13})?$/.test(draft.unitPrice)) {
    issues.push({ path: 'unitPrice', code: 'number.form' })
  }
  return issues
}

function GoodsForm(props: { goods?: GoodsItem; onClose: () => void; onSaved: () => void }) {
  const words = useWords()
  const { goods } = props
  const [draft, setDraft] = useState({
    name: goods?.name ?? '',
    specification: goods?.specification ?? '',
    unit: goods?.unit ?? '',
    unitPrice: goods?.unitPrice ?? '',
    taxRate: goods?.taxRate ?? ('0.06' as TaxRate),
    taxCode: goods?.taxCode ?? '',
  })
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change })
  const save = async () => {
    const { taxRate, taxCode } = draft
    const body = { name: draft.name.trim(), taxRate, taxCode }
    const specification = draft.specification.trim()
    const unit = draft.unit.trim()
    const unitPrice = draft.unitPrice
    if (goods) {
      const cleared = {
        specification: specification || null,
        unit: unit || null,
        unitPrice: unitPrice || null,
      }
      await call('PATCH /api/v1/merchant/goods/:id', {
        params: { id: goods.id },
        body: { ...body, ...cleared },
      })
    } else {
      const details = {
        ...(specification ? { specification } : {}),
        ...(unit ? { unit } : {}),
        ...(unitPrice ? { unitPrice } : {}),
      }
      await call('POST /api/v1/merchant/goods', { body: { ...body, ...details } })
    }
    toast(words.actions.saved)
    props.onSaved()
  }
  return (
    <FormSheet
      title={goods ? words.goods.edit : words.goods.add}
      issues={goodsIssues(draft)}
      onSave={save}
      onClose={props.onClose}
      extra={goods ? <DeleteGoods goods={goods} onDone={[props.onSaved, props.onClose]} /> : null}
    >
      {(problemOf) => (
        <>
          <ProductLineFields line={draft} onChange={set} problemOf={problemOf} />
          <Field
            label={words.lines.unitPrice}
            kind="decimal"
            value={draft.unitPrice}
            placeholder={words.actions.optional}
            hint={words.goods.priceHint}
            onChange={(unitPrice) => set({ unitPrice: unitPrice.trim() })}
            problem={problemOf('unitPrice')}
          />
        </>
      )}
    </FormSheet>
  )
}

function DeleteGoods({ goods, onDone }: { goods: GoodsItem; onDone: readonly (() => void)[] }) {
  const words = useWords()
  const remove = useAction(async () => {
    const isSure = await confirm({
      title: words.goods.deleteTitle(goods.name),
      text: words.goods.deleteText,
      yes: words.actions.delete,
      isDanger: true,
    })
    if (!isSure) return
    await call('DELETE /api/v1/merchant/goods/:id', { params: { id: goods.id } })
    toast(words.actions.deleted)
    for (const done of onDone) done()
  })
  return (
    <Button look="quiet-danger" isBusy={remove.isBusy} onTap={remove.run}>
      {words.actions.delete}
    </Button>
  )
}
