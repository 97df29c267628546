const marker = Symbol.for('millrace.error');

/**
 * The base of every error that Millrace throws on purpose.
 *
 * `code` is stable and meant for programs; `message` is meant for the person who reads the log: what happened, to
 * which event, why, and what to do. Recognise one with {@link MillraceError.isInstance}, which also works when two
 * copies of the package are installed.
 */
export class MillraceError extends Error {
  readonly code: string;
  readonly [marker] = true;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = this.constructor.name;
    this.code = code;
  }

  static isInstance(error: unknown): error is MillraceError {
    return typeof error === 'object' && error !== null && marker in error;
  }
}
