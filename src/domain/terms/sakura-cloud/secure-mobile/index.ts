import { type Subject } from '../../terms.ts'

/** Chapter 2 section 8, article by article. */
export const secureMobile: readonly Subject[] = []
