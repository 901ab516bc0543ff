/** One invoice in somebody's card wallet (微信卡包), put there by either side. */
export interface WalletCard {
  side: 'pay' | 'mp'
  appid: string
  openid: string
  cardId: string
  code: string
  /** 发票号码. */
  number: string
  totalFen: number
  /** `reversed`: red-flushed by the issuer; `gone`: out of the wallet. */
  status: 'inserted' | 'reversed' | 'gone'
  at: number
}

/** All card wallets. An invoice number is in at most one of them, whichever side brought it. */
export interface Wallet {
  put(card: WalletCard): void
  /** The card that holds this number now. */
  holder(number: string): WalletCard | undefined
  find(code: string): WalletCard | undefined
  of(openid: string): WalletCard[]
  clear(): void
}

export function createWallet(): Wallet {
  let cards: WalletCard[] = []
  return {
    put(card) {
      cards.push(card)
    },
    holder: (number) => cards.find((card) => card.number === number && card.status === 'inserted'),
    find: (code) => cards.find((card) => card.code === code),
    of: (openid) => cards.filter((card) => card.openid === openid),
    clear() {
      cards = []
    },
  }
}
