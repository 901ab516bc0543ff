import { useEffect, useState } from 'react'
import { sessionHeaders } from '@/api/client'
import { forgetPicture, loadPicture } from '@/platform/received'
import { Box, Picture } from '@/primitives'
import { useWords } from '@/words'

/** A picture that needs the session. */
export function SessionPicture({ path, alt, className }: { path: string; alt: string; className: string }) {
  const words = useWords()
  const [address, setAddress] = useState<string>()
  const [isMissing, setIsMissing] = useState(false)
  useEffect(() => {
    let isCurrent = true
    let loaded: string | undefined
    setAddress(undefined)
    setIsMissing(false)
    loadPicture(path, sessionHeaders()).then(
      (next) => {
        loaded = next
        if (isCurrent) setAddress(next)
        else forgetPicture(next)
      },
      () => {
        if (isCurrent) setIsMissing(true)
      },
    )
    return () => {
      isCurrent = false
      if (loaded) forgetPicture(loaded)
    }
  }, [path])
  if (isMissing) return <Box className="quiet received-no-picture">{words.received.noPicture}</Box>
  if (!address)
    return <Box className={`${className} picture-coming`} role="status" label={words.states.loading} />
  return <Picture src={address} alt={alt} className={className} />
}
