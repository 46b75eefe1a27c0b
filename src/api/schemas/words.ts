import { z } from 'zod'

/**
 * Gives a schema a name of its own in the description of the interface, where it is written once and pointed to.
 * @param example a value as a client would write it
 */
export const name = <S extends z.ZodType>(id: string, description: string, schema: S, example?: unknown): S =>
  schema.meta({ id, description, ...(example !== undefined && { examples: [example] }) })

// ---- what answers are made of; answers are described here and held to it by tests, never rewritten -----------------

export const Text = z.string()
export const Day = z.string().meta({ format: 'date', examples: ['2025-11-30'] })
export const Month = z.string().meta({ examples: ['2025-11'] })
export const Instant = z.string().meta({ format: 'date-time', examples: ['2025-11-30T14:00:00.000+09:00'] })
export const Yen = z.int().describe('Whole yen; below zero where it is owed to the customer')
/** A quantity that may have a fraction. */
export const Decimal = z.string().meta({ examples: ['137.5'] })
