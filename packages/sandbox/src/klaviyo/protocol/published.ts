import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Endpoint } from '../endpoints/call.ts';
import { invalid } from './problems.ts';
import { refuseIfAny } from './parse.ts';

/** @throws {Refused} a 400, when Klaviyo's own schema of an endpoint finds fault with a body. */
export type Published = (endpoint: Endpoint, body: Buffer) => void;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * Reads `klaviyo/request-schemas.json` in a directory: the schemas of request bodies that Klaviyo publishes, by
 * "METHOD /path", without references. They are taken strictly: a field that they do not name is a mistake.
 *
 * @throws when the file is not there, or is no JSON.
 */
export async function loadPublished(directory: string): Promise<Published> {
  const file = join(directory, 'klaviyo', 'request-schemas.json');
  const schemas = JSON.parse(await readFile(file, 'utf8')) as Record<string, Json>;
  // Only here: whoever has no schemas need not wait for a validator.
  const [{ Ajv }, formats] = await Promise.all([import('ajv'), import('ajv-formats')]);
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default.default(ajv);
  const validators = new Map<Endpoint, ValidateFunction | undefined>();

  const validatorOf = (endpoint: Endpoint): ValidateFunction | undefined => {
    if (!validators.has(endpoint)) {
      const schema = schemas[`${endpoint.method} ${endpoint.path}`];
      validators.set(endpoint, schema ? ajv.compile(closed(schema) as object) : undefined);
    }
    return validators.get(endpoint);
  };
  return (endpoint, body) => {
    const validate = validatorOf(endpoint);
    if (!validate || validate(JSON.parse(body.toString('utf8')))) return;
    refuseIfAny((validate.errors ?? []).map(problem));
  };
}

function problem({ instancePath, message, params }: ErrorObject) {
  const { additionalProperty: name } = params as { additionalProperty?: string };
  const field = name === undefined ? '' : `: '${name}'`;
  return invalid(instancePath, `Klaviyo's published schema: ${message ?? 'no match'}${field}.`);
}

/** The same schema, but a field that it does not name is a mistake: Klaviyo refuses those, and does not say so there. */
function closed(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(
    Object.entries(schema).map(([key, inner]) => [key, closed(inner)]),
  );
  const hasFields = typeof schema['properties'] === 'object' && 'type' in schema;
  return hasFields ? { ...copy, additionalProperties: false } : copy;
}
