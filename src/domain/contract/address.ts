/** What makes two e-mail addresses the same: blanks around them and case do not count, a plus tag does (SF-Q9). */
export const normalAddress = (address: string): string => address.trim().toLowerCase()
