/** Where Millrace writes what a person on call should read. A pino logger fits as it is. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const ignore = (): void => undefined;

/** Writes nothing. The default: a library does not write to its host's output unasked; `activity$` says all of it. */
export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
