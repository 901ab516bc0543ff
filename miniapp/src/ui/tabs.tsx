import { cx } from '@/lib/class-names'
import { Box, Tap, Text } from '@/primitives'

/** Views of one list; a count stands beside what waits. */
export function Tabs<Value extends string>(props: {
  label: string
  tabs: readonly { value: Value; text: string; count?: number }[]
  value: Value
  onChange: (value: Value) => void
}) {
  return (
    <Box className="tabs" role="tablist" label={props.label}>
      {props.tabs.map((tab) => (
        <Tap
          key={tab.value}
          role="tab"
          className={cx('tabs-tab', tab.value === props.value && 'tabs-tab-on')}
          isSelected={tab.value === props.value}
          onTap={() => props.onChange(tab.value)}
        >
          <Text>{tab.text}</Text>
          {tab.count ? <Text className="badge">{tab.count > 99 ? '99+' : String(tab.count)}</Text> : null}
        </Tap>
      ))}
    </Box>
  )
}
