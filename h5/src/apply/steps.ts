// One file for what comes over the form; loaded when the guest begins to fill it in.
export { AddCode } from './add-code'
export { checkForm } from './check-form'
export { ReviewSheet } from './review-sheet'
