import './platform/old-webview'
import './styles.css'
import { render } from 'preact'
import { App } from './app'
import { readPageData, readRoute } from './platform/route'
import { applyLanguage, firstLanguage } from './words'

const root = document.getElementById('app')
if (root) {
  const language = firstLanguage()
  applyLanguage(language, false)
  const data = readPageData(document.getElementById('app-data')?.textContent)
  render(<App route={readRoute(location)} data={data} firstLanguage={language} />, root)
}
