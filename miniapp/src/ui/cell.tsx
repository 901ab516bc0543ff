import type { ReactNode } from 'react'
import { cx } from '@/lib/class-names'
import { Box, Heading, Tap, Text } from '@/primitives'
import { Icon, type IconName } from './icon'

interface GroupProps {
  title?: string
  note?: ReactNode
  /** Stands right of the title. */
  extra?: ReactNode
  children: ReactNode
  className?: string
}

/** Cells that belong together, with a heading above and a remark below. */
export function Group({ title, note, extra, children, className }: GroupProps) {
  return (
    <Box className={cx('group', className)}>
      {title || extra ? (
        <Box className="group-head">
          <Heading level={2} className="group-title">
            {title}
          </Heading>
          {extra}
        </Box>
      ) : null}
      <Box className="group-body">{children}</Box>
      {note ? <Box className="group-note">{note}</Box> : null}
    </Box>
  )
}

interface CellProps {
  title: ReactNode
  value?: ReactNode
  note?: ReactNode
  icon?: IconName
  /** Stands at the end, after the value. */
  extra?: ReactNode
  label?: string
  onTap?: () => void
  isSelected?: boolean
  tone?: 'danger' | 'link'
  /** The value stands below the title and may be long. */
  isStacked?: boolean
}

/** One line of a group: a fact, or with `onTap` a way to somewhere. */
export function Cell(props: CellProps) {
  const { title, value, note, icon, extra, onTap, isSelected, tone, isStacked } = props
  const className = cx(
    'cell',
    isStacked && 'cell-stacked',
    isSelected && 'cell-selected',
    tone && `cell-${tone}`,
  )
  const inside = (
    <>
      {icon ? <Icon name={icon} className="cell-icon" /> : null}
      <Box className="cell-main">
        <Box className="cell-title">{title}</Box>
        {note ? <Box className="cell-note">{note}</Box> : null}
      </Box>
      {value === undefined || value === '' ? null : <Box className="cell-value">{value}</Box>}
      {extra}
      {onTap && !tone ? <Icon name="forward" className="cell-forward" /> : null}
    </>
  )
  if (!onTap) return <Box className={className}>{inside}</Box>
  return (
    <Tap className={className} onTap={onTap} label={props.label} isCurrent={isSelected}>
      {inside}
    </Tap>
  )
}

/** A switch in a cell. */
export function SwitchCell(props: {
  title: string
  note?: ReactNode
  isOn: boolean
  onChange: (isOn: boolean) => void
  isDisabled?: boolean
}) {
  return (
    <Box className="cell">
      <Box className="cell-main">
        <Box className="cell-title">{props.title}</Box>
        {props.note ? <Box className="cell-note">{props.note}</Box> : null}
      </Box>
      <Tap
        role="switch"
        className={cx('switch', props.isOn && 'switch-on')}
        label={props.title}
        isChecked={props.isOn}
        isDisabled={props.isDisabled}
        onTap={() => props.onChange(!props.isOn)}
      >
        <Text className="switch-knob" />
      </Tap>
    </Box>
  )
}

/** A choice in a list of choices: one (`radio`) or several (`checkbox`). */
export function ChoiceCell(props: {
  title: ReactNode
  note?: ReactNode
  label: string
  role: 'radio' | 'checkbox'
  isChosen: boolean
  onTap: () => void
}) {
  return (
    <Tap
      className="cell"
      role={props.role}
      label={props.label}
      isChecked={props.isChosen}
      onTap={props.onTap}
    >
      <Box className="cell-main">
        <Box className="cell-title">{props.title}</Box>
        {props.note ? <Box className="cell-note">{props.note}</Box> : null}
      </Box>
      <Text className={cx('tick', `tick-${props.role}`, props.isChosen && 'tick-on')}>
        {props.isChosen ? <Icon name="check" className="tick-mark" /> : null}
      </Text>
    </Tap>
  )
}
