/** 发票抬头. A person has neither tax number nor bank details. */
export interface BuyerTitle {
  type: 'company' | 'person'
  name: string
  taxpayerId?: string
  address?: string
  phone?: string
  bankName?: string
  bankAccount?: string
}
