import { merchant as en } from './en/merchant'
import { addWords } from './index'
import { merchant as zh } from './zh/merchant'

// The merchant's words weigh as much as the guest's pages: they come with the sub-packages, by the shell of their pages.
addWords({ 'zh-CN': zh, en })
