import { useResource } from '@/api/use-resource'
import { copyText } from '@/platform'
import { Box, Picture } from '@/primitives'
import { Button } from '@/ui/button'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { SectionFrame } from './section-frame'

/** 企业开票码: the company's own title, for others to scan and issue to. */
export function TitlesSection() {
  const words = useWords()
  const titles = useResource('GET /api/v1/merchant/titles', {})
  const copy = async (name: string, taxpayerId: string) => {
    await copyText(`${words.buyer.name}：${name}\n${words.buyer.taxpayerId}：${taxpayerId}`)
    toast(words.actions.copied)
  }
  return (
    <SectionFrame title={words.settings.sections.titles} resource={titles}>
      {({ items }) =>
        items.map((title) => (
          <Box key={title.id} className="code-card">
            <Box className="code-card-title">{title.name}</Box>
            <Box className="code-card-qr">
              <Picture src={title.qr} alt={words.codes.qrOf(title.name)} className="code-card-picture" />
            </Box>
            <Box className="number">{title.taxpayerId}</Box>
            <Box className="quiet">{words.titles.note}</Box>
            <Box className="code-card-buttons">
              <Button size="small" icon="copy" onTap={() => void copy(title.name, title.taxpayerId)}>
                {words.titles.copy}
              </Button>
            </Box>
          </Box>
        ))
      }
    </SectionFrame>
  )
}
