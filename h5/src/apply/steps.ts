// One file for what comes over the form; loaded when the guest begins to fill it in.

export { checkForm } from '@piaoma/shared/guest'
export { AddCode } from './add-code'
export { ReviewSheet } from './review-sheet'
