import { type Subject } from '../../terms.ts'
import { lifecycle } from './lifecycle.ts'

export { state } from './lifecycle.ts'

/** Chapter 1, article by article. */
export const base: readonly Subject[] = [lifecycle]
