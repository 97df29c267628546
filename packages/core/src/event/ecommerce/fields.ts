import * as z from 'zod';
import { Id, Money, Quantity } from '../scalars.ts';

// The spec requires nothing, and stores send null for what they do not know: every field is optional and nullable.

export const text = z.string().nullish();
export const id = Id.nullish();
export const amount = Money.nullish();
export const quantity = Quantity.nullish();

/** A rank or a step: a number, or its digits as a string. */
export const ordinal = z
  .union([z.number(), z.string().regex(/^\d{1,15}$/, 'expected a whole number')], {
    error: 'expected a number',
  })
  .transform(Number)
  .nullish();

/** The spec says string, and a number means the same: it becomes its digits. */
export const textOrNumber = z
  .union([z.string(), z.number()], { error: 'expected a string or a number' })
  .transform(String)
  .nullish();

/** An ISO 4217 code such as "EUR". Surrounding space and lower case are corrected. */
export const currency = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{3}$/, 'expected a three-letter ISO 4217 code such as "EUR"')
  .nullish();
