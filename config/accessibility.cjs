// Taro's templates leave out what a screen reader reads. This plugin adds it, in the templates and, by the same table,
// in what the runtime sends (miniapp/src/platform/accessibility.ts).
const { join } = require('node:path')
const { ARIA } = require('../miniapp/src/platform/aria-attributes.json')

module.exports = (ctx) => {
  ctx.registerMethod({
    name: 'onSetupClose',
    fn(platform) {
      if (platform.platform !== 'weapp') return
      platform.template.mergeComponents(ctx, ARIA)
      platform.runtimePath = [platform.runtimePath].flat()
      platform.runtimePath.push(join(__dirname, '../miniapp/src/platform/accessibility.ts'))
    },
  })
}
