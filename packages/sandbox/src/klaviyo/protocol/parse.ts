import type * as z from 'zod';
import type { SandboxRequest } from '../../http/index.ts';
import { invalid, problemOf } from './problems.ts';
import { type Problem, Refused } from './refusal.ts';

/** The media types Klaviyo takes; its own clients send the second. */
const MEDIA_TYPES = new Set(['application/vnd.api+json', 'application/json']);

/** The body, when it has the form that this endpoint asks for, else a 400 which points at every mistake. */
export function parseBody<T extends z.ZodType>(request: SandboxRequest, schema: T): z.output<T> {
  const mediaType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!MEDIA_TYPES.has(mediaType)) {
    throw new Refused([problemOf(415, `Unsupported media type '${mediaType}' in request.`)]);
  }
  const result = schema.safeParse(readJson(request.body));
  if (result.success) return result.data;
  refuseIfAny(result.error.issues.flatMap(problemsOf));
  throw result.error;
}

export function refuseIfAny(problems: readonly Problem[]): void {
  const [first, ...rest] = problems;
  if (first) throw new Refused([first, ...rest]);
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refused([problemOf(400, 'JSON parse error.')]);
  }
}

function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      invalid(pointer([...issue.path, key]), `'${key}' is not a valid field.`),
    );
  }
  return [invalid(pointer(issue.path), issue.message)];
}

function pointer(path: readonly PropertyKey[]): string {
  const escaped = path.map((key) => String(key).replaceAll('~', '~0').replaceAll('/', '~1'));
  return `/${escaped.join('/')}`;
}
