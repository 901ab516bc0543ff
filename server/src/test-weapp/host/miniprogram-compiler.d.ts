/** WeChat's own compilers of templates and styles, as they came with its developer tools. */
declare module 'miniprogram-compiler' {
  interface Options {
    maxBuffer?: number
  }
  const compilers: {
    /** JavaScript that answers `$gwx`; throws with file, line and column for wrong markup. */
    wxmlToJs(folder: string, options?: Options): string
    /** JavaScript of the styles; for wrong styles it answers an Error instead of throwing. */
    wxssToJs(folder: string, options?: Options): unknown
  }
  export default compilers
}
