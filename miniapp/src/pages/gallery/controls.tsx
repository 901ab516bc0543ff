import { useState } from 'react'
import { Box } from '@/primitives'
import { Button, IconButton } from '@/ui/button'
import { Cell, ChoiceCell, Group, SwitchCell } from '@/ui/cell'
import { Money } from '@/ui/money'
import { Tabs } from '@/ui/tabs'
import { Tag } from '@/ui/tag'
import { useWords } from '@/words'
import { Sample } from './sample'

const LOOKS = ['primary', 'tint', 'plain', 'danger', 'quiet', 'quiet-danger'] as const
const TONES = ['good', 'warn', 'danger', 'info', 'neutral'] as const
const nothing = () => {}

/** What is tapped, and what is told in a line. */
export function Controls() {
  const words = useWords()
  const [tab, setTab] = useState<'reviewing' | 'issued'>('reviewing')
  const [isOn, setIsOn] = useState(true)
  const [chosen, setChosen] = useState<'normal' | 'special'>('normal')
  return (
    <>
      <Sample name="Button">
        {LOOKS.map((look) => (
          <Box key={look} className="gallery-row">
            <Button look={look} onTap={nothing}>
              {words.actions.save}
            </Button>
            <Button look={look} size="small" icon="plus" onTap={nothing}>
              {words.actions.edit}
            </Button>
            <Button look={look} isBusy onTap={nothing}>
              {words.actions.save}
            </Button>
            <Button look={look} isDisabled onTap={nothing}>
              {words.actions.save}
            </Button>
          </Box>
        ))}
        <Box className="gallery-row">
          <Button look="primary" isWide onTap={nothing}>
            {words.actions.done}
          </Button>
          <IconButton icon="close" label={words.actions.close} onTap={nothing} />
          <IconButton icon="trash" label={words.actions.delete} isDisabled onTap={nothing} />
        </Box>
      </Sample>
      <Sample name="Tag · Money">
        <Box className="gallery-row">
          {TONES.map((tone) => (
            <Tag key={tone} tone={tone}>
              {words.applicationStatus.reviewing}
            </Tag>
          ))}
        </Box>
        <Box className="gallery-row">
          <Money fen={128_050} />
          <Money fen={128_050} size="large" />
          <Money fen={-128_050} size="figure" />
        </Box>
      </Sample>
      <Sample name="Tabs">
        <Tabs
          label={words.review.tabs.label}
          value={tab}
          onChange={setTab}
          tabs={[
            { value: 'reviewing', text: words.review.tabs.reviewing, count: 120 },
            { value: 'issued', text: words.review.tabs.issued },
          ]}
        />
      </Sample>
      <Sample name="Group · Cell">
        <Group title={words.buyer.title} note={words.rules.contactPhoneHint}>
          <Cell title={words.buyer.name} value="杭州云起互联网科技股份有限公司浙江分公司" />
          <Cell title={words.buyer.email} note="caiwu@example.com" icon="mail" onTap={nothing} />
          <Cell title={words.settings.language} value="简体中文" isSelected onTap={nothing} />
          <Cell title={words.seller.gateway} value="https://fp.example.com/open/v1" isStacked />
          <Cell title={words.settings.signOut} tone="danger" icon="out" onTap={nothing} />
          <SwitchCell
            title={words.stores.isActive}
            note={words.stores.isActiveNote}
            isOn={isOn}
            onChange={setIsOn}
          />
          <SwitchCell title={words.members.isActive} isOn={false} isDisabled onChange={nothing} />
        </Group>
        <Group>
          <Box role="radiogroup" label={words.buyer.kind}>
            {(['normal', 'special'] as const).map((kind) => (
              <ChoiceCell
                key={kind}
                role="radio"
                title={words.kinds[kind]}
                label={words.kinds[kind]}
                isChosen={chosen === kind}
                onTap={() => setChosen(kind)}
              />
            ))}
          </Box>
          <ChoiceCell
            role="checkbox"
            title={words.actions.selectAll}
            note={words.actions.optional}
            label={words.actions.selectAll}
            isChosen={isOn}
            onTap={() => setIsOn(!isOn)}
          />
        </Group>
      </Sample>
    </>
  )
}
