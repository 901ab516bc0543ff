import './gallery.scss'
import '@/words/merchant'
import Taro from '@tarojs/taro'
import { type CSSProperties, useEffect } from 'react'
import { Box, Heading } from '@/primitives'
import { DialogHost } from '@/ui/dialog'
import { ToastHost } from '@/ui/toast'
import { Controls } from './controls'
import { Fields } from './fields'
import { States } from './states'
import { Tokens } from './tokens'

/** The component set with each of its states, by day, in the dark and in large type. In the console's build only. */
export default function GalleryPage() {
  useEffect(() => void Taro.setNavigationBarTitle({ title: 'Gallery' }), [])
  return (
    <Box className="gallery" role="main">
      <Variant name="Light" className="gallery-light" />
      <Variant name="Dark" className="gallery-dark" />
      <Variant name="Large type" className="gallery-light" scale={1.5} />
      <DialogHost />
      <ToastHost />
    </Box>
  )
}

function Variant({ name, className, scale }: { name: string; className: string; scale?: number }) {
  return (
    <Box
      className={`gallery-variant ${className}`}
      style={scale ? ({ '--scale': scale } as CSSProperties) : undefined}
    >
      <Heading level={1} className="gallery-name">
        {name}
      </Heading>
      <Tokens />
      <Controls />
      <Fields />
      <States />
    </Box>
  )
}
