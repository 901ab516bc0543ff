import './platform/globals'
import './styles/index.css'
import { render } from 'preact'
import { App } from './app'
import { trackPart } from './parts'
import { CHINESE, type Language, languageAtHand, loadLanguage } from './phrases'
import { readPageData, readRoute } from './platform/route'
import { applyLanguage, firstLanguageTag } from './words'

function start(language: Language): void {
  const root = document.getElementById('app')
  if (!root) return
  applyLanguage(language)
  const data = readPageData(document.getElementById('app-data')?.textContent)
  render(<App route={route} data={data} firstLanguage={language} />, root)
}

const route = readRoute(location)
if (route.page === 'application') trackPart.preload()
const tag = firstLanguageTag()
const language = languageAtHand(tag)
if (language) start(language)
// A page in Chinese is worth more to a foreigner than an empty one.
else loadLanguage(tag).then(start, () => start(CHINESE))
