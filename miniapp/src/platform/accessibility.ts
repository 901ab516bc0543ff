import { mergeInternalComponents } from '@tarojs/shared'
import { ARIA } from './aria-attributes.json'

// The other half of config/accessibility.cjs: the runtime names attributes by the same table as the templates.
mergeInternalComponents(ARIA)
