/** Whether a text can be sent mail to: one @, no white space or line breaks, at most 254 characters, a dotted host. */
export function checkEmail(email: string): boolean {
  return (
    email.length <= 254 &&
    /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/.test(
      email,
    ) &&
    !/^\.|\.\.|\.@/.test(email)
  )
}

/** Whether a text is a mainland mobile number (11 digits from 1) or `+` and 6–15 digits (E.164). */
export function checkMobile(mobile: string): boolean {
  return /^(1[3-9]\d{9}|\+[1-9]\d{5,14})$/.test(mobile)
}
