import type * as z from 'zod';
import { MillraceError } from './error.ts';

/** Thrown when the settings of a plugin, or the options of the pipeline, are not what they should be. */
export class InvalidSettings extends MillraceError {
  readonly plugin: string;
  readonly issues: readonly { readonly path: string; readonly message: string }[];

  constructor(plugin: string, error: z.ZodError) {
    // Messages and paths only: the values that zod was given may be secrets.
    const issues = error.issues.map((issue) => ({
      path: issue.path.map(String).join('.'),
      message: issue.message,
    }));
    const list = issues
      .map(({ path, message }) => (path ? `${path}: ${message}` : message))
      .join('; ');
    super(
      'INVALID_SETTINGS',
      `${plugin} was not set up: ${list}. Correct its settings and start again.`,
    );
    this.plugin = plugin;
    this.issues = issues;
  }
}

/**
 * Parses the settings of a plugin against its (strict) schema.
 *
 * @throws {InvalidSettings} naming every field that is wrong, and no value.
 */
export function parseSettings<S extends z.ZodType>(
  plugin: string,
  schema: S,
  settings: unknown,
): z.output<S> {
  const parsed = schema.safeParse(settings);
  if (!parsed.success) throw new InvalidSettings(plugin, parsed.error);
  return parsed.data;
}
