import WechatPay from 'wechatpay-node-v3'

/**
 * wechatpay-node-v3, for what it does right: the merchant's RSA signature, the Authorization header, and RSA-OAEP.
 * Its own requests, `verifySign`, `decipher_gcm`, uploads and the signature of bodies without content are not used:
 * they check neither tag nor time, never give up, or sign something else than they send.
 */
export const Pay = WechatPay
