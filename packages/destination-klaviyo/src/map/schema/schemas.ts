import { bigcommerce } from './bigcommerce.ts';
import { ecommerce } from './ecommerce.ts';
import type { Schema } from './schema.ts';

/** By the setting `properties`. */
export const schemas = { ecommerce, bigcommerce } satisfies Record<string, Schema>;

export type SchemaName = keyof typeof schemas;
