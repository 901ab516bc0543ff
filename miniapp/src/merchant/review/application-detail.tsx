import { useState } from 'react'
import { useResource } from '@/api/use-resource'
import { remember } from '@/lib/storage'
import { useWatch } from '@/lib/use-watch'
import { useCan } from '@/session/store'
import { ProblemView, Skeleton } from '@/ui/states'
import { ApplicationEditor } from './application-editor'
import { ApplicationView } from './application-view'
import { draftKey } from './use-draft'

/** One application: looked at, or being edited. An edit that was not sent is taken up again. */
export function ApplicationDetail({ id }: { id: string }) {
  const application = useResource(
    'GET /api/v1/merchant/applications/:id',
    { params: { id } },
    { isLive: true },
  )
  const isSending = application.data?.deliveries.some(
    ({ status }) => status === 'pending' || status === 'sending',
  )
  useWatch(isSending ?? false, application.reload, 3000)
  const canReview = useCan('applications.review')
  const [isEditing, setIsEditing] = useState(() => remember(draftKey(id)) !== undefined)
  if (application.isLoading) return <Skeleton kind="detail" />
  if (!application.data) {
    return application.problem ? (
      <ProblemView problem={application.problem} onRetry={application.reload} />
    ) : null
  }
  if (isEditing && canReview && application.data.actions.includes('edit')) {
    return (
      <ApplicationEditor
        application={application.data}
        onLatest={application.set}
        onSaved={(saved) => {
          application.set(saved)
          setIsEditing(false)
        }}
        onCancel={() => setIsEditing(false)}
      />
    )
  }
  return (
    <ApplicationView application={application} data={application.data} onEdit={() => setIsEditing(true)} />
  )
}
