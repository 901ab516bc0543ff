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
