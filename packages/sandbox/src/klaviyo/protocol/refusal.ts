import { randomUUID } from 'node:crypto';
import type { Answer } from '../../http/index.ts';

/** One entry of `errors`, in Klaviyo's shape. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly source?: { readonly pointer: string } | { readonly parameter: string };
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** Thrown wherever a request turns out to be one that Klaviyo refuses. */
export class Refused extends Error {
  readonly answer: Answer;

  constructor(problems: readonly [Problem, ...Problem[]], headers: Record<string, string> = {}) {
    super(problems[0].detail);
    this.answer = refusal(problems, headers);
  }
}

export function refusal(
  problems: readonly [Problem, ...Problem[]],
  headers: Record<string, string> = {},
): Answer {
  const errors = problems.map((problem) => ({
    id: randomUUID(),
    ...problem,
    source: problem.source ?? {},
    links: {},
    meta: problem.meta ?? {},
  }));
  return {
    status: problems[0].status,
    headers: { 'content-type': 'application/vnd.api+json', ...headers },
    body: { errors },
  };
}
