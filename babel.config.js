// Babel's presets of Taro for React and TypeScript; money is computed with BigInt, so iOS 14 and Chrome 67 are the oldest.
module.exports = {
  presets: [
    ['taro', { framework: 'react', ts: true, compiler: 'webpack5', targets: { ios: '14', chrome: '67' } }],
  ],
}
