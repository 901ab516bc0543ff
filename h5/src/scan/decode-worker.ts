import jsQR from 'jsqr'

// Off the main thread: a phone needs 50–200 ms a picture, and the viewfinder must not stutter.
const scope = self as unknown as {
  onmessage: ((event: MessageEvent<ImageData>) => void) | null
  postMessage: (text: string) => void
}
scope.onmessage = ({ data }) => {
  scope.postMessage(jsQR(data.data, data.width, data.height)?.data ?? '')
}
