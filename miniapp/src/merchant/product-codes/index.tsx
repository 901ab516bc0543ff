import type { ProductCodeView } from '@piaoma/shared/contract'
import { formatTaxRate } from '@piaoma/shared/tax'
import { useState } from 'react'
import { usePagedList } from '@/api/use-paged-list'
import { cx } from '@/lib/class-names'
import { open } from '@/lib/routes'
import { PRODUCT_CODE_TONES, productCodeState } from '@/logic/statuses'
import { Box, Tap, Text } from '@/primitives'
import { useCan } from '@/session/store'
import { HeadAction } from '@/shell/head-action'
import { Page } from '@/shell/page'
import { Split, useSelection } from '@/shell/split'
import { Button } from '@/ui/button'
import { PagedRows } from '@/ui/paged-rows'
import { SearchBar } from '@/ui/search-bar'
import { Empty } from '@/ui/states'
import { Tag } from '@/ui/tag'
import { useWords } from '@/words'
import { CodesSwitch } from '../parts/codes-switch'
import { StoreFilter } from '../parts/stores'
import { ProductCodeDetail } from './product-code-detail'

/** Product codes, newest first, with the chosen one beside them on a desk. */
export default function ProductCodesPage() {
  const words = useWords()
  const canWrite = useCan('codes.write')
  const { selected, select } = useSelection('productCode')
  return (
    <Page
      title={words.nav.productCodes}
      section="productCodes"
      needs="codes.read"
      layout="split"
      extra={
        canWrite ? (
          <HeadAction
            isMain
            icon="plus"
            text={words.productCodes.create}
            onTap={() => open('editProductCode')}
          />
        ) : null
      }
    >
      <Split
        list={<ProductCodeList selected={selected} onSelect={select} />}
        detail={
          selected ? (
            <ProductCodeDetail key={selected} id={selected} onGone={() => select(undefined)} />
          ) : null
        }
        onClose={() => select(undefined)}
      />
    </Page>
  )
}

function ProductCodeList(props: { selected: string | undefined; onSelect: (id: string) => void }) {
  const words = useWords()
  const canWrite = useCan('codes.write')
  const [storeId, setStoreId] = useState<string>()
  const [search, setSearch] = useState('')
  const list = usePagedList('GET /api/v1/merchant/product-codes', { storeId, search: search || undefined })
  return (
    <Box className="list">
      <Box className="list-head">
        <CodesSwitch value="productCodes" />
        <SearchBar placeholder={words.productCodes.search} onSearch={setSearch} />
        <Box className="list-tools">
          <StoreFilter value={storeId} onChange={setStoreId} />
        </Box>
      </Box>
      <PagedRows
        list={list}
        label={words.nav.productCodes}
        empty={
          storeId || search ? (
            <Empty icon="search" title={words.states.nothingFound} />
          ) : (
            <Empty icon="tag" title={words.productCodes.empty} note={words.productCodes.emptyNote}>
              {canWrite ? (
                <Button look="primary" onTap={() => open('editProductCode')}>
                  {words.productCodes.create}
                </Button>
              ) : null}
            </Empty>
          )
        }
        row={(code) => (
          <ProductCodeRow
            code={code}
            isSelected={code.id === props.selected}
            onOpen={() => props.onSelect(code.id)}
          />
        )}
      />
    </Box>
  )
}

function ProductCodeRow(props: { code: ProductCodeView; isSelected: boolean; onOpen: () => void }) {
  const words = useWords()
  const { code } = props
  const state = productCodeState(code)
  return (
    <Box className={cx('row', props.isSelected && 'row-selected')}>
      <Tap className="row-main" onTap={props.onOpen}>
        <Box className="row-text">
          <Box className="row-line">
            <Text className="row-title">{code.title}</Text>
            <Tag tone={PRODUCT_CODE_TONES[state]}>{words.productCodeState[state]}</Tag>
          </Box>
          <Box className="row-line row-quiet">
            <Text className="row-sub">
              {[code.line.name, formatTaxRate(code.line.taxRate), code.storeName].join(' · ')}
            </Text>
            <Text className="row-number">{words.productCodes.used(code.useCount)}</Text>
          </Box>
        </Box>
      </Tap>
    </Box>
  )
}
