import { Page } from '@/shell/page'
import { useDetailId } from '@/shell/split'
import { useWords } from '@/words'
import { ApplicationDetail } from './application-detail'

/** One application on a phone. */
export default function ApplicationPage() {
  const words = useWords()
  const id = useDetailId('review')
  return (
    <Page title={words.review.detail} section="review" parent="review" needs="applications.read">
      {id ? <ApplicationDetail id={id} /> : null}
    </Page>
  )
}
