/**
 * 短信: foreseen, none exists yet; `planDelivery` takes e-mail only until one does.
 * @public
 */
export interface SmsSender {
  /** Sends a template with its variables; `id` lets the provider drop a twin. */
  send(message: {
    id: string
    mobile: string
    template: 'invoice_issued'
    variables: { merchantName: string; totalYuan: string; link: string }
  }): Promise<{ outcome: 'sent' } | { outcome: 'refused' | 'retry' | 'unknown'; problem: string }>
}

/**
 * 微信卡包 (card wallet): foreseen; it comes with the WeChat capability.
 * @public
 */
export interface WalletDelivery {
  /** Puts the invoice into the wallet of the guest who authorised it; `id` lets it be done once. */
  insert(card: {
    id: string
    authorisationKey: string
    invoice: { number: string; totalFen: number; taxFen: number; issuedAt: number; pdf: Uint8Array }
  }): Promise<{ outcome: 'sent' } | { outcome: 'refused' | 'retry' | 'unknown'; problem: string }>
}
