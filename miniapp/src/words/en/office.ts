import type { Words } from '../zh'

/** Words of manual invoices, customers and statistics, English. */
export const office = {
  manual: {
    title: 'Manual invoice',
    drafts: 'Drafts',
    noDrafts: 'No drafts',
    noDraftsNote: 'What you type is kept as a draft by itself.',
    nameless: '(no buyer yet)',
    deleteDraft: (name: string) => `Delete draft ${name}`,
    face: 'Preview',
    takeTitle: 'Scan or paste',
    scanTitle: 'Scan the buyer’s title QR',
    wechatTitle: 'Choose from WeChat',
    titleText: 'Title',
    titleHint: 'Paste the title the buyer sent, or scan his title QR with a hand scanner.',
    noTitle: 'No title was recognised; check the text.',
    fillIn: 'Fill in the buyer',
    taken: 'Buyer filled in',
    keep: 'Keep',
    kept: 'Draft kept',
    isKept: 'Draft is kept',
    isHere: 'Remembered here, kept as a draft in a moment',
    issue: 'Issue',
    handIn: 'Hand in',
    issuing: 'Submitted, issuing',
    toReview: 'Handed in for review',
    issuedElsewhere: 'This draft was submitted already; look under Review.',
    dropTitle: 'Delete this draft?',
    copy: 'Issue another like this',
  },
  customers: {
    suggested: 'Matching customers',
  },
} satisfies Partial<Words>
